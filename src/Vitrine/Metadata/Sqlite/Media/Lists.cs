using Vitrine.Library;
using Vitrine.Metadata.Sqlite.Engine;

namespace Vitrine.Metadata.Sqlite.Media;

/// <summary>What jobs and the sweeper ask: short lists from the ends of indexes.</summary>
internal static class Lists
{
    private static readonly Sql ByHash = new(
        $"SELECT {Rows.Columns} FROM items WHERE owner = ? AND sha256 = ? AND shelf = 1 AND state <> 2 ORDER BY id LIMIT 1");

    private static readonly Sql AllPurging = new($"SELECT {Rows.Columns} FROM items WHERE shelf = 3 ORDER BY purging_at, id LIMIT ?");

    private static readonly Sql OldTrash = new(
        $"SELECT {Rows.Columns} FROM items WHERE shelf = 2 AND trashed_at < ? ORDER BY trashed_at, id LIMIT ?");

    private static readonly Sql AllFailed = new($"SELECT {Rows.Columns} FROM items WHERE shelf = 1 AND state = 2 ORDER BY id LIMIT ?");

    private static readonly Sql DueSidecars = new(
        $"SELECT {Rows.Columns} FROM items WHERE sidecar_due IS NOT NULL ORDER BY sidecar_due, id LIMIT ?");

    public static MediaItem? FindByHash(Connection connection, AccountId owner, string sha256) =>
        connection.Use(ByHash).Bind(owner.Value).Bind(Convert.FromHexString(sha256)).First(Rows.ReadItem);

    public static IReadOnlyList<MediaItem> Purging(Connection connection, int limit) =>
        connection.Use(AllPurging).Bind((long)limit).All(Rows.ReadItem);

    public static IReadOnlyList<MediaItem> TrashedBefore(Connection connection, DateTimeOffset moment, int limit) =>
        connection.Use(OldTrash).Bind(moment).Bind((long)limit).All(Rows.ReadItem);

    public static IReadOnlyList<MediaItem> Failed(Connection connection, int limit) =>
        connection.Use(AllFailed).Bind((long)limit).All(Rows.ReadItem);

    public static IReadOnlyList<MediaItem> SidecarsDue(Connection connection, int limit) =>
        connection.Use(DueSidecars).Bind((long)limit).All(Rows.ReadItem);
}
