using Vitrine.Library;
using Vitrine.Library.Albums;
using Vitrine.Metadata.DynamoDb.Engine;

namespace Vitrine.Metadata.DynamoDb.Albums;

/// <summary>
/// Which album lies in which: the album's row names the one above it, and a row of that one leads down. A change holds only while every
/// album above is as it was read, so that two who move albums into each other at once never make a circle or go too deep.
/// </summary>
internal sealed class Nests(DynamoTable table, TimeProvider time)
{
    private const int MembersAtOnce = 25;

    private sealed record Answer<T>(T Value);

    /// <summary>The albums that one lies in, nearest first.</summary>
    public static async Task<List<AlbumRow>> LineAsync(DynamoTable table, AlbumRow album, CancellationToken cancellationToken)
    {
        var line = new List<AlbumRow>();
        for (var at = album; line.Count < IAlbumCatalog.MostLevels - 1 && at.Album.Parent is { } parent; line.Add(at))
        {
            if (await AlbumRows.FindAsync(table, parent, cancellationToken) is not { } above) break;
            at = above;
        }

        return line;
    }

    /// <summary>Newest first; rows that lead to what lies elsewhere by now are passed over.</summary>
    public async Task<List<AlbumRow>> InsideAsync(AlbumId album, CancellationToken cancellationToken)
    {
        var listed = await table.QueryAsync(All(album) with { Ascending = false }, IAlbumCatalog.MostInside, cancellationToken);
        var keys = listed.Select(row => RowKey.Album(new AlbumId(row.Id("id")))).ToList();
        var rows = await table.FindManyAsync(keys, cancellationToken);
        var present = keys.Select(key => rows.GetValueOrDefault(key)).OfType<Attributes>().Where(AlbumRows.IsPresent).Select(AlbumRows.Read);
        return [.. present.Where(row => row.Album.Parent == album)];
    }

    public async Task<Nesting> NestAsync(AlbumId id, AlbumId? parent, CancellationToken cancellationToken)
    {
        var nested = await table.InTurnsAsync<Answer<Nesting>>(
            async () =>
            {
                if (await AlbumRows.FindAsync(table, id, cancellationToken) is not { } row) return new Answer<Nesting>(Nesting.Absent);
                if (row.Album.Parent == parent) return new Answer<Nesting>(Nesting.Done);
                var (refused, above) = parent is { } wanted ? await LookAsync(row, wanted, cancellationToken) : (null, []);
                if (refused is { } why) return new Answer<Nesting>(why);
                return await table.TransactAsync([.. Move(row, parent), .. above.Select(AlbumRows.Unchanged)], cancellationToken) ? new Answer<Nesting>(Nesting.Done) : null;
            },
            cancellationToken);
        return nested.Value;
    }

    /// <summary>What was in a deleted album lies in none; true once the row that led to it is gone.</summary>
    public async Task<bool> ReleaseAsync(AlbumId album, AlbumId child, CancellationToken cancellationToken)
    {
        if (await AlbumRows.FindAsync(table, child, cancellationToken) is { } row && row.Album.Parent == album)
            return await table.TransactAsync([.. Move(row, null)], cancellationToken);
        await table.WriteAsync(Write.Delete(RowKey.Inside(album, child)), cancellationToken);
        return true;
    }

    /// <summary>
    /// As a file in the store says it (rebuild), on top where it cannot lie in the album that it lay in. Members come first, in steps: nobody
    /// reads them before the album is there. Null when it is.
    /// </summary>
    public async Task<Album?> RestoreAsync(Album album, IReadOnlyList<AlbumMember> members, CancellationToken cancellationToken)
    {
        var restored = await table.InTurnsAsync<Answer<Album?>>(
            async () =>
            {
                if (await table.FindAsync(RowKey.Album(album.Id), cancellationToken) is not null) return new Answer<Album?>(null);
                var row = new AlbumRow(false, null, members.Count, album);
                var (refused, above) = album.Parent is { } parent ? await LookAsync(row, parent, cancellationToken) : (null, []);
                var after = refused is null ? album : album with { Parent = null };
                foreach (var some in members.Chunk(MembersAtOnce)) await table.TransactAsync([.. some.SelectMany(member => MemberRows.Put(album.Id, member))], cancellationToken);
                var writes = AlbumRows.Restored(after, members.Count, fileDue: refused is null ? null : time.GetUtcNow());
                return await table.TransactAsync([.. writes, .. above.Select(AlbumRows.Unchanged)], cancellationToken) ? new Answer<Album?>(after) : null;
            },
            cancellationToken);
        return restored.Value;
    }

    public static KeyRange All(AlbumId album) => KeyRange.StartingWith(RowKey.InAlbum(album), RowKey.InsideOnes);

    public static Write LeadDown(AlbumId album, AlbumId child) => Write.Put(RowKey.Inside(album, child), new Attributes().Add("id", child.ToString()));

    private IEnumerable<Write> Move(AlbumRow row, AlbumId? parent)
    {
        var id = row.Album.Id;
        yield return AlbumRows.Save(row, row with { Album = row.Album with { Parent = parent } }, time.GetUtcNow());
        if (row.Album.Parent is { } old) yield return Write.Delete(RowKey.Inside(old, id));
        if (parent is { } above) yield return LeadDown(above, id);
    }

    private async Task<(Nesting? Refused, IReadOnlyList<AlbumRow> Above)> LookAsync(AlbumRow row, AlbumId parent, CancellationToken cancellationToken)
    {
        if (await AlbumRows.FindAsync(table, parent, cancellationToken) is not { } target || target.Album.Owner != row.Album.Owner) return (Nesting.Absent, []);
        AlbumRow[] above = [target, .. await LineAsync(table, target, cancellationToken)];
        if (above.Any(each => each.Album.Id == row.Album.Id)) return (Nesting.Cycle, []);
        if ((await InsideAsync(parent, cancellationToken)).Count >= IAlbumCatalog.MostInside) return (Nesting.TooMany, []);
        return above.Length + await HeightAsync(row.Album.Id, cancellationToken) > IAlbumCatalog.MostLevels ? (Nesting.TooDeep, []) : (null, above);
    }

    /// <summary>Levels from this one down; more than allowed where too much lies in it to look at.</summary>
    private async Task<int> HeightAsync(AlbumId top, CancellationToken cancellationToken)
    {
        var (height, seen) = (0, 0);
        for (List<AlbumId> level = [top]; level.Count > 0 && height <= IAlbumCatalog.MostLevels; height++)
        {
            seen += level.Count;
            if (seen > IAlbumCatalog.MostMoved) return IAlbumCatalog.MostLevels + 1;
            var below = await Task.WhenAll(level.Select(id => InsideAsync(id, cancellationToken)));
            level = [.. below.SelectMany(rows => rows).Select(row => row.Album.Id)];
        }

        return height;
    }
}
