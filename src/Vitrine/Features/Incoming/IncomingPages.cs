using Vitrine.Library;
using Vitrine.Library.Albums;
using Vitrine.Library.Audit;
using Vitrine.Library.Guests;
using Vitrine.Web;
using Vitrine.Web.Access;
using Vitrine.Web.Audit;

namespace Vitrine.Features.Incoming;

/// <summary>The queue of an album, oldest first, for its owner and managers; to everybody else it is absent.</summary>
internal static class IncomingPages
{
    private const int RowsPerPage = 100;

    public static void MapIncomingPages(this IEndpointRouteBuilder app)
    {
        app.MapGet("/incoming", ListAsync).Admits(Who.People).ExcludeFromDescription();
        var pages = app.MapGroup("/albums/{album}/incoming").Admits(Who.People).ExcludeFromDescription();
        pages.MapGet("", ShowAsync);
        pages.MapPost("/approve", (HttpContext context, Reviewing reviewing, string album, CancellationToken cancellationToken) =>
            DecideAsync(context, reviewing, album, Verdict.Approve, cancellationToken)).ValidatesForm().Audits(AuditAct.GuestFilesApproved);
        pages.MapPost("/reject", (HttpContext context, Reviewing reviewing, string album, CancellationToken cancellationToken) =>
            DecideAsync(context, reviewing, album, Verdict.Reject, cancellationToken)).ValidatesForm().Audits(AuditAct.GuestFilesRejected);
    }

    /// <summary>Which of one's own albums something waits in; straight on where it is one.</summary>
    private static async Task<IResult> ListAsync(HttpContext context, IGuestCatalog guests, IAlbumCatalog albums, CancellationToken cancellationToken)
    {
        var waiting = new List<(Album Album, long Items)>();
        foreach (var count in await guests.WaitingForAsync(context.Visitor().Account!.Id, cancellationToken))
            if (await albums.FindAsync(count.Album, cancellationToken) is { } album) waiting.Add((album, count.Items));
        return waiting is [var (only, _)] ? Pages.SeeOther($"/albums/{only.Id}/incoming") : Pages.Show<IncomingAlbumsPage>(new { Waiting = waiting });
    }

    private static async Task<IResult> ShowAsync(
        HttpContext context, Reviewing reviewing, IGuestCatalog guests, string album, string? after, CancellationToken cancellationToken)
    {
        if (!Cursor.TryRead(after, out var cursor) || await FindAsync(context, reviewing, album, cancellationToken) is not { } seen) return Problems.Of(ProblemCode.NotFound);
        var page = await guests.WaitingAsync(seen.Album.Id, cursor, RowsPerPage, cancellationToken);
        var next = page.Next is { } more ? $"/albums/{seen.Album.Id}/incoming?after={more}" : null;
        return Pages.Show<IncomingPage>(new { seen.Album, page.Items, NextUrl = next, IsStart = cursor is null });
    }

    /// <summary>One, or all that the page showed: nothing is decided that nobody saw.</summary>
    private static async Task<IResult> DecideAsync(
        HttpContext context, Reviewing reviewing, string album, Verdict verdict, CancellationToken cancellationToken)
    {
        if (await FindAsync(context, reviewing, album, cancellationToken) is not { } seen) return Problems.Of(ProblemCode.NotFound);
        var form = context.Form();
        var decided = 0;
        foreach (var id in form.Ticked("all") ? form.MediaIds("shown") : form.MediaIds())
            if (await reviewing.DecideAsync(seen, id, verdict, cancellationToken) is not null) decided++;

        (context.Audit().Name, context.Audit().NothingDone) = (seen.Album.Title, decided == 0);
        new Notice(verdict == Verdict.Approve ? NoticeKind.Approved : NoticeKind.Rejected, decided, []).Announce(context);
        return Pages.SeeOther($"/albums/{seen.Album.Id}/incoming");
    }

    private static async Task<SeenAlbum?> FindAsync(HttpContext context, Reviewing reviewing, string album, CancellationToken cancellationToken) =>
        AlbumId.TryParse(album, out var id) ? await reviewing.FindAsync(context.Visitor(), id, cancellationToken) : null;
}
