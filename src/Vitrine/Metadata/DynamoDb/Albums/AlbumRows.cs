using Vitrine.Library;
using Vitrine.Library.Albums;
using Vitrine.Library.Moving;
using Vitrine.Library.Publishing;
using Vitrine.Metadata.DynamoDb.Engine;
using Vitrine.Metadata.DynamoDb.Media;

namespace Vitrine.Metadata.DynamoDb.Albums;

/// <summary>
/// Albums in and out of rows. A change of the album writes what it names, under its version; the number of items is only ever added to,
/// by whoever puts something in.
/// </summary>
internal static class AlbumRows
{
    public const string FileList = "ALBUMFILES", DeletedList = "ALBUMSGONE";

    private const string Present = "attribute_exists(#pk) AND attribute_not_exists(dl)";

    /// <summary>An album and where its owner's list finds it.</summary>
    public static Write[] Add(Album album, DateTimeOffset now) => [Write.Put(RowKey.Album(album.Id), FileIsDue(Pack(album, 0), album.Id, now), Write.New), List(album)];

    /// <summary>The same for one that comes from another catalog, with its members; a deleted one stands in no list.</summary>
    public static IEnumerable<Write> Carried(CatalogRow.OfAlbum row)
    {
        var (id, packed) = (row.Album.Id, Whole(row.Album, row.Members.Count, row.FileDue));
        if (row.Deleted) packed.Add("dl", true).Add("g5p", Shard.Name(DeletedList, id.Value)).Add("g5s", id.ToString());
        else foreach (var list in Lists(row.Album)) yield return list;
        yield return Write.Put(RowKey.Album(id), packed);
        foreach (var write in row.Members.SelectMany(member => MemberRows.Put(id, member))) yield return write;
    }

    /// <summary>The same for one that comes from its file in the store, whose members are written already.</summary>
    public static IEnumerable<Write> Restored(Album album, int members, DateTimeOffset? fileDue) =>
        [Write.Put(RowKey.Album(album.Id), Whole(album, members, fileDue), Write.New), .. Lists(album)];

    public static Write SetItems(AlbumId id, long items) =>
        Write.Update(RowKey.Album(id), "SET it = :n", Write.Existing, new Attributes().Add(":n", items));

    public static bool IsPresent(Attributes? row) => row is not null && !row.Has("dl");

    /// <summary>What people changed of it, or its members; one version further, and its file is due.</summary>
    public static Write Save(AlbumRow before, AlbumRow after, DateTimeOffset now)
    {
        var (album, due) = (after.Album, before.FileDue ?? now);
        var (description, parent) = (album.Description is null ? "" : ", de = :de", album.Parent is null ? "" : ", pr = :pr");
        var gone = (album.Description, album.Parent) switch { (null, null) => " REMOVE de, pr", (null, _) => " REMOVE de", (_, null) => " REMOVE pr", _ => "" };
        var cover = album.ChosenCover is null ? "" : ", co = :co"; // a chosen one is never taken back
        return Write.Update(
            RowKey.Album(album.Id),
            $"SET ti = :ti, sq = :sq, mb = :mb, vi = :vi, ver = :next, fd = :fd, g4p = :g4p, g4s = :g4s{cover}{description}{parent}{gone}",
            $"{Present} AND ver = :ver",
            new Attributes()
                .Add(":ti", album.Title).Add(":de", album.Description).Add(":sq", (long)album.Order).Add(":co", album.ChosenCover?.ToString())
                .Add(":pr", album.Parent?.ToString()).Add(":mb", after.Members).Add(":vi", (long)album.Visibility).Add(":ver", before.Album.Version).Add(":next", before.Album.Version + 1).Add(":fd", due)
                .Add(":g4p", Shard.Name(FileList, album.Id.Value)).Add(":g4s", FileSort(due, album.Id)));
    }

    public static Write FileWritten(AlbumId id, long version) => Write.Update(
        RowKey.Album(id), "REMOVE fd, g4p, g4s", $"{Present} AND ver = :ver", new Attributes().Add(":ver", version));

    /// <summary>A tombstone, out of its owner's list.</summary>
    public static Write[] Delete(Album album) =>
    [
        Write.Update(
            RowKey.Album(album.Id),
            "SET dl = :dl, g5p = :g5p, g5s = :g5s REMOVE fd, g4p, g4s",
            Present,
            new Attributes().Add(":dl", true).Add(":g5p", Shard.Name(DeletedList, album.Id.Value)).Add(":g5s", album.Id.ToString())),
        Write.Delete(RowKey.AlbumOf(album.Owner, album.Id)),
        .. album.Parent is { } parent ? [Write.Delete(RowKey.Inside(parent, album.Id))] : Array.Empty<Write>(),
    ];

    /// <summary>Holds as long as nobody changed the album, moved or deleted it.</summary>
    public static Write Unchanged(AlbumRow row) =>
        Write.Check(RowKey.Album(row.Album.Id), $"{Present} AND ver = :ver", new Attributes().Add(":ver", row.Album.Version));

    /// <summary>Only while the album is there: nothing is put into a deleted one.</summary>
    public static Write Take(AlbumId album, int items) => items == 0
        ? Write.Check(RowKey.Album(album), Present)
        : Write.Update(RowKey.Album(album), "ADD it :n", Present, new Attributes().Add(":n", (long)items));

    /// <summary>Whatever becomes of the album.</summary>
    public static IEnumerable<Write> Count(AlbumId album, int items) =>
        items == 0 ? [] : [Write.Update(RowKey.Album(album), "ADD it :n", Write.Existing, new Attributes().Add(":n", (long)items))];

    public static AlbumRow Read(Attributes row) => new(
        row.Has("dl"),
        row.MomentOrNull("fd"),
        (int)row.Long("mb"),
        new Album
        {
            Id = new AlbumId(row.Id("id")),
            Owner = new AccountId(row.Id("ow")),
            Version = row.Long("ver"),
            Title = row.Text("ti"),
            Description = row.TextOrNull("de"),
            Order = (AlbumOrder)row.Long("sq"),
            ChosenCover = row.TextOrNull("co") is not null ? new MediaId(row.Id("co")) : null,
            Items = row.Long("it"),
            CreatedAt = row.Moment("ca"),
            Visibility = (Visibility)(row.LongOrNull("vi") ?? 0),
            Parent = row.Has("pr") ? new AlbumId(row.Id("pr")) : null,
        });

    public static async Task<AlbumRow?> FindAsync(DynamoTable table, AlbumId id, CancellationToken cancellationToken) =>
        await table.FindAsync(RowKey.Album(id), cancellationToken) is { } row && IsPresent(row) ? Read(row) : null;

    private static Attributes Whole(Album album, int members, DateTimeOffset? fileDue)
    {
        var packed = Pack(album, members).Add("vi", (long)album.Visibility).Add("pr", album.Parent?.ToString());
        return fileDue is { } due ? FileIsDue(packed, album.Id, due) : packed;
    }

    private static IEnumerable<Write> Lists(Album album)
    {
        yield return List(album);
        if (album.Parent is { } parent) yield return Nests.LeadDown(parent, album.Id);
    }

    private static Attributes Pack(Album album, int members) => new Attributes()
        .Add("id", album.Id.ToString()).Add("ow", album.Owner.ToString()).Add("ver", album.Version).Add("ti", album.Title)
        .Add("de", album.Description).Add("sq", (long)album.Order).Add("co", album.ChosenCover?.ToString()).Add("it", 0L).Add("mb", (long)members)
        .Add("ca", album.CreatedAt);

    private static Attributes FileIsDue(Attributes row, AlbumId id, DateTimeOffset since) =>
        row.Add("fd", since).Add("g4p", Shard.Name(FileList, id.Value)).Add("g4s", FileSort(since, id));

    private static Write List(Album album) => Write.Put(RowKey.AlbumOf(album.Owner, album.Id), new Attributes().Add("id", album.Id.ToString()));

    private static string FileSort(DateTimeOffset due, AlbumId id) => $"{ItemRows.Milliseconds(due)}#{id}";
}
