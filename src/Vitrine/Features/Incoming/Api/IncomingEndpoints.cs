using System.ComponentModel;
using Vitrine.Library;
using Vitrine.Library.Albums;
using Vitrine.Library.Audit;
using Vitrine.Library.Guests;
using Vitrine.Web;
using Vitrine.Web.Access;
using Vitrine.Web.Audit;
using Vitrine.Web.Json;

namespace Vitrine.Features.Incoming.Api;

/// <summary>The same by JSON: what waits in an album, a yes (it joins the album) and a no (it goes to the trash).</summary>
public static class IncomingEndpoints
{
    public static void MapIncomingApi(this IEndpointRouteBuilder app)
    {
        var incoming = app.MapApi("Guests");
        incoming.MapGet("/albums/{album}/incoming", ListAsync)
            .WithName("listIncoming")
            .WithSummary("List what guests added and nobody decided about")
            .WithDescription("Oldest first; for the owner of the album and its managers.")
            .Produces<MediaPageJson>()
            .ProducesProblem(StatusCodes.Status404NotFound);
        incoming.MapPut("/albums/{album}/incoming/{id}", (HttpContext context, Reviewing reviewing, string album, string id, CancellationToken cancellationToken) =>
                DecideAsync(context, reviewing, album, id, Verdict.Approve, cancellationToken))
            .Audits(AuditAct.GuestFilesApproved)
            .WithName("approveIncoming")
            .WithSummary("Approve what a guest added")
            .WithDescription("It joins the library of the album's owner, and the album.")
            .Answers();
        incoming.MapDelete("/albums/{album}/incoming/{id}", (HttpContext context, Reviewing reviewing, string album, string id, CancellationToken cancellationToken) =>
                DecideAsync(context, reviewing, album, id, Verdict.Reject, cancellationToken))
            .Audits(AuditAct.GuestFilesRejected)
            .WithName("rejectIncoming")
            .WithSummary("Reject what a guest added")
            .WithDescription("It goes to the trash of the album's owner.")
            .Answers();
    }

    private static void Answers(this RouteHandlerBuilder route) => route
        .Produces(StatusCodes.Status204NoContent)
        .ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<IResult> ListAsync(
        HttpContext context,
        Reviewing reviewing,
        IGuestCatalog guests,
        string album,
        [Description("1 to 100 items.")][DefaultValue(50)] int? limit,
        [Description("The `next` of the page before.")] string? cursor,
        CancellationToken cancellationToken)
    {
        if (ApiRoutes.RefusePage(limit, 100, cursor, out var after) is { } wrong) return wrong;
        if (await FindAsync(context, reviewing, album, cancellationToken) is not { } seen) return Problems.Of(ProblemCode.NotFound);
        var page = await guests.WaitingAsync(seen.Album.Id, after, limit ?? 50, cancellationToken);
        return Results.Ok(MediaPageJson.From(page, MediaUrls.Incoming(seen.Album.Id)));
    }

    private static async Task<IResult> DecideAsync(
        HttpContext context, Reviewing reviewing, string album, string id, Verdict verdict, CancellationToken cancellationToken) =>
        MediaId.TryParse(id, out var item)
        && await FindAsync(context, reviewing, album, cancellationToken) is { } seen
        && await reviewing.DecideAsync(seen, item, verdict, cancellationToken) is not null
            ? Results.NoContent()
            : Problems.Of(ProblemCode.NotFound);

    private static async Task<SeenAlbum?> FindAsync(HttpContext context, Reviewing reviewing, string album, CancellationToken cancellationToken) =>
        AlbumId.TryParse(album, out var id) ? await reviewing.FindAsync(context.Visitor(), id, cancellationToken) : null;
}
