using System.Net.Security;
using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Options;

namespace Vitrine.Library.Mailing;

/// <summary>One conversation with the mail server for one letter. What goes wrong is a sentence; neither password nor text is ever in it.</summary>
/// <param name="trust">Judges the server's certificate instead of the system; null in every site that is not a test.</param>
internal sealed class Smtp(IOptions<MailOptions> options, LetterWriting writing, TimeProvider time, RemoteCertificateValidationCallback? trust = null)
{
    /// <summary>For the whole conversation: beyond it a server hangs, whatever it says in between.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private const int LongestReply = 200;

    public Task<MailOutcome> SendAsync(Letter letter, CancellationToken cancellationToken) => TalkAsync(
        async (client, cancel) => await client.SendAsync(writing.Write(letter), cancel), cancellationToken);

    /// <summary>Everything but a letter: whether one would be taken.</summary>
    public Task<MailOutcome> TryAsync(CancellationToken cancellationToken) => TalkAsync((client, cancel) => client.NoOpAsync(cancel), cancellationToken);

    private async Task<MailOutcome> TalkAsync(Func<SmtpClient, CancellationToken, Task> what, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(Longest, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            using var client = new SmtpClient { LocalDomain = writing.Host, CheckCertificateRevocation = false };
            if (trust is not null) client.ServerCertificateValidationCallback = trust;
            var mail = options.Value;
            await client.ConnectAsync(mail.Host!, mail.Port, Security(mail), either.Token);
            if (!string.IsNullOrEmpty(mail.Username)) await client.AuthenticateAsync(mail.Username, mail.Password ?? "", either.Token);
            await what(client, either.Token);
            await GoodbyeAsync(client, either.Token);
            return new MailOutcome.Sent();
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new MailOutcome.NotNow($"{Server} did not answer within {Longest.TotalSeconds:0} seconds.");
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            return Explain(failure);
        }
    }

    /// <summary>The letter is taken by now: whatever happens here, it must not be sent a second time.</summary>
    private static async Task GoodbyeAsync(SmtpClient client, CancellationToken cancellationToken)
    {
        try
        {
            await client.DisconnectAsync(quit: true, cancellationToken);
        }
        catch (Exception failure) when (failure is IOException or SocketException or ProtocolException or OperationCanceledException)
        {
            // It is gone already.
        }
    }

    private MailOutcome Explain(Exception failure) => failure switch
    {
        SmtpCommandException { ErrorCode: SmtpErrorCode.RecipientNotAccepted } refused when (int)refused.StatusCode >= 500 =>
            new MailOutcome.Refused($"{Server} refuses the address: {Reply(refused)}"),
        SmtpCommandException said => new MailOutcome.NotNow($"{Server} did not take it: {Reply(said)}"),
        AuthenticationException => new MailOutcome.NotNow($"{Server} refuses the name or the password: see VITRINE_MAIL__USERNAME and VITRINE_MAIL__PASSWORD."),
        SslHandshakeException => new MailOutcome.NotNow($"{Server} could not be trusted: its certificate is not valid for this name, or it does not speak TLS at this port. See VITRINE_MAIL__SECURITY."),
        NotSupportedException when options.Value.Security == MailOptions.StartTls => new MailOutcome.NotNow(
            $"{Server} does not offer STARTTLS, so nothing was sent. See VITRINE_MAIL__SECURITY."),
        NotSupportedException => new MailOutcome.NotNow($"{Server} takes no name and password in a way that is known here."),
        SocketException or IOException or ProtocolException => new MailOutcome.NotNow($"{Server} cannot be reached or broke off: see VITRINE_MAIL__HOST and VITRINE_MAIL__PORT."),
        _ => new MailOutcome.NotNow($"{Server}: {failure.GetType().Name}."),
    };

    private static string Reply(SmtpCommandException said)
    {
        var reply = $"{(int)said.StatusCode} {MediaTexts.Line(said.Message)}";
        return reply[..Math.Min(reply.Length, LongestReply)];
    }

    private string Server => $"The mail server {options.Value.Host}:{options.Value.Port}";

    private static SecureSocketOptions Security(MailOptions mail) => mail.Security switch
    {
        MailOptions.Tls => SecureSocketOptions.SslOnConnect,
        MailOptions.StartTls => SecureSocketOptions.StartTls,
        _ => SecureSocketOptions.None,
    };
}

internal abstract record MailOutcome
{
    private MailOutcome()
    {
    }

    public sealed record Sent : MailOutcome;

    /// <summary>For good.</summary>
    public sealed record Refused(string Why) : MailOutcome;

    public sealed record NotNow(string Why) : MailOutcome;
}
