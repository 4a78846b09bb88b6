using Vitrine.Library;
using Vitrine.Library.Albums;
using Vitrine.Library.Audit;
using Vitrine.Web;
using Vitrine.Web.Access;
using Vitrine.Web.Audit;

namespace Vitrine.Features.Albums;

/// <summary>
/// Putting items into albums and arranging them, by forms. A selection anywhere posts its ids to <c>/albums/choose</c>, which asks into
/// which album they go.
/// </summary>
internal static class AlbumItemForms
{
    private const int MostIds = 500;
    private const int AtOnce = 100;

    public static void MapAlbumItemForms(this IEndpointRouteBuilder app)
    {
        var forms = app.MapGroup("/albums").Admits(Who.People).ExcludeFromDescription();
        forms.MapPost("/choose", ChooseAsync).ValidatesForm().NotAudited("asks which album");
        forms.MapPost("/add", AddAsync).ValidatesForm().Audits(AuditAct.AlbumItemsChanged);
        forms.MapPost("/{album}/remove", RemoveAsync).ValidatesForm().Audits(AuditAct.AlbumItemsChanged);
        forms.MapPost("/{album}/cover", CoverAsync).ValidatesForm().Audits(AuditAct.AlbumChanged);
        forms.MapPost("/{album}/move", MoveAsync).ValidatesForm().Audits(AuditAct.AlbumItemsChanged);
    }

    private static async Task<IResult> ChooseAsync(HttpContext context, AddableAlbums addable, CancellationToken cancellationToken)
    {
        var ids = context.Form().MediaIds();
        if (ids.Count is 0 or > MostIds) return Problems.Of(ProblemCode.InvalidRequest, $"Choose 1 to {MostIds} items.");
        return await ChoicesAsync(context, addable, ids, null, cancellationToken);
    }

    private static async Task<IResult> AddAsync(
        HttpContext context, IAlbumCatalog albums, AddableAlbums addable, AlbumAccess access, TimeProvider time, CancellationToken cancellationToken)
    {
        var ids = context.Form().MediaIds();
        if (ids.Count is 0 or > MostIds) return Problems.Of(ProblemCode.InvalidRequest, $"Choose 1 to {MostIds} items.");
        var visitor = context.Visitor();
        Album album;
        if (context.Form().Text("album") is { Length: > 0 } chosen)
        {
            if (await access.FindAsync(context, chosen, cancellationToken) is not { } seen) return Problems.Of(ProblemCode.NotFound);
            if (!seen.MayAdd) return Problems.Of(ProblemCode.NotYourPart);
            album = seen.Album;
        }
        else
        {
            var form = AlbumForm.Read(context.Form()).Check();
            if (form.Wrong is { } wrong) return await ChoicesAsync(context, addable, ids, wrong, cancellationToken);
            album = form.ToAlbum(visitor.Account!.Id, time);
            await albums.MakeAsync(album, cancellationToken);
        }

        var inside = 0;
        foreach (var some in ids.Chunk(AtOnce))
        {
            if (await albums.AddAsync(album.Id, visitor.Scope, some, cancellationToken) is { } addition) inside += addition.Added.Count + addition.Inside.Count;
        }

        new Notice(NoticeKind.AddedToAlbum, inside, []).Announce(context);
        return Pages.SeeOther($"/albums/{album.Id}");
    }

    /// <summary>Editors take out anything, contributors what is theirs.</summary>
    private static async Task<IResult> RemoveAsync(
        HttpContext context, AlbumAccess access, IAlbumCatalog albums, IMediaCatalog catalog, string album, CancellationToken cancellationToken)
    {
        if (await access.FindAsync(context, album, cancellationToken) is not { } seen) return Problems.Of(ProblemCode.NotFound);
        if (!seen.MayAdd) return Problems.Of(ProblemCode.NotYourPart);
        var removed = 0;
        foreach (var id in context.Form().MediaIds().Take(MostIds))
        {
            var mine = seen.MayEdit || await catalog.FindAsync(context.Visitor().Scope, id, cancellationToken) is not null;
            if (mine && await albums.RemoveAsync(seen.Album.Id, id, cancellationToken)) removed++;
        }

        return Done(context, seen, removed > 0 ? new Notice(NoticeKind.RemovedFromAlbum, removed, []) : null);
    }

    private static async Task<IResult> CoverAsync(
        HttpContext context, AlbumAccess access, IAlbumCatalog albums, string album, CancellationToken cancellationToken)
    {
        if (await access.FindAsync(context, album, cancellationToken) is not { } seen) return Problems.Of(ProblemCode.NotFound);
        if (!seen.MayEdit) return Problems.Of(ProblemCode.NotYourPart);
        if (context.Form().MediaIds() is not [var cover, ..]) return Problems.Of(ProblemCode.InvalidRequest, "Choose the item that becomes the cover.");
        return await albums.EditAsync(seen.Album.Id, new AlbumEdit { Cover = cover }, null, cancellationToken) is AlbumEditOutcome.Edited
            ? Done(context, seen, new Notice(NoticeKind.Saved, 1, []))
            : Problems.Of(ProblemCode.NotFound);
    }

    /// <summary>
    /// One step earlier or later, or beside the item that a person dropped them at; several move together and keep their order.
    /// </summary>
    private static async Task<IResult> MoveAsync(
        HttpContext context, AlbumAccess access, IAlbumCatalog albums, string album, CancellationToken cancellationToken)
    {
        if (await access.FindAsync(context, album, cancellationToken) is not { } seen) return Problems.Of(ProblemCode.NotFound);
        if (!seen.MayEdit) return Problems.Of(ProblemCode.NotYourPart);
        var (ids, form) = (context.Form().MediaIds(), context.Form());
        if (ids.Count is 0 or > AtOnce) return Problems.Of(ProblemCode.InvalidRequest, $"Choose 1 to {AtOnce} items to move.");
        var id = seen.Album.Id;
        var before = form.Text("to") is "earlier" or "before" or "start";
        var target = form.Text("to") switch
        {
            "earlier" => (await albums.BesideAsync(id, AlbumOrder.ByHand, ids[0], cancellationToken)).Previous,
            "later" => (await albums.BesideAsync(id, AlbumOrder.ByHand, ids[^1], cancellationToken)).Next,
            "start" => (await albums.PageAsync(id, AlbumOrder.ByHand, null, 1, cancellationToken)).Items is [var first] ? first.Id : null,
            "before" or "after" when MediaId.TryParse(form.Text("target"), out var dropped) => dropped,
            _ => (MediaId?)null,
        };
        if (target is { } anchor)
        {
            foreach (var item in before ? ids : Enumerable.Reverse(ids))
                if (item != anchor) await albums.MoveAsync(id, item, anchor, before, cancellationToken);
        }

        return Done(context, seen, null);
    }

    private static async Task<IResult> ChoicesAsync(
        HttpContext context, AddableAlbums addable, IReadOnlyList<MediaId> ids, string? wrong, CancellationToken cancellationToken)
    {
        var choices = await addable.FindAsync(context.Visitor(), cancellationToken);
        return Pages.Show<ChoosePage>(
            new { Ids = ids, Albums = choices, Wrong = wrong }, wrong is null ? StatusCodes.Status200OK : Problems.All[ProblemCode.InvalidField].Status);
    }

    private static IResult Done(HttpContext context, SeenAlbum seen, Notice? notice)
    {
        if (!context.Request.WantsPage()) return Results.NoContent();
        notice?.Announce(context);
        return Pages.SeeOther(LocalPath.OrHome(context.Form().Text("back") is { Length: > 0 } back ? back : $"/albums/{seen.Album.Id}"));
    }
}
