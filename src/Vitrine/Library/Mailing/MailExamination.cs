using Microsoft.Extensions.Options;
using Vitrine.Settings;

namespace Vitrine.Library.Mailing;

/// <summary>Whether the mail server would take a letter, for <c>doctor</c>: connects and signs in, sends nothing.</summary>
internal sealed class MailExamination(IOptions<MailOptions> options, Smtp smtp) : IExamination
{
    public async Task<IReadOnlyList<SiteFact>> ExamineAsync(CancellationToken cancellationToken)
    {
        if (!options.Value.IsOn) return [];
        var server = $"{options.Value.Host}:{options.Value.Port} ({options.Value.Security})";
        return await smtp.TryAsync(cancellationToken) switch
        {
            MailOutcome.Sent => [new SiteFact("Mail", $"{server} answers{(string.IsNullOrEmpty(options.Value.Username) ? "" : " and knows the name and the password")}")],
            MailOutcome.NotNow wrong => [new SiteFact("Mail", $"{server} takes no letters", wrong.Why)],
            MailOutcome.Refused wrong => [new SiteFact("Mail", $"{server} takes no letters", wrong.Why)],
            _ => throw new InvalidOperationException("An outcome that nobody handles."),
        };
    }
}
