using System.ComponentModel.DataAnnotations;
using System.Net;
using MimeKit;

namespace Vitrine.Library.Mailing;

/// <summary>Section <c>Mail</c>: the server that takes the site's mail. Off without a host; everything works without it.</summary>
public sealed class MailOptions : IValidatableObject
{
    public const string Section = "Mail";

    public const string Unencrypted = "none", StartTls = "starttls", Tls = "tls";

    /// <summary>The server's name. Empty: no mail.</summary>
    public string? Host { get; set; }

    [Range(1, 65535, ErrorMessage = "must be 1 to 65535.")]
    public int Port { get; set; } = 587;

    public string? Username { get; set; }

    public string? Password { get; set; }

    /// <summary>The sender, such as <c>photos@example.org</c> or <c>Our photos &lt;photos@example.org&gt;</c>.</summary>
    public string? From { get; set; }

    /// <summary><c>starttls</c> and <c>tls</c> send nothing where the connection cannot be encrypted.</summary>
    [AllowedValues(Unencrypted, StartTls, Tls, ErrorMessage = "must be none, starttls or tls.")]
    public string Security { get; set; } = StartTls;

    internal bool IsOn => !string.IsNullOrEmpty(Host);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!IsOn) yield break;
        if (Sender is null) yield return new ValidationResult("must be an address such as photos@example.org.", [nameof(From)]);
        if (!string.IsNullOrEmpty(Username) && Security == Unencrypted && !IsThisMachine)
            yield return new ValidationResult("must be starttls or tls where a password is sent to another machine.", [nameof(Security)]);
    }

    internal MailboxAddress? Sender => MailboxAddress.TryParse(From ?? "", out var sender) && MailAddresses.IsOne(sender.Address) ? sender : null;

    private bool IsThisMachine => Host == "localhost" || (IPAddress.TryParse(Host, out var address) && IPAddress.IsLoopback(address));
}
