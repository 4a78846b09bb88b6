using System.ComponentModel;
using Vitrine.Library;
using Vitrine.Library.Accounts;
using Vitrine.Library.Audit;
using Vitrine.Web;
using Vitrine.Web.Access;
using Vitrine.Web.Audit;
using Vitrine.Web.Json;

namespace Vitrine.Features.Administration.Api;

/// <summary>Accounts by JSON, for a person who is signed in: API keys never reach accounts (RULES 20).</summary>
public static class AccountsApi
{
    public static void MapAccountsApi(this IEndpointRouteBuilder app)
    {
        app.MapApi("Accounts", Who.People).MapGet("/accounts/me", MeAsync)
            .WithName("getOwnAccount")
            .WithSummary("Read your own account and the space it uses")
            .Produces<AccountJson>();
        var accounts = app.MapApi("Accounts", Who.Admins);
        accounts.ProducesProblem(StatusCodes.Status403Forbidden);
        accounts.MapGet("/accounts", ListAsync)
            .WithName("listAccounts")
            .WithSummary("List accounts, by name")
            .Produces<AccountPageJson>()
            .ProducesProblem(StatusCodes.Status400BadRequest);
        accounts.MapPost("/accounts", AddAsync).Audits(AuditAct.AccountMade)
            .WithName("addAccount")
            .WithSummary("Add an account")
            .Produces<AccountJson>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        accounts.MapPatch("/accounts/{id}", ChangeAsync).Audits(AuditAct.AccountChanged)
            .WithName("changeAccount")
            .WithSummary("Change role and quota, disable or enable an account")
            .WithDescription("Fields that are left out stay as they are; a `quotaBytes` of 0 takes the limit away. Disabling ends sessions and revokes keys.")
            .Produces<AccountJson>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        accounts.MapAccountClosingApi();
    }

    private static async Task<IResult> MeAsync(HttpContext context, IUploadCatalog uploads, CancellationToken cancellationToken)
    {
        var account = context.Visitor().Account!;
        return Results.Ok(AccountJson.From(account, await uploads.UsageAsync(account.Id, cancellationToken)));
    }

    private static async Task<IResult> ListAsync(
        IAccountCatalog accounts,
        IUploadCatalog uploads,
        [Description("1 to 100 accounts.")][DefaultValue(50)] int? limit,
        [Description("The `next` of the page before.")] string? cursor,
        CancellationToken cancellationToken)
    {
        if (ApiRoutes.RefusePage(limit, 100, cursor, out var after) is { } wrong) return wrong;
        var page = await accounts.PageAsync(after, limit ?? 50, cancellationToken);
        var items = new List<AccountJson>(page.Items.Count);
        foreach (var account in page.Items) items.Add(AccountJson.From(account, await uploads.UsageAsync(account.Id, cancellationToken)));
        return Results.Ok(new AccountPageJson(items, page.Next?.ToString()));
    }

    private static async Task<IResult> AddAsync(HttpContext context, Registration registration, NewAccountJson body, CancellationToken cancellationToken)
    {
        if (body.QuotaBytes < 0) return Problems.Of(ProblemCode.InvalidField, "quotaBytes is a number of bytes; leave it out for no limit.");
        switch (await registration.AddAsync(new NewAccount(body.Name ?? "", body.Password ?? "", body.IsAdmin, body.QuotaBytes), cancellationToken))
        {
            case RegistrationOutcome.Added { Account: var account }:
                (context.Audit().Subject, context.Audit().Name) = ($"accounts/{account.Id}", account.Name);
                return Results.Created($"{ApiRoutes.Root}/accounts/{account.Id}", AccountJson.From(account, new Usage(0, 0, 0)));
            case RegistrationOutcome.Refused refused:
                return Problems.Of(refused.Code);
            default:
                throw new InvalidOperationException("An outcome that nobody handles.");
        }
    }

    private static async Task<IResult> ChangeAsync(
        HttpContext context, IAccountCatalog accounts, IUploadCatalog uploads, AccountEditJson body, string id, CancellationToken cancellationToken)
    {
        if (!AccountId.TryParse(id, out var known) || await accounts.FindAsync(known, cancellationToken) is not { } account) return Problems.Of(ProblemCode.NotFound);
        if (body.QuotaBytes < 0) return Problems.Of(ProblemCode.InvalidField, "quotaBytes is a number of bytes, or 0 for no limit.");
        context.Audit().Name = account.Name;
        var quota = body.QuotaBytes switch { null => account.QuotaBytes, 0 => null, var bytes => bytes };
        return await accounts.ChangeAsync(known, body.IsAdmin ?? account.IsAdmin, body.Disabled ?? account.Disabled, quota, cancellationToken) switch
        {
            AccountChange.Changed => Results.Ok(AccountJson.From((await accounts.FindAsync(known, cancellationToken))!, await uploads.UsageAsync(known, cancellationToken))),
            AccountChange.LastAdmin => Problems.Of(ProblemCode.LastAdmin),
            AccountChange.Closed => Problems.Of(ProblemCode.AccountClosed),
            _ => Problems.Of(ProblemCode.NotFound),
        };
    }
}
