using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Library.Albums;
using Vitrine.Metadata.DynamoDb.Engine;
using Vitrine.Metadata.DynamoDb.Media;
using Vitrine.Metadata.Items;

namespace Vitrine.Metadata.DynamoDb.Albums;

internal sealed class DynamoAlbumCatalog(DynamoTable table, TimeProvider time) : IAlbumCatalog, IAlbumMembers
{
    private const int MostAtOnce = 100;
    private const int LongestPage = 500;

    private readonly AlbumPages pages = new(table);
    private readonly Placing placing = new(table, time);
    private readonly Clearing clearing = new(table, time);
    private readonly MemberRows members = new(table, time);
    private readonly Nests nests = new(table, time);

    public Task<bool> MakeAsync(Album album, CancellationToken cancellationToken) => table.TransactAsync(AlbumRows.Add(album, Now), cancellationToken);

    public Task<Album?> RestoreAsync(Album album, IReadOnlyList<AlbumMember> members, CancellationToken cancellationToken) => nests.RestoreAsync(album, members, cancellationToken);

    public async Task<Album?> FindAsync(AlbumId id, CancellationToken cancellationToken) =>
        await AlbumRows.FindAsync(table, id, cancellationToken) is { } row ? await pages.WithCoverAsync(row.Album, cancellationToken) : null;

    public Task<Page<Album>> OfOwnerAsync(AccountId owner, Cursor? after, int limit, CancellationToken cancellationToken) =>
        PageAsync(owner, RowKey.OwnAlbums, after, limit, cancellationToken);

    public async Task<IReadOnlyList<Album>> LineAsync(AlbumId id, CancellationToken cancellationToken) =>
        await AlbumRows.FindAsync(table, id, cancellationToken) is { } row ? [.. (await Nests.LineAsync(table, row, cancellationToken)).Select(above => above.Album)] : [];

    public async Task<IReadOnlyList<Album>> InsideAsync(AlbumId id, CancellationToken cancellationToken)
    {
        if (await AlbumRows.FindAsync(table, id, cancellationToken) is null) return [];
        var inside = await nests.InsideAsync(id, cancellationToken);
        return await Task.WhenAll(inside.Select(row => pages.WithCoverAsync(row.Album, cancellationToken)));
    }

    public Task<Nesting> NestAsync(AlbumId id, AlbumId? parent, CancellationToken cancellationToken) => nests.NestAsync(id, parent, cancellationToken);

    public Task<AlbumEditOutcome> EditAsync(AlbumId id, AlbumEdit edit, long? expectedVersion, CancellationToken cancellationToken) => table.InTurnsAsync<AlbumEditOutcome>(
        async () =>
        {
            if (await AlbumRows.FindAsync(table, id, cancellationToken) is not { } row) return new AlbumEditOutcome.Absent();
            if (edit.Cover is { } cover && await pages.ShownAsync(id, [cover], cancellationToken) is []) return new AlbumEditOutcome.CoverIsElsewhere();
            var edited = AlbumEdits.Apply(row.Album, edit);
            if (edited == row.Album) return new AlbumEditOutcome.Edited(await pages.WithCoverAsync(row.Album, cancellationToken));
            if (expectedVersion is { } expected && expected != row.Album.Version) return new AlbumEditOutcome.Stale(await pages.WithCoverAsync(row.Album, cancellationToken));
            var saved = await table.WriteAsync(AlbumRows.Save(row, row with { Album = edited }, Now), cancellationToken);
            return saved.Won ? new AlbumEditOutcome.Edited(await pages.WithCoverAsync(AlbumRows.Read(saved.Row!).Album, cancellationToken)) : null;
        },
        cancellationToken);

    public async Task<bool> DeleteAsync(AlbumId id, CancellationToken cancellationToken) =>
        await AlbumRows.FindAsync(table, id, cancellationToken) is { } row && await table.TransactAsync(AlbumRows.Delete(row.Album), cancellationToken);

    public async Task<Addition?> AddAsync(AlbumId id, Scope scope, IReadOnlyList<MediaId> items, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(items.Count, MostAtOnce, nameof(items));
        return await AlbumRows.FindAsync(table, id, cancellationToken) is null ? null : await placing.AddAsync(id, scope, items, cancellationToken);
    }

    public Task<bool> RemoveAsync(AlbumId id, MediaId item, CancellationToken cancellationToken) => placing.RemoveAsync(id, item, cancellationToken);

    public Task<bool> MoveAsync(AlbumId id, MediaId item, MediaId target, bool before, CancellationToken cancellationToken) =>
        placing.MoveAsync(id, item, target, before, cancellationToken);

    public async Task<Page<MediaItem>> PageAsync(AlbumId id, AlbumOrder order, Cursor? after, int limit, CancellationToken cancellationToken)
    {
        Require(limit, LongestPage);
        return await AlbumRows.FindAsync(table, id, cancellationToken) is null
            ? new Page<MediaItem>([], null)
            : await pages.PageAsync(id, order, after, limit, cancellationToken);
    }

    public async Task<Beside> BesideAsync(AlbumId id, AlbumOrder order, MediaId item, CancellationToken cancellationToken) =>
        await AlbumRows.FindAsync(table, id, cancellationToken) is not null
        && await PlacementRows.FindAsync(table, id, item, cancellationToken) is { Shown: true } here
            ? await pages.BesideAsync(here, order, cancellationToken)
            : new Beside(null, null);

    public async Task<IReadOnlyList<Placement>> PlacementsAsync(MediaId item, CancellationToken cancellationToken)
    {
        if (await table.FindAsync(RowKey.Item(item), cancellationToken) is not { } found || ItemRows.Read(found) is not { IsAway: false } row) return [];
        var albums = await table.FindManyAsync(row.Placements.Select(at => RowKey.Album(at.Album)), cancellationToken);
        return [.. row.Placements.Where(at => AlbumRows.IsPresent(albums.GetValueOrDefault(RowKey.Album(at.Album))))];
    }

    public Task<bool> PlaceAsync(MediaId item, Placement placement, CancellationToken cancellationToken) => placing.PlaceAsync(item, placement, cancellationToken);

    public async Task<IReadOnlyList<Album>> FilesDueAsync(int limit, CancellationToken cancellationToken) =>
        [.. (await ListedAsync("g4", AlbumRows.FileList, limit, cancellationToken)).Where(row => row is { Deleted: false, FileDue: not null }).Select(row => row.Album)];

    public Task FileWrittenAsync(AlbumId id, long version, CancellationToken cancellationToken) =>
        table.WriteAsync(AlbumRows.FileWritten(id, version), cancellationToken);

    public async Task<IReadOnlyList<AlbumId>> DeletedAsync(int limit, CancellationToken cancellationToken) =>
        [.. (await ListedAsync("g5", AlbumRows.DeletedList, limit, cancellationToken)).Select(row => row.Album.Id)];

    public Task<bool> ClearAsync(AlbumId id, int limit, CancellationToken cancellationToken) => clearing.ClearAsync(id, limit, cancellationToken);

    public Task<AlbumRole?> RoleAsync(AlbumId album, AccountId account, CancellationToken cancellationToken) => members.RoleAsync(album, account, cancellationToken);

    public Task<IReadOnlyList<AlbumMember>> OfAlbumAsync(AlbumId album, CancellationToken cancellationToken) => members.OfAsync(album, cancellationToken);

    public Task<Page<Album>> SharedWithAsync(AccountId account, Cursor? after, int limit, CancellationToken cancellationToken) =>
        PageAsync(account, RowKey.SharedAlbums, after, limit, cancellationToken);

    public Task<MemberChange> SetAsync(AlbumId album, AccountId account, AlbumRole role, CancellationToken cancellationToken)
    {
        if (!Enum.IsDefined(role) || role == AlbumRole.Owner) throw new ArgumentOutOfRangeException(nameof(role), role, "Not a member's role.");
        return members.SetAsync(album, account, role, cancellationToken);
    }

    public Task<bool> RemoveAsync(AlbumId album, AccountId account, CancellationToken cancellationToken) => members.RemoveAsync(album, account, cancellationToken);

    private DateTimeOffset Now => time.GetUtcNow();

    /// <summary>Deleted albums are stepped over only until they are cleared, which follows within seconds.</summary>
    private async Task<Page<Album>> PageAsync(AccountId account, string list, Cursor? after, int limit, CancellationToken cancellationToken)
    {
        Require(limit, MostAtOnce);
        var listed = await table.QueryAsync(NewestFirst(account, list, after), limit + 1, cancellationToken);
        var keys = listed.Take(limit).Select(row => RowKey.Album(new AlbumId(row.Id("id")))).ToList();
        var rows = await table.FindManyAsync(keys, cancellationToken);
        var present = keys.Select(key => rows.GetValueOrDefault(key)).OfType<Attributes>().Where(AlbumRows.IsPresent);
        var albums = await Task.WhenAll(present.Select(row => pages.WithCoverAsync(AlbumRows.Read(row).Album, cancellationToken)));
        return new Page<Album>(albums, listed.Count > limit ? new Cursor("", listed[limit - 1].Text("id")) : null);
    }

    private static KeyRange NewestFirst(AccountId account, string list, Cursor? after)
    {
        var all = KeyRange.StartingWith(RowKey.OfAccount(account), list) with { Ascending = false };
        return after is null ? all : all.Beyond(list + Tiles.IdOf(after));
    }

    /// <summary>An index may lag, so the rows are read back.</summary>
    private async Task<IEnumerable<AlbumRow>> ListedAsync(string index, string list, int limit, CancellationToken cancellationToken)
    {
        var keys = (await table.QueryShardsAsync(index, list, KeyRange.Last, limit, cancellationToken)).Select(table.KeyOf).ToList();
        var rows = await table.FindManyAsync(keys, cancellationToken);
        return keys.Where(rows.ContainsKey).Select(key => AlbumRows.Read(rows[key]));
    }

    private static void Require(int limit, int most)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, most);
    }
}
