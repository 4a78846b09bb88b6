using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Vitrine.Library;
using Vitrine.Library.Access;

namespace Vitrine.Tests.Uploads;

/// <summary>What upload tests ask of a world again and again.</summary>
internal static class UploadWorld
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Bytes that are the same for a seed and look like nothing known.</summary>
    public static byte[] Bytes(int length, int seed = 1)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        if (length > 0) bytes[0] = 0xEE;
        return bytes;
    }

    public static string Sha256(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    public static async Task<IReadOnlyList<MediaItem>> ItemsAsync(this World world, Account owner) =>
        (await world.Get<IMediaCatalog>().PageAsync(new Scope.Own(owner.Id), MediaSort.UploadedNewest, null, 500, Cancel)).Items;

    /// <summary>The original as a visitor gets it.</summary>
    public static Task<byte[]> OriginalAsync(HttpClient program, MediaId id) => program.GetByteArrayAsync($"/media/{id}/original", Cancel);

    /// <summary>The bytes of uploads under way, in files named after them. Sidecars, the catalog's files and previews pass through the same folder at any moment.</summary>
    public static string[] Held(this World world) => Held(world.Data);

    public static string[] Held(string data) => [.. Incoming(data).Where(path => !Path.GetFileName(path).StartsWith('w'))];

    /// <summary>Nothing is left in <c>incoming/</c>; what passes through is waited for.</summary>
    public static Task NothingStaysHeldAsync(this World world) => UntilAsync(() => Task.FromResult(Incoming(world.Data).Length == 0));

    private static string[] Incoming(string data)
    {
        var incoming = Path.Combine(data, "media", "incoming");
        return Directory.Exists(incoming) ? [.. Directory.GetFiles(incoming).Where(path => Path.GetExtension(path) != ".lock")] : []; // the store's own lock stays
    }

    /// <summary>Every file under originals/ but sidecars.</summary>
    public static string[] Originals(this World world)
    {
        var originals = Path.Combine(world.Data, "media", "originals");
        return Directory.Exists(originals)
            ? [.. Directory.GetFiles(originals, "*", SearchOption.AllDirectories).Where(path => Path.GetFileName(path) != Keys.SidecarName)]
            : [];
    }

    /// <summary>A request written by hand on a raw connection, e.g. one that breaks off.</summary>
    public static Task<RawRequest> RawAsync(this World world, HttpClient program, string head) => RawAsync(world.Address, program, head);

    public static async Task<RawRequest> RawAsync(Uri address, HttpClient program, string head)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(address.Host, address.Port, Cancel);
        var raw = new RawRequest(socket);
        await raw.SendAsync(Encoding.ASCII.GetBytes(
            $"{head}\r\nHost: {address.Authority}\r\nAuthorization: {program.DefaultRequestHeaders.Authorization}\r\nTus-Resumable: 1.0.0\r\n\r\n"));
        return raw;
    }

    /// <summary>Polls until something holds; fails the test after the deadline.</summary>
    public static async Task UntilAsync(Func<Task<bool>> holds)
    {
        for (var deadline = DateTime.UtcNow.AddSeconds(60); DateTime.UtcNow < deadline; await Task.Delay(20, Cancel))
            if (await holds()) return;
        throw new TimeoutException("What was awaited did not come.");
    }
}

internal sealed class RawRequest(Socket socket) : IDisposable
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async Task SendAsync(byte[] bytes) => await socket.SendAsync(bytes, SocketFlags.None, Cancel);

    /// <summary>Says that nothing more comes, but still listens.</summary>
    public void EndSending() => socket.Shutdown(SocketShutdown.Send);

    /// <summary>Breaks off with a reset, as a phone in a tunnel does.</summary>
    public void Cut()
    {
        socket.LingerState = new LingerOption(true, 0);
        socket.Dispose();
    }

    /// <summary>The status line; empty when the other side just closed.</summary>
    public async Task<string> StatusAsync()
    {
        var answer = new StringBuilder();
        var buffer = new byte[4096];
        while (!answer.ToString().Contains("\r\n", StringComparison.Ordinal))
        {
            int read;
            try
            {
                read = await socket.ReceiveAsync(buffer, SocketFlags.None, Cancel);
            }
            catch (SocketException)
            {
                read = 0;
            }

            if (read == 0) break;
            answer.Append(Encoding.ASCII.GetString(buffer, 0, read));
        }

        return answer.ToString().Split("\r\n")[0];
    }

    public void Dispose() => socket.Dispose();
}
