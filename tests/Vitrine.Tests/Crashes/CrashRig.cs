using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Vitrine.Tests.Crashes;

/// <summary>
/// A site in a data folder that loses its process, or its disk, in the midst of uploads, resumes and deletions, again and again. After
/// each time `verify` must find nothing amiss, and after the restart every acknowledged file must be there and nothing else.
/// </summary>
internal sealed class CrashRig(string data, ITestOutputHelper output)
{
    private const int Clients = 4;
    private readonly Ledger ledger = new();
    private readonly HashSet<string> checkedBytes = [];
    private string key = "";

    /// <summary>However full the disk is.</summary>
    internal static (string Name, string Value) NoFloor => ("VITRINE_STORAGE__DISK__FREEFLOOR", "0");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <param name="rounds">How often.</param>
    /// <param name="cutAsync">What happens to the running site; it must be dead afterwards and its folder there again.</param>
    /// <param name="doubts">The site may answer what is not so while it is cut.</param>
    public async Task RunAsync(int rounds, Func<SiteProcess, Task> cutAsync, bool doubts = false)
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("VITRINE_CRASH_SEED"), CultureInfo.InvariantCulture, out var given) ? given : Environment.TickCount;
        output.WriteLine($"VITRINE_CRASH_SEED={seed}");
#pragma warning disable CA5394 // reproducible, not secret
        var random = new Random(seed);
        await MakeAccountAsync();
        for (var round = 1; round <= rounds; round++)
        {
            await using (var site = await SiteProcess.StartAsync(data, NoFloor))
            {
                using var client = ClientOf(site);
                await CheckAsync(client);
                using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
                var load = Enumerable.Range(0, Clients).Select(i => new Uploader(client, ledger, new Random(random.Next())).RunAsync(stop.Token)).ToList();
                await WaitAsync(ledger.Acknowledged + random.Next(0, 12), TimeSpan.FromMilliseconds(random.Next(5, 300)));
                ledger.Doubts = doubts;
                await cutAsync(site);
                await stop.CancelAsync();
                await Task.WhenAll(load);
                ledger.Doubts = false;
            }

            var (exitCode, said) = await SiteProcess.RunAsync(data, "verify");
            Assert.True(exitCode == 0, $"Round {round}, seed {seed}: verify found\n{said}");
            output.WriteLine($"round {round}: {ledger.Acknowledged} acknowledged, {ledger.Kept.Count} not deleted since. {said.Split('\n')[0]}");
        }

        await using var last = await SiteProcess.StartAsync(data, NoFloor);
        using var lastClient = ClientOf(last);
        await CheckAsync(lastClient);
        Assert.True(ledger.Acknowledged >= rounds, "Too few uploads were acknowledged for this to prove anything.");
    }

    /// <summary>Until so many were acknowledged, however slow the machine is, and a random moment more.</summary>
    private async Task WaitAsync(int acknowledged, TimeSpan more)
    {
        var patience = System.Diagnostics.Stopwatch.StartNew();
        while (ledger.Acknowledged < acknowledged && patience.Elapsed < TimeSpan.FromSeconds(20)) await Task.Delay(5, Cancel);
        await Task.Delay(more, Cancel);
    }

    private async Task MakeAccountAsync()
    {
        var (added, said) = await SiteProcess.RunAsync(data, [], World.Password, ["account", "add", "ada", "--admin"]);
        Assert.True(added == 0, said);
        key = await SiteProcess.MakeKeyAsync(data);
    }

    private HttpClient ClientOf(SiteProcess site)
    {
        var client = new HttpClient { BaseAddress = site.Address, Timeout = TimeSpan.FromSeconds(60) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return client;
    }

    private async Task CheckAsync(HttpClient client)
    {
        // Half of what was cut is taken up again; the rest stays under way, which verify must tell from an orphan.
        var unfinished = ledger.TakeUnfinished();
        var resumer = new Uploader(client, ledger, new Random(1));
        foreach (var upload in unfinished.Where((_, i) => i % 2 == 0)) await resumer.ResumeAsync(upload, Cancel);

        var listed = await ListAsync(client);
        Assert.All(listed, i => Assert.Null(ledger.Complain(i.Key, i.Value)));
        Assert.Subset(listed.Keys.ToHashSet(), ledger.Kept.Keys.ToHashSet());
        foreach (var (id, hash) in listed.Where(i => checkedBytes.Add(i.Key)))
        {
            var bytes = await client.GetByteArrayAsync(new Uri($"media/{id}/original", UriKind.Relative), Cancel);
            Assert.Equal(hash, Uploader.HashOf(bytes));
        }
    }

    private static async Task<Dictionary<string, string>> ListAsync(HttpClient client)
    {
        var listed = new Dictionary<string, string>();
        for (string? cursor = null; ;)
        {
            using var answer = await client.GetAsync(new Uri("api/v1/media?limit=100" + (cursor is null ? "" : $"&cursor={cursor}"), UriKind.Relative), Cancel);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancel));
            foreach (var item in json.RootElement.GetProperty("items").EnumerateArray())
                listed.Add(item.GetProperty("id").GetString()!, item.GetProperty("sha256").GetString()!);
            cursor = json.RootElement.GetProperty("next").GetString();
            if (cursor is null) return listed;
        }
    }
}
