using Vitrine.Library;
using Vitrine.Library.Audit;
using Vitrine.Library.Mailing;
using Vitrine.Web;
using Vitrine.Web.Access;
using Vitrine.Web.Audit;

namespace Vitrine.Features.Accounts.Mail;

/// <summary>Where a person's letters go: an address, confirmed by a link that was sent to it. Where the site sends no mail there are no such pages.</summary>
internal static class AddressEndpoints
{
    private const int MostLetters = 5;
    private static readonly TimeSpan Window = TimeSpan.FromHours(1);

    public static void MapAddress(this IEndpointRouteBuilder app)
    {
        var settings = app.MapGroup("/settings").ExcludeFromDescription().Admits(Who.People).AddEndpointFilter(async (invocation, next) =>
            invocation.HttpContext.RequestServices.GetRequiredService<Outbox>().IsOn ? await next(invocation) : Problems.Of(ProblemCode.NotFound));
        settings.MapPost("/address", AskAsync).ValidatesForm().NotAudited("Changes nothing yet: confirming it does.");
        settings.MapGet("/address/{token}", Show);
        settings.MapPost("/address/{token}", ConfirmAsync).ValidatesForm().Audits(AuditAct.AddressConfirmed);
        settings.MapPost("/address/remove", RemoveAsync).ValidatesForm().Audits(AuditAct.AddressRemoved);
        settings.MapPost("/digest", ChooseDigestAsync).ValidatesForm().NotAudited("What somebody wants to be told concerns nobody else.");
    }

    /// <summary>Whoever gets letters can set a new password, so an address is asked for with the present one.</summary>
    private static async Task<IResult> AskAsync(
        HttpContext context, Outbox outbox, LetterTexts texts, AddressSeal seal, SignIn signIn, ISiteCatalog site, IUploadCatalog uploads, CancellationToken cancellationToken)
    {
        var (account, address) = (SettingsEndpoints.Person(context).Who, context.Form().Text("address"));
        if (!MailAddresses.IsOne(address)) return await AgainAsync("address", ProblemCode.InvalidAddress);
        if (await signIn.RefuseAsync(context, account, cancellationToken) is { } refusal) return await AgainAsync("address-password", refusal);
        if (await site.CountAsync($"confirm-address/{account.Id}", Window, cancellationToken) > MostLetters)
            return Problems.Of(ProblemCode.TooManyAttempts, "Enough letters were sent for now. Look for the last one, or try again in an hour.");
        await outbox.SendAsync(await texts.ConfirmAddressAsync(address, account, $"/settings/address/{seal.Seal(account, address)}", cancellationToken), account.Id, cancellationToken);
        new Notice(NoticeKind.LetterOnItsWay, 1, []).Announce(context);
        return Pages.SeeOther("/settings");

        Task<IResult> AgainAsync(string field, ProblemCode code) => SettingsEndpoints.AccountPageAsync(context, uploads, new FieldError(field, code), cancellationToken, address);
    }

    /// <summary>Asks once more: programs that look at mail open links too.</summary>
    private static IResult Show(HttpContext context, string token, AddressSeal seal) =>
        seal.Open(SettingsEndpoints.Person(context).Who, token) is { } address
            ? Pages.Show<ConfirmAddressPage>(new { Token = token, Address = address })
            : Problems.Of(ProblemCode.AddressLinkEnded);

    private static async Task<IResult> ConfirmAsync(
        HttpContext context, string token, AddressSeal seal, IAccountCatalog accounts, CancellationToken cancellationToken)
    {
        var account = SettingsEndpoints.Person(context).Who;
        if (seal.Open(account, token) is not { } address) return Problems.Of(ProblemCode.AddressLinkEnded);
        await accounts.SetMailAsync(account.Id, address, account.NoDigest, cancellationToken);
        return Saved(context, account);
    }

    private static async Task<IResult> RemoveAsync(HttpContext context, IAccountCatalog accounts, CancellationToken cancellationToken)
    {
        var account = SettingsEndpoints.Person(context).Who;
        await accounts.SetMailAsync(account.Id, null, account.NoDigest, cancellationToken);
        return Saved(context, account);
    }

    private static async Task<IResult> ChooseDigestAsync(HttpContext context, IAccountCatalog accounts, CancellationToken cancellationToken)
    {
        var account = SettingsEndpoints.Person(context).Who;
        await accounts.SetMailAsync(account.Id, account.Email, !context.Form().Ticked("digest"), cancellationToken);
        return Saved(context, account);
    }

    private static IResult Saved(HttpContext context, Account account)
    {
        (context.Audit().Subject, context.Audit().Name) = ($"accounts/{account.Id}", account.Name);
        new Notice(NoticeKind.Saved, 1, []).Announce(context);
        return Pages.SeeOther("/settings");
    }
}
