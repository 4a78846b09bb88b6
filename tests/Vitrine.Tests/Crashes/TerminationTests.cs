using System.Net;
using System.Net.Http.Headers;

namespace Vitrine.Tests.Crashes;

/// <summary>SIGTERM in the midst of uploads.</summary>
public sealed class TerminationTests : IDisposable
{
    private const int Clients = 8;

    private readonly string data = Directory.CreateTempSubdirectory("vitrine-term-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("trust", "D09")]
    public async Task No_request_that_was_taken_fails_and_nothing_acknowledged_is_lost()
    {
        await SiteProcess.RunAsync(data, [], World.Password, ["account", "add", "ada", "--admin"]);
        var key = await SiteProcess.MakeKeyAsync(data);
        var (kept, broken) = (0, 0);
        await using (var site = await SiteProcess.StartAsync(data, CrashRig.NoFloor))
        {
            using var handler = new SocketsHttpHandler { Expect100ContinueTimeout = TimeSpan.FromMinutes(2) };
            using var client = new HttpClient(handler) { BaseAddress = site.Address };
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
            var load = Enumerable.Range(0, Clients).Select(UploadAsync).ToList();
            for (var deadline = DateTime.UtcNow.AddSeconds(60); Volatile.Read(ref kept) < 3 * Clients && DateTime.UtcNow < deadline;) await Task.Delay(10, Cancel);

            site.Signal("TERM");
            await Task.WhenAll(load);
            Assert.Equal(0, await site.EndAsync(TimeSpan.FromSeconds(60)));

            async Task UploadAsync(int number)
            {
                for (var n = 0; ; n++)
                {
                    var file = new TakenContent(Pictures.Png(40 + number, 30, (1000 * number) + n));
                    using var request = new HttpRequestMessage(HttpMethod.Post, "api/v1/media");
                    request.Content = new MultipartFormDataContent { { file, "file", "photo.png" } };
                    request.Headers.ExpectContinue = true;
                    try
                    {
                        using var answer = await client.SendAsync(request, Cancel);
                        Interlocked.Increment(ref answer.StatusCode == HttpStatusCode.Created ? ref kept : ref broken);
                    }
                    catch (HttpRequestException)
                    {
                        if (file.Taken) Interlocked.Increment(ref broken);
                        return;
                    }
                }
            }
        }

        Assert.Equal(0, broken);
        var (exitCode, said) = await SiteProcess.RunAsync(data, "verify");
        Assert.True(exitCode == 0, said);
        await using var again = await SiteProcess.StartAsync(data, CrashRig.NoFloor);
        using var reader = new HttpClient { BaseAddress = again.Address };
        reader.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        var timeline = await reader.JsonAsync("/api/v1/timeline");
        Assert.True(timeline.GetProperty("total").GetInt64() >= kept, $"{kept} were acknowledged, {timeline.GetProperty("total")} are there.");
    }

    public void Dispose() => Directory.Delete(data, recursive: true);

    /// <summary>Knows whether the site asked for it: a body is sent once the site has said 100 Continue.</summary>
    private sealed class TakenContent(byte[] content) : ByteArrayContent(content)
    {
        private readonly byte[] bytes = content;

        public bool Taken { get; private set; }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            Taken = true;
            return stream.WriteAsync(bytes).AsTask();
        }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
        {
            Taken = true;
            return stream.WriteAsync(bytes, cancellationToken).AsTask();
        }
    }
}
