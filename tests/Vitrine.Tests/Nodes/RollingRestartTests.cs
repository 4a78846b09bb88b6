using System.Collections.Concurrent;
using System.Net;
using static Vitrine.Tests.Uploads.UploadWorld;

namespace Vitrine.Tests.Nodes;

/// <summary>A new version goes out node by node while people upload and look, and none of them notices.</summary>
public sealed class RollingRestartTests(NodesFixture fixture) : NodesTests(fixture)
{
    private const int Clients = 3;

    /// <summary>Between two rounds of a client: people look at what they get, and the nodes that start need a processor too.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(200);

    private readonly ConcurrentQueue<string> failures = new();
    private readonly ConcurrentQueue<string> uploaded = new();

    [Theory, MemberData(nameof(Rounds)), Trait("trust", "D09"), Trait("trust", "S10")]
    public async Task Nodes_are_started_again_one_by_one_under_load_without_one_failed_request(int round)
    {
        using var browser = Cluster.Nodes[0].Browser();
        var form = Browser.FormOf(await browser.PageAsync("/login"), "/login");
        await using var balancer = await Balancer.StartAsync(Cluster.Nodes.Select(node => node.Address));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var load = Enumerable.Range(0, Clients).Select(client => UseAsync(balancer.Address, (round * 100_000) + (client * 10_000), stop.Token)).ToList();
        foreach (var node in Cluster.Nodes.Take(NodesCollection.Rounds.Count > 1 ? Cluster.Nodes.Count : 2)) // the third tells no more, and CI has other things to do
        {
            var before = uploaded.Count;
            await UntilAsync(() => Task.FromResult(uploaded.Count >= before + Clients || !failures.IsEmpty));
            Assert.Equal(0, await node.TerminateAsync());
            await node.RestartAsync();
            await UntilAsync(() => IsReadyAsync(node));
        }

        await stop.CancelAsync();
        await Task.WhenAll(load);
        Assert.Empty(failures);
        using var after = Cluster.Same(browser, Cluster.Nodes[1]);
        using var signedIn = await after.SubmitAsync(form, ("name", "ada"), ("password", World.Password));
        Assert.Equal("/", signedIn.Headers.Location?.ToString()); // the form of before they were started again
        using var ada = Cluster.Nodes[0].Program(Cluster.Key);
        foreach (var id in uploaded) Assert.Equal(HttpStatusCode.OK, (await ada.GetAsync($"/api/v1/media/{id}", Cancel)).StatusCode);
        TestContext.Current.TestOutputHelper?.WriteLine($"{uploaded.Count} uploads, each looked at.");
    }

    /// <summary>Uploads, lists, opens, until it is told to stop; a request that was begun is ended.</summary>
    private async Task UseAsync(Uri site, int seed, CancellationToken stop)
    {
        using var ada = new HttpClient { BaseAddress = site };
        ada.DefaultRequestHeaders.Authorization = new("Bearer", Cluster.Key);
        while (!stop.IsCancellationRequested && failures.IsEmpty)
        {
            try
            {
                using var form = new MultipartFormDataContent { { new ByteArrayContent(Bytes(50_000, ++seed)), "file", $"{seed}.bin" } };
                var answer = await AskAsync(() => ada.PostAsync("/api/v1/media", form, CancellationToken.None), HttpStatusCode.Created);
                var id = System.Text.Json.JsonDocument.Parse(answer).RootElement.GetProperty("items")[0].GetProperty("id").GetString()!;
                await AskAsync(() => ada.GetAsync($"/media/{id}/original", CancellationToken.None), HttpStatusCode.OK);
                await AskAsync(() => ada.GetAsync("/api/v1/media?limit=20", CancellationToken.None), HttpStatusCode.OK);
                uploaded.Enqueue(id);
                await Task.Delay(Pace, CancellationToken.None);
            }
            catch (Exception broken) when (broken is HttpRequestException or IOException or OperationCanceledException)
            {
                failures.Enqueue(broken.ToString());
            }
        }
    }

    private static async Task<string> AskAsync(Func<Task<HttpResponseMessage>> ask, HttpStatusCode expected)
    {
        using var answer = await ask();
        var body = await answer.Content.ReadAsStringAsync(CancellationToken.None);
        return answer.StatusCode == expected ? body : throw new HttpRequestException($"{answer.RequestMessage?.RequestUri}: {answer.StatusCode} {body}");
    }

    private static async Task<bool> IsReadyAsync(Node node)
    {
        using var client = new HttpClient { BaseAddress = node.Address };
        using var answer = await client.GetAsync("/readyz", Cancel);
        return answer.StatusCode == HttpStatusCode.OK;
    }
}
