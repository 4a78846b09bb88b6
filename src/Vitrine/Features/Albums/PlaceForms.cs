using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Library.Albums;
using Vitrine.Library.Audit;
using Vitrine.Web;
using Vitrine.Web.Access;
using Vitrine.Web.Audit;

namespace Vitrine.Features.Albums;

/// <summary>
/// Choosing the album that one is to lie in, however many there are: page by page, or by a part of a title. A page looks at no more than
/// <see cref="MostLookedAt"/> albums and then says how to go on, so it costs the same for ten albums and for ten thousand.
/// </summary>
internal static class PlaceForms
{
    private const int PageLength = 50;
    private const int RowsAtOnce = 100;
    private const int MostLookedAt = 500;

    public static void MapPlaceForms(this IEndpointRouteBuilder app)
    {
        var place = app.MapGroup("/albums/{album}/place").Admits(Who.People).ExcludeFromDescription();
        place.MapGet("", AskAsync);
        place.MapPost("", PutAsync).ValidatesForm().Audits(AuditAct.AlbumChanged);
    }

    private static async Task<IResult> AskAsync(
        HttpContext context, AlbumAccess access, IAlbumCatalog albums, string album, string? find, string? after, CancellationToken cancellationToken)
    {
        if (!Cursor.TryRead(after, out var cursor) || await access.FindAsync(context, album, cancellationToken) is not { } seen) return Problems.Of(ProblemCode.NotFound);
        if (seen.Role != AlbumRole.Owner) return Problems.Of(ProblemCode.NotYourPart);
        return await ShowAsync(albums, seen.Album, MediaTexts.Line(find) ?? "", cursor, null, cancellationToken);
    }

    private static async Task<IResult> PutAsync(HttpContext context, AlbumAccess access, IAlbumCatalog albums, string album, CancellationToken cancellationToken)
    {
        if (await access.FindAsync(context, album, cancellationToken) is not { } seen) return Problems.Of(ProblemCode.NotFound);
        if (seen.Role != AlbumRole.Owner) return Problems.Of(ProblemCode.NotYourPart);
        AlbumId? parent = AlbumId.TryParse(context.Form().Text("parent"), out var chosen) ? chosen : null;
        if (await AlbumForms.BecomesSeenAsync(albums, seen.Album, parent, cancellationToken) is { } above)
        {
            context.Audit().NothingDone = true;
            return Pages.Show<ConfirmMovePage>(new { seen.Album, Form = AlbumForm.From(seen.Album) with { Parent = parent }, Above = above });
        }

        if (AlbumForm.Refuse(await albums.NestAsync(seen.Album.Id, parent, cancellationToken)) is { } wrong)
            return await ShowAsync(albums, seen.Album, "", null, wrong, cancellationToken);
        new Notice(NoticeKind.Saved, 1, []).Announce(context);
        return Pages.SeeOther($"/albums/{seen.Album.Id}");
    }

    private static async Task<IResult> ShowAsync(IAlbumCatalog albums, Album album, string find, Cursor? after, string? wrong, CancellationToken cancellationToken)
    {
        var (found, next) = await FindAsync(albums, album, find, after, cancellationToken);
        var parent = album.Parent is { } id ? await albums.FindAsync(id, cancellationToken) : null;
        return Pages.Show<PlacePage>(
            new
            {
                Album = album,
                Parent = parent,
                Places = found,
                Find = find,
                Next = next is null ? null : $"/albums/{album.Id}/place?find={Uri.EscapeDataString(find)}&after={next}",
                Wrong = wrong,
            },
            wrong is null ? StatusCodes.Status200OK : Problems.All[ProblemCode.InvalidField].Status);
    }

    private static async Task<(IReadOnlyList<Album> Found, Cursor? Next)> FindAsync(
        IAlbumCatalog albums, Album album, string find, Cursor? after, CancellationToken cancellationToken)
    {
        var found = new List<Album>();
        for (var lookedAt = 0; ;)
        {
            var page = await albums.OfOwnerAsync(album.Owner, after, find.Length == 0 ? PageLength : RowsAtOnce, cancellationToken);
            found.AddRange(page.Items.Where(place => place.Id != album.Id && place.Title.Contains(find, StringComparison.CurrentCultureIgnoreCase)));
            (after, lookedAt) = (page.Next, lookedAt + page.Items.Count);
            if (after is null || found.Count >= PageLength || lookedAt >= MostLookedAt || find.Length == 0) return (found, after);
        }
    }
}
