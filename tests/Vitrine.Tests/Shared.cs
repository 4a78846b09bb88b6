using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Library.Albums;
using Vitrine.Library.Links;
using Vitrine.Library.Publishing;

namespace Vitrine.Tests;

/// <summary>Puts albums and links into a world, without the pages that make them.</summary>
public static class Shared
{
    public static Task<Album> AlbumAsync(this World world, Account owner, params MediaId[] items) => world.AlbumAsync(owner, AlbumOrder.TakenOldest, items);

    /// <summary>An album of somebody's items.</summary>
    public static async Task<Album> AlbumAsync(this World world, Account owner, AlbumOrder order, IReadOnlyList<MediaId> items)
    {
        var (time, albums) = (world.Get<TimeProvider>(), world.Get<IAlbumCatalog>());
        var album = new Album { Id = AlbumId.New(time), Owner = owner.Id, Version = 1, Title = "By the sea", Order = order, CreatedAt = time.GetUtcNow() };
        Assert.True(await albums.MakeAsync(album, TestContext.Current.CancellationToken));
        foreach (var some in items.Chunk(100)) await albums.AddAsync(album.Id, new Scope.Own(owner.Id), some, TestContext.Current.CancellationToken);
        return album;
    }

    /// <summary>A link and the token that opens it.</summary>
    public static async Task<(ShareLink Link, string Token)> LinkAsync(this World world, Account owner, NewLink wanted)
    {
        var outcome = await world.Get<LinkMaking>().MakeAsync(owner.Id, wanted, TestContext.Current.CancellationToken);
        var made = Assert.IsType<LinkOutcome.Made>(outcome);
        return (made.Link, made.Token);
    }

    /// <summary>Shows an item to everybody.</summary>
    public static Task<Publication> PublishAsync(this World world, MediaItem item, Visibility visibility = Visibility.Public, bool canDownload = false, bool showMetadata = false) =>
        world.PublishAsync(new Publication { Owner = item.Owner, Address = Ids.NewToken(), Item = item.Id, Visibility = visibility, CanDownload = canDownload, ShowMetadata = showMetadata, Since = default });

    /// <summary>Shows an album to everybody.</summary>
    public static Task<Publication> PublishAsync(this World world, Album album, Visibility visibility = Visibility.Public, bool canDownload = false, bool showMetadata = false) =>
        world.PublishAsync(new Publication { Owner = album.Owner, Address = Ids.NewToken(), Album = album.Id, Visibility = visibility, CanDownload = canDownload, ShowMetadata = showMetadata, Since = default });

    private static async Task<Publication> PublishAsync(this World world, Publication wanted)
    {
        var published = await world.Get<IPublicationCatalog>().PublishAsync(wanted with { Since = world.Get<TimeProvider>().GetUtcNow() }, TestContext.Current.CancellationToken);
        Assert.NotNull(published);
        return published;
    }
}
