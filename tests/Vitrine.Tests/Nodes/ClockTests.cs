using System.Globalization;
using System.Net;
using Vitrine.Tests.Imaging;
using static Vitrine.Tests.Uploads.UploadWorld;

namespace Vitrine.Tests.Nodes;

/// <summary>A node whose clock is wrong, by libfaketime, serves nothing and claims nothing; beyond ten seconds it is wrong.</summary>
public sealed class ClockTests(NodesFixture fixture) : NodesTests(fixture)
{
    /// <summary>Where libfaketime looks for what it adds; goes with the first node's folder.</summary>
    private string ShiftFile => Path.Combine(Cluster.Nodes[0].Data, "shift");

    [Theory, Trait("trust", "W01")]
    [InlineData("+2h", "s3", "ahead of DynamoDB's: sessions, links and jobs would begin and end at wrong times")]
    [InlineData("-3d", "disk", "behind DynamoDB's: sessions, links and jobs would begin and end at wrong times")]
    public async Task A_node_whose_clock_is_wrong_does_not_start_and_says_why(string by, string storage, string sentence)
    {
        var before = await Cluster.ObjectsAsync();

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync(by, ("VITRINE_STORAGE__KIND", storage)));

        Assert.Contains(sentence, refused.Message, StringComparison.Ordinal);
        Assert.Contains("(NTP)", refused.Message, StringComparison.Ordinal);
        Assert.Empty(before.Except(await Cluster.ObjectsAsync()));
    }

    [Fact, Trait("trust", "W01")]
    public async Task A_clock_that_goes_wrong_takes_its_node_out_until_it_is_right_again()
    {
        await using var node = await StartAsync("+6s"); // seconds are forgiven
        using var here = node.Program(Cluster.Key);
        using var right = Cluster.Nodes[0].Program(Cluster.Key);
        var (id, token) = await ShareForAMomentAsync(here);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(right, $"/media/{id}/original"));
        await UntilAsync(async () => await StatusAsync(right, $"/s/{token}") == HttpStatusCode.NotFound);

        foreach (var by in new[] { "+2h", "-3d" })
        {
            Shift(by);
            await UntilAsync(async () => await StatusAsync(here, "/readyz") == HttpStatusCode.ServiceUnavailable);

            // Nobody is believed by the wrong clock: a key neither way, and no link that has ended for all others.
            Assert.Equal(HttpStatusCode.ServiceUnavailable, await StatusAsync(here, $"/s/{token}"));
            Assert.Equal(HttpStatusCode.ServiceUnavailable, await StatusAsync(here, $"/media/{id}/original"));
            using var body = new MultipartFormDataContent { { new ByteArrayContent(Bytes(1000, by.Length)), "file", "a.bin" } };
            using var refused = await here.PostAsync("/api/v1/media", body, Cancel);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
            Assert.NotNull(refused.Headers.RetryAfter);

            // Nor does it take a job that another holds: it was claimed once.
            var picture = await World.UploadAsync(right, Pictures.Png(320, 240, seed: by[0]), "sky.png");
            await UntilAsync(async () => await Cluster.Table.FindRowAsync($"J#{picture}", "JOB") is { } row && !row.ContainsKey("ln"));
            Assert.Equal("1", (await Cluster.Table.FindRowAsync($"J#{picture}", "JOB"))!["fe"].N);

            Shift("+0");
            await UntilAsync(async () => await StatusAsync(here, "/readyz") == HttpStatusCode.OK);
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(here, $"/media/{id}/original"));
        }
    }

    private async Task<Node> StartAsync(string by, params (string Name, string Value)[] settings)
    {
        Shift(by);
        return await Node.StartAsync("wrong", [
            .. Cluster.Settings, .. settings, ("LD_PRELOAD", Library()), ("FAKETIME_TIMESTAMP_FILE", ShiftFile), ("FAKETIME_NO_CACHE", "1"), ("FAKETIME_DONT_FAKE_MONOTONIC", "1"),
        ]);
    }

    private void Shift(string by)
    {
        File.WriteAllText($"{ShiftFile}.new", by);
        File.Move($"{ShiftFile}.new", ShiftFile, overwrite: true);
    }

    /// <summary>An item, and a link to it that ends in two seconds.</summary>
    private async Task<(string Id, string Token)> ShareForAMomentAsync(HttpClient program)
    {
        var id = await World.UploadAsync(program, Pictures.Png(64, 48, seed: 600), "shared.png");
        using var owner = await Cluster.SignedInAsync("ada", Cluster.Nodes[0]);
        var end = TimeProvider.System.GetUtcNow().AddSeconds(2).ToString("O", CultureInfo.InvariantCulture);
        using var made = await owner.Client.SendJsonAsync(HttpMethod.Post, $"/api/v1/media/{id}/links", $$"""{"name":"for a moment","expiresAt":"{{end}}"}""");
        return (id.ToString(), (await made.JsonAsync()).GetProperty("token").GetString()!);
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(path, Cancel);
        return answer.StatusCode;
    }

    private static string Library()
    {
        var found = Directory.Exists("/usr/lib") ? Directory.GetFiles("/usr/lib", "libfaketimeMT.so.1", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 2 }) : [];
        if (found.Length == 0) Missing.Tool("libfaketime is missing (Debian: libfaketime).");
        return found[0];
    }
}
