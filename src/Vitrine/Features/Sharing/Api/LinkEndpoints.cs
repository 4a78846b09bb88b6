using System.ComponentModel;
using Vitrine.Library;
using Vitrine.Library.Audit;
using Vitrine.Library.Links;
using Vitrine.Web;
using Vitrine.Web.Access;
using Vitrine.Web.Audit;
using Vitrine.Web.Json;

namespace Vitrine.Features.Sharing.Api;

/// <summary>Links by JSON, for the site's own pages: API keys never reach links (RULES 20).</summary>
public static class LinkEndpoints
{
    public static void MapLinksApi(this IEndpointRouteBuilder app)
    {
        var links = app.MapApi("Links", Who.People);
        links.MapPost("/albums/{album}/links", ForAlbumAsync).Audits(AuditAct.LinkMade)
            .WithName("shareAlbum")
            .WithSummary("Share an album by a link")
            .WithDescription("The token is told only in this answer.")
            .Makes();
        links.MapPost("/media/{id}/links", ForItemAsync).Audits(AuditAct.LinkMade)
            .WithName("shareMedia")
            .WithSummary("Share one item by a link")
            .WithDescription("The token is told only in this answer.")
            .Makes();
        links.MapGet("/links", ListAsync)
            .WithName("listLinks")
            .WithSummary("List your links")
            .WithDescription("Newest first, ended ones too.")
            .Produces<LinkPageJson>()
            .ProducesProblem(StatusCodes.Status400BadRequest);
        links.MapDelete("/links/{link}", RevokeAsync).Audits(AuditAct.LinkRevoked)
            .WithName("revokeLink")
            .WithSummary("Revoke a link")
            .WithDescription("It is refused from this moment on, to those who are inside too.")
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static void Makes(this RouteHandlerBuilder route) => route
        .Produces<MadeLinkJson>(StatusCodes.Status201Created)
        .ProducesProblem(StatusCodes.Status403Forbidden)
        .ProducesProblem(StatusCodes.Status404NotFound)
        .ProducesProblem(StatusCodes.Status422UnprocessableEntity);

    private static Task<IResult> ForAlbumAsync(
        HttpContext context, NewLinkJson body, OwnLinks own, LinkAddress address, string album, CancellationToken cancellationToken) =>
        AlbumId.TryParse(album, out var id)
            ? MakeAsync(context, Wanted(body) with { Album = id }, own, address, cancellationToken)
            : Task.FromResult(Problems.Of(ProblemCode.NotFound));

    private static Task<IResult> ForItemAsync(
        HttpContext context, NewLinkJson body, OwnLinks own, LinkAddress address, string id, CancellationToken cancellationToken) =>
        MediaId.TryParse(id, out var media)
            ? MakeAsync(context, Wanted(body) with { Items = [media] }, own, address, cancellationToken)
            : Task.FromResult(Problems.Of(ProblemCode.NotFound));

    private static async Task<IResult> MakeAsync(
        HttpContext context, NewLink wanted, OwnLinks own, LinkAddress address, CancellationToken cancellationToken) =>
        await own.MakeAsync(context.Visitor(), wanted, cancellationToken) switch
        {
            LinkOutcome.Made made => Made(context, made, address),
            LinkOutcome.Refused refused => Problems.Of(refused.Code, refused.Detail),
            _ => throw new InvalidOperationException("An outcome that nobody handles."),
        };

    private static IResult Made(HttpContext context, LinkOutcome.Made made, LinkAddress address)
    {
        context.Tells(AuditAct.LinkMade, made.Link);
        return Results.Json(
            new MadeLinkJson(made.Link.Id.ToString(), made.Token, address.Of(context.Request, made.Token)),
            SharingJson.Default.MadeLinkJson, statusCode: StatusCodes.Status201Created);
    }

    private static async Task<IResult> ListAsync(
        HttpContext context,
        ILinkCatalog links,
        [Description("1 to 100 links.")][DefaultValue(50)] int? limit,
        [Description("The `next` of the page before.")] string? cursor,
        CancellationToken cancellationToken)
    {
        if (ApiRoutes.RefusePage(limit, 100, cursor, out var after) is { } wrong) return wrong;
        var page = await links.OfOwnerAsync(context.Visitor().Account!.Id, after, limit ?? 50, cancellationToken);
        return Results.Ok(new LinkPageJson([.. page.Items.Select(LinkJson.From)], page.Next?.ToString()));
    }

    private static async Task<IResult> RevokeAsync(HttpContext context, OwnLinks own, string link, CancellationToken cancellationToken) =>
        LinkId.TryParse(link, out var id) && await own.RevokeAsync(context.Visitor(), id, cancellationToken)
            ? Results.NoContent()
            : Problems.Of(ProblemCode.NotFound);

    private static NewLink Wanted(NewLinkJson body) => new()
    {
        Name = MediaTexts.Line(body.Name) ?? "",
        Password = body.Password,
        ExpiresAt = body.ExpiresAt,
        MaxOpens = body.MaxOpens,
        CanDownload = body.CanDownload,
        ShowMetadata = body.ShowMetadata,
        CanView = body.CanView,
        Guests = body.Guests,
    };
}
