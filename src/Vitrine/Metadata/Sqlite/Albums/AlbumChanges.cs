using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Library.Albums;
using Vitrine.Metadata.Items;
using Vitrine.Metadata.Sqlite.Engine;
using Vitrine.Metadata.Sqlite.Guests;
using Vitrine.Metadata.Sqlite.Links;
using Vitrine.Metadata.Sqlite.Media;
using Vitrine.Metadata.Sqlite.Publishing;

namespace Vitrine.Metadata.Sqlite.Albums;

/// <summary>What people do to albums.</summary>
internal static class AlbumChanges
{
    public static AlbumEditOutcome Edit(Connection connection, AlbumId id, AlbumEdit edit, long? expectedVersion, DateTimeOffset now)
    {
        if (AlbumRows.Find(connection, id) is not { } row) return new AlbumEditOutcome.Absent();
        if (edit.Cover is { } cover && !Shows(connection, row.Pk, cover)) return new AlbumEditOutcome.CoverIsElsewhere();
        var edited = AlbumEdits.Apply(row.Album, edit);
        if (edited == row.Album) return new AlbumEditOutcome.Edited(WithCover(connection, row));
        if (expectedVersion is { } expected && expected != row.Album.Version) return new AlbumEditOutcome.Stale(WithCover(connection, row));
        AlbumRows.Save(connection, row with { Album = edited }, now);
        return new AlbumEditOutcome.Edited(WithCover(connection, AlbumRows.Find(connection, row.Pk)!));
    }

    public static Addition? Add(Connection connection, AlbumId id, Scope scope, IReadOnlyList<MediaId> items, DateTimeOffset now)
    {
        if (AlbumRows.Find(connection, id) is not { } album) return null;
        List<MediaId> added = [], inside = [], absent = [], refused = [];
        foreach (var item in items)
        {
            var row = Editing.Find(connection, scope, item);
            if (row is not { IsShowable: true }) absent.Add(item);
            else if (Placements.Holds(connection, album.Pk, row.Pk)) inside.Add(item);
            else if (Placements.Count(connection, row.Pk) >= IAlbumCatalog.MostAlbumsOfItem) refused.Add(item);
            else
            {
                Placements.Append(connection, album.Pk, row);
                Change.Touch(connection, row, now);
                added.Add(item);
            }
        }

        return new Addition(added, inside, absent, refused);
    }

    /// <summary>The album that an owner's new item may join: their own, or one to which they may add.</summary>
    public static AlbumRow? FindToJoin(Connection connection, AlbumId id, AccountId owner) =>
        AlbumRows.Find(connection, id) is { } album
        && (album.Album.Owner == owner || MemberRows.Role(connection, id, owner) >= AlbumRole.Contributor)
            ? album
            : null;

    /// <summary>A new item joins an album with its own transaction; its first sidecar does not say so yet.</summary>
    public static void Join(Connection connection, AlbumRow album, MediaId item, DateTimeOffset now)
    {
        var row = Rows.Find(connection, item)!;
        Placements.Append(connection, album.Pk, row);
        Change.Touch(connection, row, now);
    }

    public static bool Remove(Connection connection, AlbumId id, MediaId item, DateTimeOffset now)
    {
        if (AlbumRows.Find(connection, id) is not { } album || Rows.Find(connection, item) is not { } row) return false;
        if (!Placements.Remove(connection, album.Pk, row)) return false;
        Change.Touch(connection, row, now);
        return true;
    }

    public static bool Move(Connection connection, AlbumId id, MediaId item, MediaId target, bool before, DateTimeOffset now)
    {
        if (AlbumRows.Find(connection, id) is not { } album) return false;
        if (Rows.Find(connection, item) is not { } row || Rows.Find(connection, target) is not { } other) return false;
        if (item == target || !Shows(connection, album.Pk, item) || !Placements.Move(connection, album.Pk, row, other, before)) return false;
        Change.Touch(connection, row, now);
        return true;
    }

    public static bool Place(Connection connection, MediaId item, Placement placement) =>
        AlbumRows.Find(connection, placement.Album) is { } album && Rows.Find(connection, item) is { } row && row.Shelf != Shelf.Purging && row.Item.IsRead
        && Position.IsValid(placement.Position) && Placements.Add(connection, album.Pk, row, placement.Position);

    public static bool Clear(Connection connection, AlbumId id, int limit, DateTimeOffset now)
    {
        if (AlbumRows.FindAny(connection, id) is not { Deleted: true } album) return true;
        var left = Placements.Take(connection, album.Pk, limit);
        foreach (var item in left)
        {
            if (Rows.Find(connection, item) is not { } row) continue;
            Placements.Remove(connection, album.Pk, row);
            Change.Touch(connection, row, now);
        }

        var cleared = left.Count;
        if (cleared < limit) cleared += Waiting.Clear(connection, id, limit - cleared, now);
        if (cleared >= limit) return false;
        for (var removed = cleared; LinkRows.RevokeOneOf(connection, id); removed++)
            if (removed >= limit) return false;
        if (!Nests.Release(connection, id, limit, now)) return false;
        PublicationRows.Remove(connection, id.Value);
        MemberRows.RemoveAll(connection, album.Pk);
        AlbumRows.Remove(connection, album.Pk);
        return true;
    }

    /// <summary>The album as readers get it: with the cover that a card shows.</summary>
    public static Album WithCover(Connection connection, AlbumRow row) => row.Album with
    {
        Cover = row.Album.ChosenCover is { } chosen && Shows(connection, row.Pk, chosen)
            ? chosen
            : AlbumPages.First(connection, row.Pk, row.Album.Order),
    };

    private static bool Shows(Connection connection, long album, MediaId item) =>
        Rows.Find(connection, item) is { IsLive: true } row && Placements.Holds(connection, album, row.Pk);
}
