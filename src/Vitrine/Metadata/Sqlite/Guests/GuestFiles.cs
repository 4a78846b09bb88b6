using Vitrine.Library;
using Vitrine.Library.Guests;
using Vitrine.Library.Moving;
using Vitrine.Metadata.Sqlite.Engine;
using Vitrine.Metadata.Sqlite.Links;

namespace Vitrine.Metadata.Sqlite.Guests;

/// <summary>What guests added through a link; what the link takes in all is a condition of the update that takes from it.</summary>
internal static class GuestFiles
{
    private static readonly Sql Take = new(
        """
        UPDATE links SET guest_files = guest_files + ?2, guest_bytes = guest_bytes + ?3
        WHERE id = ?1 AND guest_reviewed IS NOT NULL
          AND (?2 <= 0 OR guest_most_files IS NULL OR guest_files + ?2 <= guest_most_files)
          AND (?3 <= 0 OR guest_most_bytes IS NULL OR guest_bytes + ?3 <= guest_most_bytes)
        """);

    private static readonly Sql HasPlace = new(
        "SELECT guest_most_files IS NULL OR guest_files < guest_most_files FROM links WHERE id = ? AND guest_reviewed IS NOT NULL");

    private static readonly Sql Insert = new("INSERT INTO guest_files (link, visitor, id, bytes) SELECT pk, ?2, ?3, ?4 FROM links WHERE id = ?1");

    private static readonly Sql SetBytes = new(
        "UPDATE guest_files SET bytes = ?4 WHERE link = (SELECT pk FROM links WHERE id = ?1) AND visitor = ?2 AND id = ?3");

    private static readonly Sql Delete = new(
        "DELETE FROM guest_files WHERE link = (SELECT pk FROM links WHERE id = ?1) AND visitor = ?2 AND id = ?3");

    private static readonly Sql BytesOf = new(
        "SELECT bytes FROM links JOIN guest_files ON guest_files.link = links.pk WHERE links.id = ? AND visitor = ? AND guest_files.id = ?");

    private static readonly Sql Newest = new(
        """
        SELECT guest_files.id, bytes FROM links JOIN guest_files ON guest_files.link = links.pk
        WHERE links.id = ? AND visitor = ? AND guest_files.id < ? ORDER BY guest_files.id DESC LIMIT ?
        """);

    private static readonly Sql All = new(
        """
        SELECT visitor, id, bytes, EXISTS (SELECT 1 FROM uploads WHERE uploads.id = guest_files.id AND ended_as IS NULL) FROM guest_files
        WHERE link = ? ORDER BY visitor, id
        """);

    private static readonly Sql DeleteOfLink = new("DELETE FROM guest_files WHERE link = ?");

    /// <summary>A place for a file and its bytes, before the first of them.</summary>
    public static BeginOutcome Reserve(Connection connection, GuestUpload guest, MediaId id, long bytes)
    {
        if (!Takes(connection, guest.Link, 1, bytes)) return WhyNot(connection, guest.Link);
        Put(connection, guest.Link, new LinkFile(guest.Visitor, id, bytes));
        return BeginOutcome.Begun;
    }

    public static BeginOutcome Resize(Connection connection, GuestUpload guest, MediaId id, long bytes)
    {
        if (Find(connection, guest.Link, guest.Visitor, id) is not { } present) return BeginOutcome.LinkGone;
        if (!Takes(connection, guest.Link, 0, bytes - present)) return BeginOutcome.LinkBytesFull;
        connection.Use(SetBytes).Bind(guest.Link.Value).Bind(guest.Visitor).Bind(id.Value).Bind(bytes).Execute();
        return BeginOutcome.Begun;
    }

    /// <summary>Gives the place back; of a revoked link there is none.</summary>
    public static void Release(Connection connection, LinkId link, string visitor, MediaId id)
    {
        if (Find(connection, link, visitor, id) is not { } bytes) return;
        connection.Use(Delete).Bind(link.Value).Bind(visitor).Bind(id.Value).Execute();
        Takes(connection, link, -1, -bytes);
    }

    /// <summary>How many bytes one file of a guest takes; null when it is not theirs.</summary>
    public static long? Find(Connection connection, LinkId link, string visitor, MediaId id) =>
        connection.Use(BytesOf).Bind(link.Value).Bind(visitor).Bind(id.Value).Number();

    public static IReadOnlyList<(MediaId Id, long Bytes)> Of(Connection connection, LinkId link, string visitor, byte[] before, int limit) =>
        connection.Use(Newest).Bind(link.Value).Bind(visitor).Bind(before).Bind((long)limit).All(row => (new MediaId(row.ReadId()), row.ReadLong()));

    /// <summary>Those of all guests, what has arrived and what is under way.</summary>
    public static ILookup<bool, LinkFile> ByUnderWay(Connection connection, long link) => connection.Use(All).Bind(link)
        .All(row => (File: new LinkFile(row.ReadText(), new MediaId(row.ReadId()), row.ReadLong()), IsUnderWay: row.ReadBool())).ToLookup(row => row.IsUnderWay, row => row.File);

    /// <summary>Only the row: what the link takes is counted by the caller.</summary>
    public static void Put(Connection connection, LinkId link, LinkFile file) =>
        connection.Use(Insert).Bind(link.Value).Bind(file.Visitor).Bind(file.Id.Value).Bind(file.Bytes).Execute();

    public static void RemoveAll(Connection connection, long link) => connection.Use(DeleteOfLink).Bind(link).Execute();

    private static bool Takes(Connection connection, LinkId link, int files, long bytes)
    {
        if (connection.Use(Take).Bind(link.Value).Bind((long)files).Bind(bytes).Execute() == 0) return false;
        LinkFiles.Mark(connection, link);
        return true;
    }

    private static BeginOutcome WhyNot(Connection connection, LinkId link) => connection.Use(HasPlace).Bind(link.Value).Number() switch
    {
        null => BeginOutcome.LinkGone,
        0 => BeginOutcome.LinkFilesFull,
        _ => BeginOutcome.LinkBytesFull,
    };
}
