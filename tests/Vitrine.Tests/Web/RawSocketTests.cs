using System.Net.Sockets;
using System.Text;

namespace Vitrine.Tests.Web;

/// <summary>Bytes that no client library would send: what proxies and servers have read differently.</summary>
public sealed class RawSocketTests(SharedWorld shared) : IClassFixture<SharedWorld>
{
    [Theory]
    [Trait("trust", "D14")]
    [InlineData("POST /login HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd")]
    [InlineData("POST /login HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")]
    [InlineData("POST /login HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n")]
    [InlineData("POST /login HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n")]
    [InlineData("POST /login HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n")]
    [InlineData("POST /login HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\n2;\nxx\r\nab\r\n0\r\n\r\n")]
    [InlineData("GET /healthz HTTP/1.1\r\nHost: x\r\nX-Folded: a\r\n b\r\n\r\n")]
    [InlineData("GET /healthz HTTP/1.1\r\nHost : x\r\n\r\n")]
    [InlineData("GET /healthz HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n")]
    [InlineData("GET /healthz HTTP/1.1\r\n\r\n")]
    [InlineData("GET /healthz HTTP/1.1\r\nHost: x\r\nX: a\0b\r\n\r\n")]
    public async Task A_request_that_can_be_read_in_two_ways_is_refused_and_the_connection_ends(string request)
    {
        var world = shared.World;
        var answer = await SendAsync(world, request + "GET /healthz HTTP/1.1\r\nHost: smuggled\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 4", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("alive", answer, StringComparison.Ordinal);
    }

    [Theory]
    [Trait("trust", "P03")]
    [InlineData("/assets/../appsettings.json")]
    [InlineData("/assets/..%2f..%2fvitrine.db")]
    [InlineData("/..%2fappsettings.json")]
    [InlineData("/%2e%2e/vitrine.db")]
    [InlineData("/.git/config")]
    [InlineData("/data/vitrine.db")]
    [InlineData("//etc/passwd")]
    public async Task No_path_leads_to_a_file(string path)
    {
        var world = shared.World;
        var answer = await SendAsync(world, $"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        Assert.Matches("^HTTP/1.1 40[04] ", answer);
    }

    [Fact]
    [Trait("trust", "D01")]
    public async Task Headers_that_never_end_are_cut_off_and_others_are_served_meanwhile()
    {
        var world = shared.World;
        using var slow = new TcpClient();
        await slow.ConnectAsync(world.Address.Host, world.Address.Port, TestContext.Current.CancellationToken);
        await slow.GetStream().WriteAsync("GET / HTTP/1.1\r\nHost: x\r\nX-Slow: "u8.ToArray(), TestContext.Current.CancellationToken);

        using var other = world.ProgramWith(null);
        Assert.Equal("alive", await other.GetStringAsync("/healthz", TestContext.Current.CancellationToken));
        var end = await ReadToEndAsync(slow.GetStream(), TimeSpan.FromSeconds(60));
        Assert.True(end.Length == 0 || end.StartsWith("HTTP/1.1 408", StringComparison.Ordinal), end);
    }

    private static async Task<string> SendAsync(World world, string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(world.Address.Host, world.Address.Port, TestContext.Current.CancellationToken);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request), TestContext.Current.CancellationToken);
        return await ReadToEndAsync(stream, TimeSpan.FromSeconds(30));
    }

    private static async Task<string> ReadToEndAsync(Stream stream, TimeSpan patience)
    {
        using var patienceEnds = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patienceEnds.CancelAfter(patience);
        var answer = new MemoryStream();
        try
        {
            await stream.CopyToAsync(answer, patienceEnds.Token);
        }
        catch (IOException)
        {
            // A reset is an end too.
        }

        return Encoding.Latin1.GetString(answer.ToArray());
    }
}
