using System.Globalization;
using Vitrine.Library;
using Vitrine.Library.Accounts;
using Vitrine.Library.Audit;
using Vitrine.Settings;
using Vitrine.Web;
using Vitrine.Web.Access;
using Vitrine.Web.Audit;

namespace Vitrine.Features.Administration;

/// <summary>Accounts as admins see them: listed and made.</summary>
internal static class AccountEndpoints
{
    private const int PageLength = 50;
    private const long Gigabyte = 1_000_000_000;

    public static void MapAccountAdministration(this IEndpointRouteBuilder admin)
    {
        var accounts = admin.MapGroup("/accounts");
        accounts.MapGet("", ListAsync).Admits(Who.Admins);
        accounts.MapPost("", AddAsync).ValidatesForm().Audits(AuditAct.AccountMade).Admits(Who.Admins);
    }

    private static async Task<IResult> ListAsync(
        string? cursor, IAccountCatalog accounts, IUploadCatalog uploads, Live<AccountsOptions> defaults, CancellationToken cancellationToken)
    {
        Cursor? after = null;
        if (!string.IsNullOrEmpty(cursor) && !Cursor.TryParse(cursor, out after)) return Problems.Of(ProblemCode.InvalidCursor);
        return await PageAsync(after, new NewAccountForm(Quota: QuotaText(defaults.Value.DefaultQuotaBytes)), accounts, uploads, cancellationToken);
    }

    private static async Task<IResult> PageAsync(
        Cursor? after, NewAccountForm form, IAccountCatalog accounts, IUploadCatalog uploads, CancellationToken cancellationToken)
    {
        var page = await accounts.PageAsync(after, PageLength, cancellationToken);
        var rows = new List<(Account Account, Usage Usage)>();
        foreach (var account in page.Items) rows.Add((account, await uploads.UsageAsync(account.Id, cancellationToken)));
        return Pages.Show<AccountsPage>(new { Rows = rows, page.Next, Form = form }, form.Error?.Status ?? StatusCodes.Status200OK);
    }

    private static async Task<IResult> AddAsync(
        HttpContext context, Registration registration, IAccountCatalog accounts, IUploadCatalog uploads, CancellationToken cancellationToken)
    {
        var sent = context.Form();
        var form = new NewAccountForm(sent.Text("name"), sent.Ticked("admin"), sent.Text("quota"));
        if (!TryReadQuota(form.Quota, out var quota))
            return await AgainAsync(new FieldError("quota", ProblemCode.InvalidField));
        return await registration.AddAsync(new NewAccount(form.Name, sent.Raw("password"), form.IsAdmin, quota), cancellationToken) switch
        {
            RegistrationOutcome.Refused refused => await AgainAsync(
                new FieldError(refused.Code == ProblemCode.PasswordTooShort ? "password" : "name", refused.Code)),
            RegistrationOutcome.Added added => Made(context, added.Account),
            _ => throw new InvalidOperationException("An outcome that nobody handles."),
        };

        Task<IResult> AgainAsync(FieldError error) => PageAsync(null, form with { Error = error }, accounts, uploads, cancellationToken);
    }

    private static IResult Made(HttpContext context, Account account)
    {
        (context.Audit().Subject, context.Audit().Name) = ($"accounts/{account.Id}", account.Name);
        return Pages.SeeOther("/admin/accounts");
    }

    /// <summary>Gigabytes as people write them; nothing means no limit.</summary>
    internal static bool TryReadQuota(string text, out long? bytes)
    {
        bytes = null;
        if (text.Length == 0) return true;
        if (!decimal.TryParse(text.Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var gigabytes)) return false;
        if (gigabytes is < 0 or > 1_000_000) return false;
        bytes = (long)(gigabytes * Gigabyte);
        return true;
    }

    internal static string QuotaText(long? bytes) =>
        bytes is { } limit ? ((decimal)limit / Gigabyte).ToString("0.#########", CultureInfo.InvariantCulture) : "";
}

/// <summary>The form as it was sent, or as it starts.</summary>
public sealed record NewAccountForm(string Name = "", bool IsAdmin = false, string Quota = "", FieldError? Error = null)
{
    public string? ErrorOf(string field) => Error?.Field == field ? Error.Sentence : null;
}
