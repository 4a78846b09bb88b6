using System.Net.Sockets;
using System.Text;
using Vitrine.Library;
using Vitrine.Library.Access;

namespace Vitrine.Tests.Web;

/// <summary>Bodies that trickle and readers that dawdle, at a site that has little patience.</summary>
public sealed class SlowClientTests : IAsyncLifetime
{
    private const int Much = 64 * 1024 * 1024;
    private const int Slow = 50;

    private World world = null!;
    private HttpClient ada = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        world = await World.StartAsync(new Dictionary<string, string?> { ["Site:SlowestBytesPerSecond"] = "100000", ["Site:SlowGrace"] = "00:00:02" });
        ada = await world.ProgramOfAsync(world.Ada);
    }

    public async ValueTask DisposeAsync()
    {
        ada.Dispose();
        await world.DisposeAsync();
    }

    [Fact]
    [Trait("trust", "D01")]
    public async Task Bodies_that_trickle_are_cut_off_leave_nothing_and_others_are_served_meanwhile()
    {
        var clients = await Task.WhenAll(Enumerable.Range(0, Slow).Select(_ => SendAsync(
            $"POST /api/v1/media HTTP/1.1\r\nHost: x\r\nAuthorization: {ada.DefaultRequestHeaders.Authorization}\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 100000\r\n\r\n"
            + "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"slow.png\"\r\n\r\nsome bytes")));

        Assert.NotEqual(default, await World.UploadAsync(ada, Pictures.Png(16, 16, 1)));
        foreach (var client in clients) Assert.True(await EndsAsync(client.GetStream()) < 10_000);

        Assert.Single((await world.Get<IMediaCatalog>().PageAsync(new Scope.Own(world.Ada.Id), MediaSort.UploadedNewest, null, 10, Cancel)).Items);
        await EventuallyAsync(async () => (await world.Get<IUploadCatalog>().UsageAsync(world.Ada.Id, Cancel)).Reserved == 0);
        foreach (var client in clients) client.Dispose();
    }

    [Fact]
    [Trait("trust", "D01")]
    public async Task Readers_that_take_nothing_are_cut_off()
    {
        var item = await world.PlantAsync(world.Ada, new byte[Much], "film.mp4", "video/mp4");
        var path = Path.GetFullPath(Path.Combine(world.Data, "media", item.OriginalKey.Value));
        using var client = await SendAsync($"GET /media/{item.Id}/original HTTP/1.1\r\nHost: x\r\nAuthorization: {ada.DefaultRequestHeaders.Authorization}\r\n\r\n");

        await EventuallyAsync(() => Task.FromResult(IsOpen(path)));
        await EventuallyAsync(() => Task.FromResult(!IsOpen(path)));

        Assert.InRange(await EndsAsync(client.GetStream()), 0, Much - 1);
    }

    private async Task<TcpClient> SendAsync(string request)
    {
        var client = new TcpClient();
        await client.ConnectAsync(world.Address.Host, world.Address.Port, Cancel);
        await client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(request), Cancel);
        return client;
    }

    /// <summary>Reads until the site ends the connection; returns how much came.</summary>
    private static async Task<long> EndsAsync(NetworkStream stream)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        var (buffer, total) = (new byte[64 * 1024], 0L);
        try
        {
            while (await stream.ReadAsync(buffer, patience.Token) is > 0 and var read) total += read;
        }
        catch (IOException)
        {
            // A reset is an end too.
        }

        return total;
    }

    private static async Task EventuallyAsync(Func<Task<bool>> isSo)
    {
        for (var deadline = DateTime.UtcNow.AddSeconds(60); !await isSo(); await Task.Delay(20, Cancel)) Assert.True(DateTime.UtcNow < deadline, "It never came to be.");
    }

    /// <summary>This process is the server.</summary>
    private static bool IsOpen(string path) => Directory.EnumerateFiles("/proc/self/fd").Any(handle => new FileInfo(handle).LinkTarget == path);
}
