using Vitrine.Library;
using Vitrine.Library.Mailing;
using Vitrine.Web;
using Vitrine.Web.Access;
using Vitrine.Web.Audit;

namespace Vitrine.Features.Accounts.Mail;

/// <summary>
/// <c>/login/forgotten</c>: somebody asks for a link to set a new password. The answer and the work until it are the same for every name; whether
/// there is an account with an address is found out by a job. Where the site sends no mail there is no such page.
/// </summary>
internal static class ForgottenEndpoints
{
    private const int MostFromNetwork = 20, MostForName = 3;
    private const int LongestName = 64;
    private static readonly TimeSpan Window = TimeSpan.FromHours(1);

    public static void MapForgotten(this IEndpointRouteBuilder app)
    {
        var forgotten = app.MapGroup("/login/forgotten").ExcludeFromDescription().Admits(Who.Everyone);
        forgotten.MapGet("", (HttpContext context, Outbox outbox) =>
            outbox.IsOn ? Pages.Show<ForgottenPage>(new { IsSent = context.Request.Query.ContainsKey("sent") }) : Problems.Of(ProblemCode.NotFound));
        forgotten.MapPost("", AskAsync).ValidatesForm().NotAudited("Only asks, also in names that nobody has; a password that is set by the link has its entry.");
    }

    private static async Task<IResult> AskAsync(HttpContext context, Outbox outbox, ISiteCatalog site, CancellationToken cancellationToken)
    {
        if (!outbox.IsOn) return Problems.Of(ProblemCode.NotFound);
        var name = context.Form().Text("name");
        if (await site.CountAsync($"forgotten/from/{Networks.Of(context.Connection.RemoteIpAddress)}", Window, cancellationToken) > MostFromNetwork)
            return Problems.Of(ProblemCode.TooManyAttempts, "Too many new passwords were asked for. Try again in an hour.", Window);

        // Names are hashed, as at the sign-in. Beyond the limit nothing is said either: the letters that were sent are on their way.
        var asked = await site.CountAsync($"forgotten/{Ids.HashSecret(name.ToUpperInvariant())[..32]}", Window, cancellationToken);
        if (asked <= MostForName && name.Length is > 0 and <= LongestName) await outbox.AskForPasswordAsync(name, cancellationToken);
        return Pages.SeeOther("/login/forgotten?sent");
    }
}
