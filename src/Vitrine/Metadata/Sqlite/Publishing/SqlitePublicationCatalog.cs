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
            var published = PublicationOrder.Over(PublicationRows.Find(c, wanted.Thing), wanted);
            if (!Mark(c, published, published.Visibility, onlyLive: true)) return null;
            PublicationRows.Save(c, published);
            return published;
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

    /// <summary>Notes at the album or item who may see it; false when it is not there for its owner.</summary>
    private bool Mark(Connection connection, Publication publication, Visibility visibility, bool onlyLive)
    {
        if (publication.Album is { } album)
        {
            if (AlbumRows.Find(connection, album) is not { } row || row.Album.Owner != publication.Owner) return false;
            if (row.Album.Visibility != visibility) AlbumRows.Save(connection, row with { Album = row.Album with { Visibility = visibility } }, time.GetUtcNow());
            return true;
        }

        if (Rows.Find(connection, publication.Item!.Value) is not { Shelf: not Shelf.Purging } item || item.Item.Owner != publication.Owner) return false;
        if (onlyLive && !item.IsShowable) return false;
        if (item.Item.Visibility != visibility) Change.Save(connection, item, item with { Item = item.Item with { Visibility = visibility } }, time.GetUtcNow());
        return true;
    }

    private static void Require(int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, LongestPage);
    }
}
