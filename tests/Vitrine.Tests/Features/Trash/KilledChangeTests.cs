using System.Text.Json;

namespace Vitrine.Tests.Features.Trash;

/// <summary>A change of many items whose site is killed in its midst.</summary>
public sealed class KilledChangeTests : IDisposable
{
    private const int Items = 20_000;

    private readonly string data = Directory.CreateTempSubdirectory("vitrine-killed-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_goes_on_after_the_restart_and_ends_with_counts_that_add_up()
    {
        string id;
        await using (var first = await SiteProcess.StartAsync(data, ("VITRINE_JOBS__LEASESECONDS", "5")))
        {
            using var ada = await first.ProgramAsync();
            var (exitCode, said) = await SiteProcess.RunAsync(data, "seed", "--account", "ada", "--items", $"{Items}");
            Assert.True(exitCode == 0, said);
            using var started = await ada.SendJsonAsync(HttpMethod.Post, "/api/v1/media/selection", $$"""{"action":"trash","ranges":[{}],"confirm":{{Items}}}""");
            id = (await started.JsonAsync()).GetProperty("change").GetProperty("id").GetString()!;
            await UntilAsync(ada, id, change => change.GetProperty("done").GetInt32() > 1_000);
            first.Kill();
        }

        await using var second = await SiteProcess.StartAsync(data, ("VITRINE_JOBS__LEASESECONDS", "5"));
        using var again = await second.ProgramAsync();
        var before = await again.JsonAsync($"/api/v1/changes/{id}");
        Assert.Equal("under_way", before.GetProperty("state").GetString());

        var ended = await UntilAsync(again, id, change => change.GetProperty("state").GetString() != "under_way");

        Assert.Equal(("done", Items, 0), (ended.GetProperty("state").GetString(), ended.GetProperty("done").GetInt32(), ended.GetProperty("skipped").GetInt32()));
        Assert.Equal(0, (await again.JsonAsync("/api/v1/timeline")).GetProperty("total").GetInt32());
    }

    public void Dispose() => Directory.Delete(data, recursive: true);

    private static async Task<JsonElement> UntilAsync(HttpClient ada, string id, Predicate<JsonElement> isSo)
    {
        for (var deadline = DateTime.UtcNow.AddSeconds(120); DateTime.UtcNow < deadline; await Task.Delay(20, Cancel))
        {
            var change = await ada.JsonAsync($"/api/v1/changes/{id}");
            if (isSo(change)) return change;
        }

        throw new TimeoutException("The change did not get there in time.");
    }
}
