using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Library.Albums;
using Vitrine.Library.Audit;
using Vitrine.Library.Links;
using Vitrine.Web;
using Vitrine.Web.Access;
using Vitrine.Web.Audit;

namespace Vitrine.Features.Sharing;

/// <summary>Making links, and every link that somebody made. For people only: no program reaches links (RULES 20).</summary>
internal static class SharePages
{
    private const int RowsPerPage = 50;
    private const int OpensShown = 5;

    public static void MapSharePages(this IEndpointRouteBuilder app)
    {
        var shares = app.MapGroup("/shares").Admits(Who.People).ExcludeFromDescription();
        shares.MapGet("", ListAsync);
        shares.MapGet("/new", NewAsync);
        shares.MapPost("/choose", ChooseAsync).ValidatesForm().NotAudited("asks how to share");
        shares.MapPost("", MakeAsync).ValidatesForm().Audits(AuditAct.LinkMade);
        shares.MapPost("/{link}/revoke", RevokeAsync).ValidatesForm().Audits(AuditAct.LinkRevoked);
        shares.MapGet("/{link}/view", ViewAsync);
        shares.MapGet("/{link}/media/{id}", ViewItemAsync);
        shares.MapGet("/{link}/albums/{inside}", ViewAsync);
        shares.MapGet("/{link}/albums/{inside}/media/{id}", ViewItemAsync);
    }

    private static async Task<IResult> ListAsync(
        HttpContext context, ILinkCatalog links, IAlbumCatalog albums, TimeProvider time, string? after, CancellationToken cancellationToken)
    {
        if (!Cursor.TryRead(after, out var cursor)) return Problems.Of(ProblemCode.NotFound);
        var page = await links.OfOwnerAsync(context.Visitor().Account!.Id, cursor, RowsPerPage, cancellationToken);
        var rows = await RowsAsync(context.Visitor(), page.Items, links, albums, time, cancellationToken);
        return Pages.Show<SharesPage>(new { Rows = rows, NextUrl = page.Next is { } next ? $"/shares?after={next}" : null });
    }

    private static Task<IResult> NewAsync(HttpContext context, ShareDesk desk, string? album, string? item, CancellationToken cancellationToken)
    {
        var form = AlbumId.TryParse(album, out var id) ? new ShareForm { Album = id }
            : MediaId.TryParse(item, out var media) ? new ShareForm { Items = [media] }
            : new ShareForm();
        return desk.ShowAsync(context, form, null, cancellationToken);
    }

    /// <summary>A selection of the library, posted by its bar.</summary>
    private static Task<IResult> ChooseAsync(HttpContext context, ShareDesk desk, CancellationToken cancellationToken) =>
        desk.ShowAsync(context, new ShareForm { Items = context.Form().MediaIds() }, null, cancellationToken);

    /// <summary>Not a redirect: the address is shown on this one answer and never again.</summary>
    private static async Task<IResult> MakeAsync(
        HttpContext context, OwnLinks own, ShareDesk desk, LinkAddress address, TimeProvider time, CancellationToken cancellationToken)
    {
        var form = ShareForm.Read(context.Form());
        switch (await own.MakeAsync(context.Visitor(), form.ToLink(time.GetUtcNow()), cancellationToken))
        {
            case LinkOutcome.Made made:
                context.Tells(AuditAct.LinkMade, made.Link);
                return await desk.ShowAsync(context, new ShareForm { Album = form.Album, Items = form.Items }, address.Of(context.Request, made.Token), cancellationToken);
            case LinkOutcome.Refused { Code: ProblemCode.NotFound or ProblemCode.NotYourPart } refused:
                return Problems.Of(refused.Code);
            case LinkOutcome.Refused refused:
                return await desk.ShowAsync(context, form with { Wrong = refused.Detail ?? Problems.All[refused.Code].Detail, Password = "" }, null, cancellationToken);
            default:
                throw new InvalidOperationException("An outcome that nobody handles.");
        }
    }

    private static async Task<IResult> RevokeAsync(HttpContext context, OwnLinks own, string link, CancellationToken cancellationToken)
    {
        if (!LinkId.TryParse(link, out var id) || !await own.RevokeAsync(context.Visitor(), id, cancellationToken)) return Problems.Of(ProblemCode.NotFound);
        new Notice(NoticeKind.LinkRevoked, 1, []).Announce(context);
        return Pages.SeeOther(LocalPath.OrHome(context.Form().Text("back") is { Length: > 0 } back ? back : "/shares"));
    }

    /// <summary>Just what the holders of a link see, which its owner could not find out from their own library.</summary>
    private static async Task<IResult> ViewAsync(
        HttpContext context, LinkAccess access, IAlbumCatalog albums, ShareViews views, string link, string? inside, string? after, CancellationToken cancellationToken) =>
        Cursor.TryRead(after, out var cursor)
        && await LookAsync(context, access, albums, link, inside, cancellationToken) is var (offer, at)
        && await views.PageAsync(context, offer, at, cursor, VisitEndpoints.TilesPerPage, cancellationToken) is { } view
            ? Pages.Show<SharePage>(new { View = view })
            : Problems.Of(ProblemCode.NotFound);

    private static async Task<IResult> ViewItemAsync(
        HttpContext context, LinkAccess access, IAlbumCatalog albums, ShareViews views, IMediaCatalog catalog, string link, string? inside, string id,
        CancellationToken cancellationToken) =>
        MediaId.TryParse(id, out var media)
        && await LookAsync(context, access, albums, link, inside, cancellationToken) is var (offer, at)
        && await catalog.FindAsync(offer.Scope, media, cancellationToken) is { } item
            ? Pages.Show<ShareItemPage>(new { View = await views.ItemAsync(context, offer, at, item, isHome: false, cancellationToken) })
            : Problems.Of(ProblemCode.NotFound);

    /// <summary>What a link offers, or an album inside of that, to whoever manages the link.</summary>
    private static async Task<(IOffer Offer, Viewpoint At)?> LookAsync(
        HttpContext context, LinkAccess access, IAlbumCatalog albums, string link, string? inside, CancellationToken cancellationToken) =>
        LinkId.TryParse(link, out var id)
        && await access.FindAsync(context.Visitor(), id, cancellationToken) is { } found
        && await albums.WithinAsync(found, inside, cancellationToken) is { } offer
            ? (offer, Viewpoint.AsOwner(found).At(offer))
            : null;

    internal static async Task<IReadOnlyList<LinkRow>> RowsAsync(
        Visitor visitor, IReadOnlyList<ShareLink> links, ILinkCatalog catalog, IAlbumCatalog albums, TimeProvider time, CancellationToken cancellationToken)
    {
        var rows = new List<LinkRow>(links.Count);
        foreach (var link in links)
        {
            var album = link.Album is { } id ? await albums.FindAsync(id, cancellationToken) : null;
            if (link.Album is not null && album is null) continue; // deleted; its links are dead already
            var what = album?.Title ?? link.Title ?? Wording.Count(link.Items.Count, "item");
            var url = album is not null ? $"/albums/{album.Id}" : link.Items is [var only] ? $"/media/{only}" : null;
            rows.Add(new LinkRow(link, what, url, link.ExpiresAt <= time.GetUtcNow(), await catalog.OpensAsync(link.Id, OpensShown, cancellationToken), link.Owner == visitor.Account?.Id));
        }

        return rows;
    }
}
