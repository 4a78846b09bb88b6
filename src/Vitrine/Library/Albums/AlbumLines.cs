using Vitrine.Library.Access;
using Vitrine.Library.Publishing;

namespace Vitrine.Library.Albums;

/// <summary>What lies in an album, asked from below: at most <see cref="IAlbumCatalog.MostLevels"/> reads by key.</summary>
public static class AlbumLines
{
    /// <summary>True for the album itself too.</summary>
    public static async Task<bool> LiesInAsync(this IAlbumCatalog albums, AlbumId inner, AlbumId outer, CancellationToken cancellationToken) =>
        inner == outer || (await albums.LineAsync(inner, cancellationToken)).Any(above => above.Id == outer);

    /// <summary>Who sees an album besides those it is shared with: by itself or by one that it lies in.</summary>
    public static async Task<Visibility> ShownAsync(this IAlbumCatalog albums, Album album, CancellationToken cancellationToken) => album.Parent is null
        ? album.Visibility
        : (await albums.LineAsync(album.Id, cancellationToken)).Select(above => above.Visibility).Append(album.Visibility).Max();

    /// <summary>What is offered, or an album that lies in it and is offered with it; null where it does not.</summary>
    /// <param name="inside">The id of that album as it stands in an address; null for all that is offered.</param>
    public static async Task<IOffer?> WithinAsync(this IAlbumCatalog albums, IOffer offer, string? inside, CancellationToken cancellationToken)
    {
        if (inside is null) return offer;
        return AlbumId.TryParse(inside, out var inner) && offer.Album is { } outer && await albums.LiesInAsync(inner, outer, cancellationToken)
            ? new InsideOffer(offer, inner)
            : null;
    }
}
