using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Vitrine.Tests.Storage.S3;

/// <summary>
/// A network that can be made to fail, between us and the engine: it passes each HTTP request on, on a connection of its own, or does
/// to it what <see cref="Rule"/> says.
/// </summary>
internal sealed class FaultProxy : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly Uri upstream;
    private readonly CancellationTokenSource ended = new();
    private readonly ConcurrentQueue<ProxiedRequest> seen = new();
    private readonly Task accepting;

    public FaultProxy(string upstream)
    {
        this.upstream = new Uri(upstream);
        listener.Start();
        accepting = AcceptAsync();
    }

    public string Address => $"http://{listener.LocalEndpoint}";

    /// <summary>Asked for every request; null passes it on.</summary>
    public Func<ProxiedRequest, Fault?> Rule { get; set; } = _ => null;

    public IReadOnlyList<ProxiedRequest> Seen => [.. seen];

    public void Heal()
    {
        Rule = _ => null;
        seen.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        await ended.CancelAsync();
        listener.Stop();
        await accepting;
        ended.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await listener.AcceptTcpClientAsync(ended.Token);
                _ = ServeAsync(client);
            }
        }
        catch (Exception over) when (over is OperationCanceledException or SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                client.NoDelay = true;
                await ServeAsync(client, client.GetStream());
            }
            catch (Exception broken) when (broken is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // Either side went away; that is what this is for.
            }
        }
    }

    private async Task ServeAsync(TcpClient client, NetworkStream stream)
    {
        var head = await ReadHeadAsync(stream);
        if (head.Length == 0) return;
        var request = ProxiedRequest.Of(head);
        seen.Enqueue(request);
        var fault = Rule(request);
        if (fault is Fault.Reset)
        {
            Reset(client);
            return;
        }

        if (head.Contains("Expect: 100-continue", StringComparison.OrdinalIgnoreCase)) await stream.WriteAsync("HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray(), ended.Token);
        var body = new byte[request.Length];
        await stream.ReadExactlyAsync(body, ended.Token);
        switch (fault)
        {
            case Fault.Hang:
                await Task.Delay(Timeout.Infinite, ended.Token);
                break;
            case Fault.Answer answer:
                await stream.WriteAsync(answer.Bytes(), ended.Token);
                break;
            case Fault.LoseAnswer:
                await ForwardAsync(head, body, Stream.Null, long.MaxValue);
                Reset(client);
                break;
            case Fault.CutAnswer cut:
                await ForwardAsync(head, body, stream, cut.After);
                if (cut.Hard) Reset(client);
                break;
            case Fault.Wait wait:
                await wait.For.WaitAsync(ended.Token);
                goto default;
            default:
                await ForwardAsync(head, body, stream, long.MaxValue);
                break;
        }
    }

    /// <summary>The answer ends with its connection, so it needs no reading.</summary>
    private async Task ForwardAsync(string head, byte[] body, Stream answer, long atMost)
    {
        using var server = new TcpClient { NoDelay = true };
        await server.ConnectAsync(upstream.Host, upstream.Port, ended.Token);
        var stream = server.GetStream();
        var lines = head.Split("\r\n").Where(line => !line.StartsWith("Expect:", StringComparison.OrdinalIgnoreCase) && !line.StartsWith("Connection:", StringComparison.OrdinalIgnoreCase));
        await stream.WriteAsync(Encoding.Latin1.GetBytes(string.Join("\r\n", lines).TrimEnd() + "\r\nConnection: close\r\n\r\n"), ended.Token);
        await stream.WriteAsync(body, ended.Token);
        var buffer = new byte[64 * 1024];
        int read;
        while (atMost > 0 && (read = await stream.ReadAsync(buffer, ended.Token)) > 0)
        {
            await answer.WriteAsync(buffer.AsMemory(0, (int)Math.Min(read, atMost)), ended.Token);
            atMost -= read;
        }
    }

    private async Task<string> ReadHeadAsync(NetworkStream stream)
    {
        var head = new List<byte>();
        var one = new byte[1];
        while (await stream.ReadAsync(one, ended.Token) > 0)
        {
            head.Add(one[0]);
            if (one[0] == '\n' && head.Count > 3 && head[^3] == '\n') return Encoding.Latin1.GetString([.. head]);
        }

        return "";
    }

    private static void Reset(TcpClient client)
    {
        client.Client.LingerState = new LingerOption(true, 0);
        client.Close();
    }
}

/// <param name="Target">Path and query.</param>
/// <param name="Head">The whole head as it came.</param>
internal sealed record ProxiedRequest(string Method, string Target, long Length, string Head)
{
    public bool IsPart => Method == "PUT" && Target.Contains("partNumber=", StringComparison.Ordinal);

    public bool IsComplete => Method == "POST" && Target.Contains("uploadId=", StringComparison.Ordinal);

    public bool IsOf(string name) => Target.Split('?')[0].EndsWith(name, StringComparison.Ordinal);

    public static ProxiedRequest Of(string head)
    {
        var lines = head.Split("\r\n");
        var first = lines[0].Split(' ');
        var length = lines.FirstOrDefault(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))?.Split(':')[1].Trim();
        return new ProxiedRequest(first[0], first[1], long.Parse(length ?? "0", CultureInfo.InvariantCulture), head);
    }
}

/// <summary>What happens to a request.</summary>
internal abstract record Fault
{
    public static readonly Fault SlowDown = new Answer(503, "SlowDown");

    private Fault()
    {
    }

    /// <summary>As theories of tests name what passes by itself.</summary>
    public static Fault Named(string how) => how switch
    {
        "slow down" => SlowDown,
        "internal error" => new Answer(500, "InternalError"),
        "conflict" => new Answer(409, "ConditionalRequestConflict"),
        "reset" => new Reset(),
        "lost answer" => new LoseAnswer(),
        _ => throw new ArgumentOutOfRangeException(nameof(how), how, "No fault of that name."),
    };

    /// <summary>Breaks off before the body was read.</summary>
    public sealed record Reset : Fault;

    /// <summary>Never answers.</summary>
    public sealed record Hang : Fault;

    /// <summary>The engine sees it only afterwards.</summary>
    public sealed record Wait(Task For) : Fault;

    /// <summary>The engine does it, and nobody hears of it.</summary>
    public sealed record LoseAnswer : Fault;

    /// <param name="After">Bytes of head and body that come through.</param>
    /// <param name="Hard">By a reset rather than an end.</param>
    public sealed record CutAnswer(long After, bool Hard = false) : Fault;

    /// <summary>The engine does not see it; this is the answer.</summary>
    public sealed record Answer(int Status, string Code, string? Body = null) : Fault
    {
        public byte[] Bytes()
        {
            var body = Body ?? $"<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>{Code}</Code><Message>As told by the test</Message></Error>";
            return Encoding.UTF8.GetBytes($"HTTP/1.1 {Status} {Code}\r\nContent-Type: application/xml\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\nConnection: close\r\n\r\n{body}");
        }
    }
}
