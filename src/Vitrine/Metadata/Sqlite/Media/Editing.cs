using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Metadata.Items;
using Vitrine.Metadata.Sqlite.Albums;
using Vitrine.Metadata.Sqlite.Engine;
using Vitrine.Metadata.Sqlite.Guests;
using Vitrine.Metadata.Sqlite.Work;

namespace Vitrine.Metadata.Sqlite.Media;

/// <summary>What people do to an item: edit, trash, restore, purge.</summary>
internal static class Editing
{
    /// <summary>The row when it may be read in this scope and is no tombstone.</summary>
    public static Row? See(Connection connection, Scope scope, MediaId id) => scope switch
    {
        Scope.InAlbum inside => Rows.Find(connection, id) is { IsShowable: true } row && Placements.Shows(connection, inside.Album, row.Pk) ? row : null,
        Scope.Named named => named.Items.Contains(id) && Rows.Find(connection, id) is { IsShowable: true } row && row.Item.Owner == named.Owner ? row : null,
        Scope.Waiting waiting => Rows.Find(connection, id) is { Shelf: Shelf.Waiting } row && row.Item.WaitsIn == waiting.Album ? row : null,
        Scope.Given given => Rows.Find(connection, id) is { Shelf: Shelf.Waiting or Shelf.Live } row
            && GuestFiles.Find(connection, given.Link, given.Visitor, id) is not null ? row : null,
        _ => Find(connection, scope, id),
    };

    /// <summary>The row when all of its owner's may be seen and changed in this scope, and it is no tombstone.</summary>
    public static Row? Find(Connection connection, Scope scope, MediaId id) =>
        Rows.Find(connection, id) is { } row && row.Shelf != Shelf.Purging && (row.Shelf != Shelf.Waiting || scope is Scope.All)
        && scope.Includes(row.Item.Owner) ? row : null;

    /// <summary>An edit that changes nothing is done already, also at another version: repeating one is harmless.</summary>
    public static EditOutcome Edit(Connection connection, Scope scope, MediaId id, MediaEdit edit, long? expectedVersion, DateTimeOffset now)
    {
        if (Find(connection, scope, id) is not { } row) return new EditOutcome.Absent();
        var edited = row with { Item = Edits.Apply(row.Item, edit) };
        if (Edits.Same(row.Item, edited.Item)) return new EditOutcome.Edited(row.Item);
        if (expectedVersion is { } expected && expected != row.Item.Version) return new EditOutcome.Stale(row.Item);
        return new EditOutcome.Edited(Change.Save(connection, row, edited, now).Item);
    }

    public static MediaItem? Trash(Connection connection, Scope scope, MediaId id, DateTimeOffset now)
    {
        if (Find(connection, scope, id) is not { } row) return null;
        if (row.Shelf == Shelf.Trash) return row.Item;
        return Change.Save(connection, row, row with { Shelf = Shelf.Trash, Item = row.Item with { TrashedAt = Edits.ToMilliseconds(now) } }, now).Item;
    }

    public static MediaItem? Restore(Connection connection, Scope scope, MediaId id, DateTimeOffset now)
    {
        if (Find(connection, scope, id) is not { } row) return null;
        if (row.Shelf == Shelf.Live) return row.Item;
        return Change.Save(connection, row, row with { Shelf = Shelf.Live, Item = row.Item with { TrashedAt = null } }, now).Item;
    }

    public static bool BeginPurge(Connection connection, Scope scope, MediaId id, DateTimeOffset now)
    {
        if (Find(connection, scope, id) is not { } row) return false;
        JobRows.Drop(connection, id.Value);
        var tombstone = Change.Save(connection, row, row with { Shelf = Shelf.Purging, PurgingAt = now, Item = row.Item with { WaitsIn = null } }, now);
        if (tombstone.SidecarDue is not null) Change.SetSidecarDue(connection, tombstone with { SidecarDue = null });
        return true;
    }

    public static void EndPurge(Connection connection, MediaId id)
    {
        if (Rows.Find(connection, id) is not { Shelf: Shelf.Purging } tombstone) return;
        Change.Remove(connection, tombstone);
        JobRows.Remove(connection, id.Value);
    }
}
