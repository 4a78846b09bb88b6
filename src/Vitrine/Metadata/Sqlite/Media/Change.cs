using Vitrine.Library;
using Vitrine.Metadata.Items;
using Vitrine.Metadata.Sqlite.Albums;
using Vitrine.Metadata.Sqlite.Engine;
using Vitrine.Metadata.Sqlite.Publishing;

namespace Vitrine.Metadata.Sqlite.Media;

/// <summary>
/// The one door through which items come, change and go, so that what hangs on them (day counters, usage, the sidecar's due time)
/// moves in the same transaction. Columns with indexes are written only when they changed.
/// </summary>
internal static class Change
{
    private static readonly Sql SaveContent = new(
        """
        UPDATE items SET version = ?, by_person = ?, title = ?, description = ?, place = ?, tags = ?, width = ?, height = ?, duration = ?,
          taken_offset = ?, taken_from = ?, latitude = ?, longitude = ?, thumbhash = ?, colour = ?, recipe = ?, renditions = ?, problem = ?
        WHERE pk = ?
        """);

    private static readonly Sql SaveState = new("UPDATE items SET state = ? WHERE pk = ?");
    private static readonly Sql SaveRead = new("UPDATE items SET sha256 = ?, crc32 = ?, kind = ?, content_type = ? WHERE pk = ?");
    private static readonly Sql SaveTakenAt = new("UPDATE items SET taken_at = ? WHERE pk = ?");
    private static readonly Sql SaveShelf = new("UPDATE items SET shelf = ?, trashed_at = ?, purging_at = ?, waits_in = ? WHERE pk = ?");
    private static readonly Sql SaveSidecarDue = new("UPDATE items SET sidecar_due = ? WHERE pk = ?");
    private static readonly Sql SaveVisibility = new("UPDATE items SET visibility = ? WHERE pk = ?");
    private static readonly Sql Delete = new("DELETE FROM items WHERE pk = ?");

    /// <summary>False when the id exists.</summary>
    public static bool Add(Connection connection, Row row)
    {
        if (!Rows.Add(connection, row)) return false;
        UsageRows.Use(connection, row.Item.Owner, row.Item.Bytes);
        CountWaiting(connection, row, 1);
        Count(connection, row, 1);
        return true;
    }

    /// <summary>Writes what differs, one version further, and returns the row as it is now.</summary>
    public static Row Save(Connection connection, Row before, Row after, DateTimeOffset now)
    {
        after = after with { Item = after.Item with { Version = before.Item.Version + 1 } };
        if (after.SidecarDue is null && Edits.StandInSidecar(before.Item, after.Item)) after = after with { SidecarDue = now };

        WriteContent(connection, after);
        var (was, item) = (before.Item, after.Item);
        if (was.State != item.State) connection.Use(SaveState).Bind((long)item.State).Bind(after.Pk).Execute();
        if (was.Sha256 != item.Sha256) WriteRead(connection, after.Pk, item);
        if (was.TakenAt != item.TakenAt) connection.Use(SaveTakenAt).Bind(Packing.Wall(item.TakenAt)).Bind(after.Pk).Execute();
        if (was.Visibility != item.Visibility) connection.Use(SaveVisibility).Bind((long)item.Visibility).Bind(after.Pk).Execute();
        if (before.SidecarDue != after.SidecarDue) SetSidecarDue(connection, after);
        if (before.Shelf != after.Shelf)
            connection.Use(SaveShelf).Bind((long)after.Shelf).Bind(item.TrashedAt).Bind(after.PurgingAt).Bind(item.WaitsIn?.Value).Bind(after.Pk).Execute();
        if (before.IsLive != after.IsLive) Placements.Show(connection, after.Pk, after.IsLive);
        if (was.TakenAt != item.TakenAt) Placements.Retake(connection, after.Pk, item.TakenAt);
        if (was.WaitsIn != item.WaitsIn)
        {
            CountWaiting(connection, before, -1);
            CountWaiting(connection, after, 1);
        }

        if (before.IsLive != after.IsLive || was.TakenAt != item.TakenAt)
        {
            Count(connection, before, -1);
            Count(connection, after, 1);
        }

        return after;
    }

    /// <summary>For what stands in the sidecar but not in the row: one version further, and the sidecar is due.</summary>
    public static void Touch(Connection connection, Row row, DateTimeOffset now)
    {
        if (row.Shelf != Shelf.Purging) Save(connection, row, row with { SidecarDue = row.SidecarDue ?? now }, now);
    }

    public static void SetSidecarDue(Connection connection, Row row) => connection.Use(SaveSidecarDue).Bind(row.SidecarDue).Bind(row.Pk).Execute();

    public static void SidecarWritten(Connection connection, MediaId id, long version)
    {
        if (Rows.Find(connection, id) is { SidecarDue: not null } row && row.Item.Version <= version)
            SetSidecarDue(connection, row with { SidecarDue = null });
    }

    /// <summary>Removes a tombstone, which is no longer counted as live, and gives back its quota.</summary>
    public static void Remove(Connection connection, Row tombstone)
    {
        connection.Use(Delete).Bind(tombstone.Pk).Execute();
        Facts.Remove(connection, tombstone.Pk);
        Placements.Forget(connection, tombstone.Pk);
        PublicationRows.Remove(connection, tombstone.Item.Id.Value);
        UsageRows.Use(connection, tombstone.Item.Owner, -tombstone.Item.Bytes);
    }

    private static void WriteContent(Connection connection, Row row)
    {
        var item = row.Item;
        connection.Use(SaveContent)
            .Bind(item.Version).Bind((long)(item.ByPerson ?? ByPerson.None)).Bind(item.Title).Bind(item.Description).Bind(item.Place).Bind(Packing.Tags(item.Tags))
            .Bind(item.Width).Bind(item.Height).Bind(item.Duration?.Ticks).Bind(item.TakenOffsetMinutes).Bind((long)item.TakenFrom)
            .Bind(item.Latitude).Bind(item.Longitude).Bind(item.Thumbhash).Bind(item.DominantColour).Bind(item.Recipe)
            .Bind(Packing.Renditions(item.Renditions)).Bind(item.Problem?.ToString()).Bind(row.Pk)
            .Execute();
    }

    private static void CountWaiting(Connection connection, Row row, int items)
    {
        if (row.Item.WaitsIn is { } album) AlbumRows.CountWaiting(connection, album, items);
    }

    private static void WriteRead(Connection connection, long pk, MediaItem item) => connection.Use(SaveRead)
        .Bind(item.Sha256 is { } hash ? Convert.FromHexString(hash) : null).Bind(item.Crc32).Bind((long)item.Kind).Bind(item.ContentType).Bind(pk)
        .Execute();

    private static void Count(Connection connection, Row row, int items)
    {
        if (!row.IsLive) return;
        Days.Count(connection, row.Item.Owner, row.Item.TakenAt, items);
        UsageRows.CountItem(connection, row.Item.Owner, items);
    }
}
