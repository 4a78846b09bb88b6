using Vitrine.Library;
using Vitrine.Library.Audit;
using Vitrine.Library.Links;
using Vitrine.Web;
using Vitrine.Web.Access;
using Vitrine.Web.Audit;

namespace Vitrine.Features.Sharing;

/// <summary>A new address for a link that came back without one when the site was made again from its store.</summary>
internal static class AddressPages
{
    public static void MapAddressPages(this IEndpointRouteBuilder app)
    {
        var address = app.MapGroup("/shares/{link}/address").Admits(Who.People).ExcludeFromDescription();
        address.MapGet("", ShowAsync);
        address.MapPost("", GiveAsync).ValidatesForm().Audits(AuditAct.LinkAddressGiven);
    }

    private static async Task<IResult> ShowAsync(HttpContext context, OwnLinks own, string link, CancellationToken cancellationToken) =>
        LinkId.TryParse(link, out var id) && await own.FindWithoutAddressAsync(context.Visitor(), id, cancellationToken) is { } found
            ? Page(found)
            : Problems.Of(ProblemCode.NotFound);

    /// <summary>Not a redirect: the address is shown on this one answer and never again.</summary>
    private static async Task<IResult> GiveAsync(
        HttpContext context, OwnLinks own, LinkMaking making, LinkAddress address, string link, CancellationToken cancellationToken)
    {
        if (!LinkId.TryParse(link, out var id) || await own.FindWithoutAddressAsync(context.Visitor(), id, cancellationToken) is not { } found)
            return Problems.Of(ProblemCode.NotFound);
        switch (await making.GiveAddressAsync(found, context.Form().Raw("password"), cancellationToken))
        {
            case LinkOutcome.Made made:
                context.Tells(AuditAct.LinkAddressGiven, found);
                return Page(found, url: address.Of(context.Request, made.Token));
            case LinkOutcome.Refused { Code: ProblemCode.NotFound }:
                return Problems.Of(ProblemCode.NotFound);
            case LinkOutcome.Refused refused:
                return Page(found, wrong: refused.Detail ?? Problems.All[refused.Code].Detail);
            default:
                throw new InvalidOperationException("An outcome that nobody handles.");
        }
    }

    private static IResult Page(ShareLink link, string? url = null, string? wrong = null) => Pages.Show<AddressPage>(
        new { Link = link, Url = url, Wrong = wrong }, wrong is null ? StatusCodes.Status200OK : Problems.All[ProblemCode.InvalidField].Status);
}
