using Vitrine.Library;
using Vitrine.Library.Albums;
using Vitrine.Metadata.DynamoDb.Engine;
using Vitrine.Metadata.DynamoDb.Guests;
using Vitrine.Metadata.DynamoDb.Links;
using Vitrine.Metadata.DynamoDb.Publishing;

namespace Vitrine.Metadata.DynamoDb.Albums;

/// <summary>Removes what hangs on a deleted album, and its own row at last: a bounded number at a time, and again from where it stopped.</summary>
internal sealed class Clearing(DynamoTable table, TimeProvider time)
{
    private readonly Placing placing = new(table, time);
    private readonly LinkRows links = new(table);
    private readonly Nests nests = new(table, time);
    private readonly PublicationRows publications = new(table);
    private readonly Deciding deciding = new(table, time);

    /// <summary>True once nothing is left, or where the album is not deleted.</summary>
    public async Task<bool> ClearAsync(AlbumId id, int limit, CancellationToken cancellationToken)
    {
        if (await table.FindAsync(RowKey.Album(id), cancellationToken) is not { } row || AlbumRows.IsPresent(row)) return true;
        var partition = RowKey.InAlbum(id);
        var left = limit;
        foreach (var (stretch, remove) in new (KeyRange, Func<Attributes, Task<bool>>)[]
        {
            (KeyRange.StartingWith(partition, RowKey.Placements), found => TakeOutAsync(PlacementRows.Read(found), cancellationToken)),
            (KeyRange.StartingWith(partition, RowKey.WaitingItems), async found => await deciding.RejectAsync(id, new MediaId(found.Id("id")), cancellationToken) is not null),
            (KeyRange.StartingWith(partition, RowKey.Links), found => links.RevokeAsync(new LinkId(found.Id("id")), cancellationToken)),
            (Nests.All(id), found => nests.ReleaseAsync(id, new AlbumId(found.Id("id")), cancellationToken)),
            (MemberRows.Of(id), found => table.TransactAsync(MemberRows.Delete(id, MemberRows.Read(found).Account), cancellationToken)),
        })
        {
            var found = await table.QueryAsync(stretch, left + 1, cancellationToken);
            var removed = 0;
            foreach (var one in found.Take(left)) removed += await remove(one) ? 1 : 0;
            if (removed < found.Count) return false;
            left -= removed;
        }

        await table.WriteAsync(Write.Delete(RowKey.WaitingCount(AlbumRows.Read(row).Album.Owner, id)), cancellationToken);
        return await table.TransactAsync([.. await publications.EndingAsync(RowKey.Publication(id), cancellationToken), Write.Delete(RowKey.Album(id))], cancellationToken);
    }

    /// <summary>An item on its way out of the site leaves its albums by itself; until it has, the album stays.</summary>
    private async Task<bool> TakeOutAsync(PlacementRow placed, CancellationToken cancellationToken)
    {
        if (await placing.TakeOutAsync(placed, cancellationToken) is true) return true;
        await new Showing(table).FollowAsync(placed.Item, cancellationToken);
        return false;
    }
}
