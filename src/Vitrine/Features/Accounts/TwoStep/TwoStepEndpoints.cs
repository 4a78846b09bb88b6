using Vitrine.Library;
using Vitrine.Library.Accounts;
using Vitrine.Library.Audit;
using Vitrine.Settings;
using Vitrine.Web;
using Vitrine.Web.Access;
using Vitrine.Web.Audit;

namespace Vitrine.Features.Accounts.TwoStep;

/// <summary>Turning two-step sign-in on and off. Each change asks for the password again: an open laptop must not be enough.</summary>
internal static class TwoStepEndpoints
{
    public static void MapTwoStepSettings(this IEndpointRouteBuilder app)
    {
        var settings = app.MapGroup("/settings/security/two-step").ExcludeFromDescription();
        settings.MapGet("", ShowAsync).Admits(Who.People);
        settings.MapPost("", TurnOnAsync).ValidatesForm().Audits(AuditAct.TwoStepOn).Admits(Who.People);
        settings.MapPost("/off", TurnOffAsync).ValidatesForm().Audits(AuditAct.TwoStepOff).Admits(Who.People);
        settings.MapPost("/codes", RenewCodesAsync).ValidatesForm().Audits(AuditAct.RecoveryCodesMade).Admits(Who.People);
    }

    private static async Task<IResult> ShowAsync(HttpContext context, TwoStepSignIn twoStep, Live<SiteOptions> site, CancellationToken cancellationToken)
    {
        var account = SettingsEndpoints.Person(context).Who;
        return await twoStep.IsOnAsync(account.Id, cancellationToken)
            ? Pages.SeeOther("/settings/security")
            : Pages.Show<TwoStepPage>(new { Enrolment = twoStep.Begin(account, site.Value.Name) });
    }

    private static async Task<IResult> TurnOnAsync(
        HttpContext context, TwoStepSignIn twoStep, SignIn signIn, Live<SiteOptions> site, CancellationToken cancellationToken)
    {
        var (account, form) = (SettingsEndpoints.Person(context).Who, context.Form());
        if (await signIn.RefuseAsync(context, account, cancellationToken) is { } refusal) return Again("current", refusal);
        if (await twoStep.TurnOnAsync(account, form.Raw("sealed"), form.Text("code"), cancellationToken) is not { } codes) return Again("code", ProblemCode.WrongCode);
        context.Audit().Act = AuditAct.TwoStepOn;
        return Pages.Show<RecoveryCodesPage>(new { Codes = codes, IsNew = true });

        IResult Again(string field, ProblemCode code) => Pages.Show<TwoStepPage>(
            new { Enrolment = twoStep.Again(account, site.Value.Name, form.Raw("sealed")), Error = new FieldError(field, code) }, Problems.All[code].Status);
    }

    private static async Task<IResult> TurnOffAsync(
        HttpContext context, IAuthenticatorCatalog catalog, SignIn signIn, SecurityDesk desk, CancellationToken cancellationToken)
    {
        var account = SettingsEndpoints.Person(context).Who;
        if (await signIn.RefuseAsync(context, account, cancellationToken) is { } refusal) return await desk.ShowAsync(context, new FieldError("off", refusal), cancellationToken);
        await catalog.RemoveAsync(account.Id, cancellationToken);
        new Notice(NoticeKind.TwoStepOff, 1, []).Announce(context);
        return Pages.SeeOther("/settings/security");
    }

    private static async Task<IResult> RenewCodesAsync(
        HttpContext context, TwoStepSignIn twoStep, SignIn signIn, SecurityDesk desk, CancellationToken cancellationToken)
    {
        var account = SettingsEndpoints.Person(context).Who;
        if (await signIn.RefuseAsync(context, account, cancellationToken) is { } refusal) return await desk.ShowAsync(context, new FieldError("codes", refusal), cancellationToken);
        if (await twoStep.NewCodesAsync(account.Id, cancellationToken) is not { } codes) return Problems.Of(ProblemCode.NotFound);
        context.Audit().Act = AuditAct.RecoveryCodesMade;
        return Pages.Show<RecoveryCodesPage>(new { Codes = codes });
    }
}
