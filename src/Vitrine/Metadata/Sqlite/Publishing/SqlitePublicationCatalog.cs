using Vitrine.Library;
using Vitrine.Library.Publishing;
using Vitrine.Metadata.Items;
using Vitrine.Metadata.Sqlite.Albums;
using Vitrine.Metadata.Sqlite.Engine;
using Vitrine.Metadata.Sqlite.Media;

namespace Vitrine.Metadata.Sqlite.Publishing;

internal sealed class SqlitePublicationCatalog(SqliteDatabase database, TimeProvider time) : IPublicationCatalog
{
    private const int LongestPage = 100;

    public Task<Publication?> FindAsync(string addressHash, CancellationToken cancellationToken) =>
        database.ReadAsync(c => PublicationRows.Find(c, addressHash) is (var publication, true) ? publication : null, cancellationToken);

    public Task<Publication?> OfAsync(AlbumId album, CancellationToken cancellationToken) =>
        database.ReadAsync(c => PublicationRows.Find(c, album.Value), cancellationToken);

    public Task<Publication?> OfAsync(MediaId item, CancellationToken cancellationToken) =>
        database.ReadAsync(c => PublicationRows.Find(c, item.Value), cancellationToken);

    public Task<Publication?> PublishAsync(Publication wanted, CancellationToken cancellationToken) => database.WriteAsync(
        c =>
        {
            var before = PublicationRows.Find(c, wanted.Thing);
            var published = PublicationOrder.Over(before, wanted);
            if (before == published) return published;
            if (!Mark(c, published, published.Visibility, onlyLive: true)) return null;
            PublicationRows.Save(c, published);
            return published;
        },
        cancellationToken);

    public Task<bool> RestoreAsync(Publication publication, CancellationToken cancellationToken) => database.WriteAsync(
        c =>
        {
            var noted = publication.Album is { } album
                ? AlbumRows.Find(c, album) is { } row ? (row.Album.Owner, row.Album.Visibility) : default
                : Rows.Find(c, publication.Item!.Value) is { Shelf: not Shelf.Purging } item ? (item.Item.Owner, item.Item.Visibility) : default;
            if (noted != (publication.Owner, publication.Visibility) || PublicationRows.Find(c, publication.Thing) is not null) return false;
            if (PublicationRows.Find(c, Ids.HashSecret(publication.Address)) is not null) return false;
            PublicationRows.Save(c, publication);
            return true;
        },
        cancellationToken);

    public Task<bool> EndAsync(Publication publication, CancellationToken cancellationToken) => database.WriteAsync(
        c =>
        {
            if (PublicationRows.Find(c, publication.Thing)?.Owner != publication.Owner) return false;
            Mark(c, publication, Visibility.Private, onlyLive: false);
            return PublicationRows.Remove(c, publication.Thing);
        },
        cancellationToken);

    public Task<Page<Publication>> PublicAsync(AccountId? owner, Cursor? after, int limit, CancellationToken cancellationToken)
    {
        Require(limit);
        return database.ReadAsync(c => PublicationRows.PublicPage(c, owner, after, limit), cancellationToken);
    }

    public Task<Page<Publication>> OfOwnerAsync(AccountId owner, Cursor? after, int limit, CancellationToken cancellationToken)
    {
        Require(limit);
        return database.ReadAsync(c => PublicationRows.Page(c, owner, after, limit), cancellationToken);
    }

    /// <summary>Notes at the album or item who may see it, and that its file in the store is to say how; false when it is not there for its owner.</summary>
    private bool Mark(Connection connection, Publication publication, Visibility visibility, bool onlyLive)
    {
        if (publication.Album is { } album)
        {
            if (AlbumRows.Find(connection, album) is not { } row || row.Album.Owner != publication.Owner) return false;
            AlbumRows.Save(connection, row with { Album = row.Album with { Visibility = visibility } }, time.GetUtcNow());
            return true;
        }

        if (Rows.Find(connection, publication.Item!.Value) is not { Shelf: not Shelf.Purging } item || item.Item.Owner != publication.Owner) return false;
        if (onlyLive && !item.IsShowable) return false;
        var now = time.GetUtcNow();
        Change.Save(connection, item, item with { SidecarDue = item.SidecarDue ?? now, Item = item.Item with { Visibility = visibility } }, now);
        return true;
    }

    private static void Require(int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, LongestPage);
    }
}
