using Vitrine.Library;
using Vitrine.Library.Albums;
using Vitrine.Library.Publishing;
using Vitrine.Web;
using Vitrine.Web.Json;

namespace Vitrine.Features.Albums;

/// <summary>An album on its card.</summary>
/// <param name="Shown">Who sees it besides those it is shared with, by itself or by an album that it lies in.</param>
public sealed record AlbumCard(Album Album, MediaItem? Cover, Visibility Shown)
{
    public string Url => $"/albums/{Album.Id}";

    public string Root => MediaUrls.InAlbum(Album.Id);
}

/// <summary>Somebody's albums and what others share with them.</summary>
public sealed record AlbumsView(IReadOnlyList<AlbumCard> Own, IReadOnlyList<AlbumCard> Shared, string? OwnNext, string? SharedNext, bool IsStart)
{
    public bool IsEmpty => IsStart && Own.Count == 0 && Shared.Count == 0;
}

/// <summary>One page of what an album shows.</summary>
/// <param name="As">Set when somebody who shares it looks at it as such a member would.</param>
/// <param name="Waiting">How much guests added that waits for a yes of this visitor's.</param>
public sealed record AlbumView(SeenAlbum Seen, IReadOnlyList<MediaItem> Items, string? NextUrl, bool IsStart, AlbumRole? As, long Waiting)
{
    public Album Album => Seen.Album;

    public string Url => $"/albums/{Album.Id}";

    public string Root => MediaUrls.InAlbum(Album.Id);

    /// <summary>Albums inside; on the first page.</summary>
    public IReadOnlyList<AlbumCard> Inside { get; init; } = [];

    /// <summary>The way down to it, as far as the one who looks may see it.</summary>
    public IReadOnlyList<Crumb> Way { get; init; } = [];

    /// <summary>Who sees it besides those it is shared with, by itself or by an album that it lies in.</summary>
    public required Visibility Shown { get; init; }

    public bool IsEmpty => IsStart && Items.Count == 0;

    /// <summary>Whether tiles have boxes: there is something to do with them.</summary>
    public bool Picks => Seen.MayAdd;

    public bool Arranges => Seen.MayEdit && Album.Order == AlbumOrder.ByHand;
}
