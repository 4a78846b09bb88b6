using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Library.Albums;
using Vitrine.Metadata.Sqlite.Engine;
using Vitrine.Metadata.Sqlite.Media;

namespace Vitrine.Metadata.Sqlite.Albums;

internal sealed class SqliteAlbumCatalog(SqliteDatabase database, TimeProvider time) : IAlbumCatalog, IAlbumMembers
{
    private const int MostAtOnce = 100;
    private const int LongestPage = 500;

    public Task<bool> MakeAsync(Album album, CancellationToken cancellationToken) =>
        database.WriteAsync(c => AlbumRows.Add(c, album, Now), cancellationToken);

    public Task<Album?> RestoreAsync(Album album, IReadOnlyList<AlbumMember> members, CancellationToken cancellationToken) =>
        database.WriteAsync(c => Nests.Restore(c, album, members, Now), cancellationToken);

    public Task<Album?> FindAsync(AlbumId id, CancellationToken cancellationToken) =>
        database.ReadAsync(c => AlbumRows.Find(c, id) is { } row ? AlbumChanges.WithCover(c, row) : null, cancellationToken);

    public Task<Page<Album>> OfOwnerAsync(AccountId owner, Cursor? after, int limit, CancellationToken cancellationToken) =>
        PageAsync((c, more) => AlbumRows.Of(c, owner, after, more), limit, cancellationToken);

    public Task<IReadOnlyList<Album>> LineAsync(AlbumId id, CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<Album>>(
        c => AlbumRows.Find(c, id) is { } row ? [.. Nests.Line(c, row).Select(above => above.Album)] : [], cancellationToken);

    public Task<IReadOnlyList<Album>> InsideAsync(AlbumId id, CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<Album>>(
        c => AlbumRows.Find(c, id) is null ? [] : [.. Nests.Inside(c, id).Select(row => AlbumChanges.WithCover(c, row))], cancellationToken);

    public Task<Nesting> NestAsync(AlbumId id, AlbumId? parent, CancellationToken cancellationToken) =>
        database.WriteAsync(c => Nests.Nest(c, id, parent, Now), cancellationToken);

    public Task<AlbumEditOutcome> EditAsync(AlbumId id, AlbumEdit edit, long? expectedVersion, CancellationToken cancellationToken) =>
        database.WriteAsync(c => AlbumChanges.Edit(c, id, edit, expectedVersion, Now), cancellationToken);

    public Task<bool> DeleteAsync(AlbumId id, CancellationToken cancellationToken) =>
        database.WriteAsync(c => AlbumRows.MarkDeleted(c, id), cancellationToken);

    public Task<Addition?> AddAsync(AlbumId id, Scope scope, IReadOnlyList<MediaId> items, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(items.Count, MostAtOnce, nameof(items));
        return database.WriteAsync(c => AlbumChanges.Add(c, id, scope, items, Now), cancellationToken);
    }

    public Task<bool> RemoveAsync(AlbumId id, MediaId item, CancellationToken cancellationToken) =>
        database.WriteAsync(c => AlbumChanges.Remove(c, id, item, Now), cancellationToken);

    public Task<bool> MoveAsync(AlbumId id, MediaId item, MediaId target, bool before, CancellationToken cancellationToken) =>
        database.WriteAsync(c => AlbumChanges.Move(c, id, item, target, before, Now), cancellationToken);

    public Task<Page<MediaItem>> PageAsync(AlbumId id, AlbumOrder order, Cursor? after, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, LongestPage);
        return database.ReadAsync(
            c => AlbumRows.Find(c, id) is { } album ? AlbumPages.Page(c, album.Pk, order, after, limit) : new Page<MediaItem>([], null), cancellationToken);
    }

    public Task<Beside> BesideAsync(AlbumId id, AlbumOrder order, MediaId item, CancellationToken cancellationToken) => database.ReadAsync(
        c => AlbumRows.Find(c, id) is { } album && Rows.Find(c, item) is { } row ? AlbumPages.Beside(c, album.Pk, order, row) : new Beside(null, null),
        cancellationToken);

    public Task<IReadOnlyList<Placement>> PlacementsAsync(MediaId item, CancellationToken cancellationToken) =>
        database.ReadAsync(c => Rows.Find(c, item) is { } row ? Placements.Of(c, row.Pk) : [], cancellationToken);

    public Task<bool> PlaceAsync(MediaId item, Placement placement, CancellationToken cancellationToken) =>
        database.WriteAsync(c => AlbumChanges.Place(c, item, placement), cancellationToken);

    public Task<IReadOnlyList<Album>> FilesDueAsync(int limit, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<Album>>(c => [.. AlbumRows.FilesDue(c, limit).Select(row => row.Album)], cancellationToken);

    public Task FileWrittenAsync(AlbumId id, long version, CancellationToken cancellationToken) =>
        database.WriteAsync(c => AlbumRows.FileWritten(c, id, version), cancellationToken);

    public Task<IReadOnlyList<AlbumId>> DeletedAsync(int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(c => AlbumRows.Tombstones(c, limit), cancellationToken);

    public Task<bool> ClearAsync(AlbumId id, int limit, CancellationToken cancellationToken) =>
        database.WriteAsync(c => AlbumChanges.Clear(c, id, limit, Now), cancellationToken);

    public Task<AlbumRole?> RoleAsync(AlbumId album, AccountId account, CancellationToken cancellationToken) =>
        database.ReadAsync(c => MemberRows.Role(c, album, account), cancellationToken);

    public Task<IReadOnlyList<AlbumMember>> OfAlbumAsync(AlbumId album, CancellationToken cancellationToken) =>
        database.ReadAsync(c => MemberRows.Of(c, album), cancellationToken);

    public Task<Page<Album>> SharedWithAsync(AccountId account, Cursor? after, int limit, CancellationToken cancellationToken) =>
        PageAsync((c, more) => MemberRows.AlbumsOf(c, account, after, more), limit, cancellationToken);

    public Task<MemberChange> SetAsync(AlbumId album, AccountId account, AlbumRole role, CancellationToken cancellationToken)
    {
        if (!Enum.IsDefined(role) || role == AlbumRole.Owner) throw new ArgumentOutOfRangeException(nameof(role), role, "Not a member's role.");
        return database.WriteAsync(c => MemberRows.Set(c, album, account, role, Now), cancellationToken);
    }

    public Task<bool> RemoveAsync(AlbumId album, AccountId account, CancellationToken cancellationToken) =>
        database.WriteAsync(c => MemberRows.Remove(c, album, account, Now), cancellationToken);

    private DateTimeOffset Now => time.GetUtcNow();

    /// <summary>Deleted albums are stepped over only until they are cleared, which follows within seconds.</summary>
    private Task<Page<Album>> PageAsync(Func<Connection, int, List<AlbumRow>> list, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, MostAtOnce);
        return database.ReadAsync(
            c =>
            {
                var rows = list(c, limit + 1);
                var next = rows.Count > limit ? new Cursor("", rows[limit - 1].Album.Id.ToString()) : null;
                return new Page<Album>([.. rows.Take(limit).Where(row => !row.Deleted).Select(row => AlbumChanges.WithCover(c, row))], next);
            },
            cancellationToken);
    }
}
