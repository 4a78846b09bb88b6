using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using MimeKit;

namespace Vitrine.Tests.Library.Mailing;

/// <summary>A mail server on loopback that speaks SMTP over a real socket, with the manners that a test gives it.</summary>
internal sealed class SmtpListener : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource ended = new();
    private readonly BlockingCollection<MimeMessage> taken = [];
    private readonly Task listening;

    public SmtpListener()
    {
        listener.Start();
        listening = ListenAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Takes the connection and never says a word.</summary>
    public bool Hangs { get; set; }

    /// <summary>Said to RCPT TO instead of yes.</summary>
    public string? Refusal { get; set; }

    /// <summary>With one, STARTTLS is offered.</summary>
    public X509Certificate2? Certificate { get; set; }

    /// <summary>All that was said to it, one command a line.</summary>
    public ConcurrentQueue<string> Said { get; } = [];

    public int Connections => connections;

    /// <summary>Nobody is talking to it.</summary>
    public bool IsQuiet => Volatile.Read(ref talking) == 0;

    private int connections;
    private int talking;

    /// <summary>The settings of a site that sends mail by it.</summary>
    public Dictionary<string, string?> Settings(params (string Name, string Value)[] more)
    {
        var settings = new Dictionary<string, string?>
        {
            ["Site:Url"] = "https://photos.example.org",
            ["Mail:Host"] = "127.0.0.1",
            ["Mail:Port"] = $"{Port}",
            ["Mail:From"] = "Our photos <photos@example.org>",
            ["Mail:Security"] = "none",
        };
        foreach (var (name, value) in more) settings[name] = value;
        return settings;
    }

    /// <summary>The next letter; fails the test when none comes.</summary>
    public MimeMessage Next(TimeSpan? within = null)
    {
        Assert.True(taken.TryTake(out var message, within ?? TimeSpan.FromSeconds(30)), $"No letter came. Said so far: {string.Join(" | ", Said)}");
        return message!;
    }

    /// <summary>Letters that nobody has looked at.</summary>
    public int Count => taken.Count;

    public async ValueTask DisposeAsync()
    {
        await ended.CancelAsync();
        listener.Stop();
        await listening;
        ended.Dispose();
        taken.Dispose();
    }

    private async Task ListenAsync()
    {
        var conversations = new List<Task>();
        try
        {
            while (true)
            {
                var client = await listener.AcceptTcpClientAsync(ended.Token);
                Interlocked.Increment(ref connections);
                Interlocked.Increment(ref talking);
                conversations.Add(TalkAsync(client));
            }
        }
        catch (Exception over) when (over is OperationCanceledException or SocketException)
        {
            await Task.WhenAll(conversations);
        }
    }

    private async Task TalkAsync(TcpClient client)
    {
        using var _ = client;
        try
        {
            if (Hangs) await Task.Delay(Timeout.Infinite, ended.Token);
            Stream line = client.GetStream();
            await SayAsync(line, "220 test ready");
            while (await ReadAsync(line) is { } command)
            {
                Said.Enqueue(command);
                if (command == "STARTTLS" && Certificate is not null)
                {
                    await SayAsync(line, "220 go ahead");
                    var secure = new SslStream(line);
                    await secure.AuthenticateAsServerAsync(Certificate);
                    line = secure;
                }
                else if (command == "DATA")
                {
                    await SayAsync(line, "354 go on");
                    taken.Add(await LetterAsync(line));
                    await SayAsync(line, "250 taken");
                }
                else
                {
                    await SayAsync(line, Answer(command, line is SslStream));
                    if (command == "QUIT") return;
                }
            }
        }
        catch (Exception over) when (over is OperationCanceledException or IOException or System.Security.Authentication.AuthenticationException)
        {
            // The other side, or the test, has had enough.
        }
        finally
        {
            Interlocked.Decrement(ref talking);
        }
    }

    private string Answer(string command, bool secure) => command.Split(' ', ':')[0].ToUpperInvariant() switch
    {
        "EHLO" => $"250-test\r\n{(Certificate is not null && !secure ? "250-STARTTLS\r\n" : "")}250-AUTH PLAIN\r\n250 8BITMIME",
        "AUTH" => command.EndsWith(Convert.ToBase64String(Encoding.UTF8.GetBytes("\0site\0secret")), StringComparison.Ordinal) ? "235 welcome" : "535 5.7.8 not you",
        "RCPT" => Refusal ?? "250 fine",
        "QUIT" => "221 bye",
        _ => "250 fine",
    };

    private async Task SayAsync(Stream line, string text) => await line.WriteAsync(Encoding.ASCII.GetBytes(text + "\r\n"), ended.Token);

    private async Task<string?> ReadAsync(Stream line)
    {
        var text = new StringBuilder();
        var one = new byte[1];
        while (await line.ReadAsync(one, ended.Token) == 1)
        {
            if (one[0] == '\n') return text.ToString().TrimEnd('\r');
            text.Append((char)one[0]);
        }

        return null;
    }

    private async Task<MimeMessage> LetterAsync(Stream line)
    {
        var text = new StringBuilder();
        while (await ReadAsync(line) is { } next && next != ".") text.Append(next.StartsWith('.') ? next[1..] : next).Append("\r\n");
        return await MimeMessage.LoadAsync(new MemoryStream(Encoding.Latin1.GetBytes(text.ToString())), ended.Token);
    }
}
