using Vitrine.Features.Accounts.TwoStep;
using Vitrine.Library;
using Vitrine.Library.Audit;
using Vitrine.Web;
using Vitrine.Web.Access;
using Vitrine.Web.Audit;

namespace Vitrine.Features.Accounts;

/// <summary>What comes after the first step of signing in: the second, where the account has one, or else a session.</summary>
internal sealed class Arrival(Sessions sessions, TwoStepSignIn twoStep, FirstStepCookie firstStep)
{
    public async Task<IResult> LetInAsync(HttpContext context, Account account, string? returnUrl, CancellationToken cancellationToken)
    {
        var wanted = ReturnUrl.Local(returnUrl);
        if (await twoStep.IsOnAsync(account.Id, cancellationToken))
        {
            firstStep.Write(context, account);
            context.Audit().NothingDone = true;
            return Pages.SeeOther($"/login/code?{ReturnUrl.Name}={Uri.EscapeDataString(wanted)}");
        }

        await sessions.StartAsync(context, account, cancellationToken);
        context.Audit().Act ??= AuditAct.SignedIn;
        return Pages.SeeOther(wanted);
    }
}
