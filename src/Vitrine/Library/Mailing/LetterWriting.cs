using System.Net;
using System.Text;
using Microsoft.Extensions.Options;
using MimeKit;
using MimeKit.Utils;
using Vitrine.Settings;

namespace Vitrine.Library.Mailing;

/// <summary>Writes letters down as mail: plain text and the same as simple HTML, with links to the site's configured address alone.</summary>
/// <param name="site">The site's public address.</param>
internal sealed class LetterWriting(IOptions<MailOptions> options, Uri site, TimeProvider time)
{
    /// <summary>What the site calls itself before mail servers.</summary>
    public string Host => site.IdnHost;

    public MimeMessage Write(Letter letter)
    {
        var link = letter.Path is { } path ? site.GetLeftPart(UriPartial.Authority) + path : null;
        var message = new MimeMessage
        {
            Subject = MediaTexts.Line(letter.Subject)!,
            Date = time.GetUtcNow(),
            MessageId = MimeUtils.GenerateMessageId(Host),
            Body = new Multipart("alternative")
            {
                new TextPart("plain") { Text = Plain(letter, link) },
                new TextPart("html") { Text = Html(letter, link) },
            },
        };
        message.From.Add(options.Value.Sender!);
        message.To.Add(new MailboxAddress("", letter.To));

        // No answer of a machine is wanted to what a machine wrote (RFC 3834).
        message.Headers.Add("Auto-Submitted", "auto-generated");
        return message;
    }

    private static string Plain(Letter letter, string? link)
    {
        var text = new StringBuilder();
        foreach (var line in letter.Lines) text.Append(line).Append("\n\n");
        if (link is not null) text.Append(letter.Button).Append(":\n").Append(link).Append('\n');
        return text.ToString();
    }

    private static string Html(Letter letter, string? link)
    {
        var html = new StringBuilder("<!DOCTYPE html><html><body style=\"font-family:sans-serif;font-size:16px;line-height:1.5;max-width:36em\">");
        foreach (var line in letter.Lines) html.Append("<p>").Append(WebUtility.HtmlEncode(line)).Append("</p>");
        if (link is not null)
        {
            var address = WebUtility.HtmlEncode(link);
            html.Append("<p><a href=\"").Append(address).Append("\">").Append(WebUtility.HtmlEncode(letter.Button)).Append("</a></p><p style=\"color:#555\">").Append(address).Append("</p>");
        }

        return html.Append("</body></html>").ToString();
    }
}
