using Vitrine.Library;
using Vitrine.Library.Accounts;
using Vitrine.Library.Audit;
using Vitrine.Web;
using Vitrine.Web.Access;
using Vitrine.Web.Audit;

namespace Vitrine.Features.Accounts;

/// <summary>A person's API keys. Programs never get here: no key can make, widen or revoke keys (RULES 20).</summary>
internal static class KeyEndpoints
{
    private const int MostKeys = 50;

    public static void MapKeys(this IEndpointRouteBuilder app)
    {
        var keys = app.MapGroup("/settings/keys").ExcludeFromDescription();
        keys.MapGet("", (HttpContext context, IAccountCatalog accounts, CancellationToken cancellationToken) =>
            PageAsync(context, accounts, new KeyForm(), cancellationToken)).Admits(Who.People);
        keys.MapPost("", MakeAsync).ValidatesForm().Audits(AuditAct.KeyMade).Admits(Who.People);
        keys.MapPost("/{id}/revoke", RevokeAsync).ValidatesForm().Audits(AuditAct.KeyRevoked).Admits(Who.People);
    }

    private static async Task<IResult> MakeAsync(HttpContext context, IAccountCatalog accounts, KeyMaking making, CancellationToken cancellationToken)
    {
        var account = SettingsEndpoints.Person(context).Who.Id;
        var form = new KeyForm { Name = context.Form().Text("name"), Read = context.Form().Ticked("read"), Write = context.Form().Ticked("write") };
        if (form.Name.Length is 0 or > 100) form = form with { Error = "Say in a few words what the key is for (at most 100 characters)." };
        else if (!form.Read && !form.Write) form = form with { Error = "Tick at least one thing that the key may do." };
        else if ((await accounts.KeysAsync(account, cancellationToken)).Count >= MostKeys) form = form with { Error = $"You have {MostKeys} keys already. Revoke one first." };
        if (form.Error is not null) return await PageAsync(context, accounts, form, cancellationToken);

        var (_, secret) = await making.MakeAsync(account, form.Name, form.Read, form.Write, cancellationToken);

        (context.Audit().Act, context.Audit().Name) = (AuditAct.KeyMade, form.Name);

        // Not a redirect: the secret is shown on this one answer and never again.
        return await PageAsync(context, accounts, new KeyForm { MadeSecret = secret }, cancellationToken);
    }

    private static async Task<IResult> RevokeAsync(string id, HttpContext context, IAccountCatalog accounts, CancellationToken cancellationToken) =>
        Guid.TryParseExact(id, "N", out var key) && await accounts.RevokeKeyAsync(SettingsEndpoints.Person(context).Who.Id, key, cancellationToken)
            ? Pages.SeeOther("/settings/keys")
            : Problems.Of(ProblemCode.NotFound);

    private static async Task<IResult> PageAsync(HttpContext context, IAccountCatalog accounts, KeyForm form, CancellationToken cancellationToken)
    {
        var keys = await accounts.KeysAsync(SettingsEndpoints.Person(context).Who.Id, cancellationToken);
        var status = form.Error is null ? StatusCodes.Status200OK : Problems.All[ProblemCode.InvalidField].Status;
        return Pages.Show<KeysPage>(new { Keys = keys, Form = form }, status);
    }
}

/// <summary>The form as it was sent, or as it starts.</summary>
/// <param name="MadeSecret">The key that was just made, in clear.</param>
public sealed record KeyForm(string Name = "", bool Read = true, bool Write = false, string? Error = null, string? MadeSecret = null);
