using Vitrine.Imaging;
using Vitrine.Library;
using Vitrine.Library.Publishing;
using Vitrine.Metadata.Items;
using Vitrine.Metadata.Sqlite.Engine;
using Vitrine.Storage;

namespace Vitrine.Metadata.Sqlite.Media;

/// <summary>Items in and out of the table <c>items</c>. Columns, reading and binding keep one order.</summary>
internal static class Rows
{
    public const string Columns =
        """
        pk, shelf, purging_at, sidecar_due, by_person, id, owner, state, version, file_name, original_key, title, description, place, tags,
        kind, content_type, bytes, sha256, crc32, width, height, duration, taken_at, taken_offset, taken_from, uploaded_at,
        latitude, longitude, thumbhash, colour, recipe, renditions, problem, trashed_at, synthetic, visibility, guest_name, waits_in
        """;

    private static readonly Sql ById = new($"SELECT {Columns} FROM items WHERE id = ?");

    private static readonly Sql Insert = new(
        """
        INSERT INTO items (shelf, by_person, id, owner, state, version, file_name, name_key, original_key, title, description, place, tags,
          kind, content_type, bytes, sha256, crc32, width, height, duration, taken_at, taken_offset, taken_from, uploaded_at,
          latitude, longitude, thumbhash, colour, recipe, renditions, problem, trashed_at, synthetic, purging_at, sidecar_due, visibility, guest_name,
          waits_in)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT DO NOTHING
        """);

    /// <summary>In any state, tombstones included.</summary>
    public static Row? Find(Connection connection, MediaId id)
    {
        using var row = connection.Use(ById).Bind(id.Value);
        return row.Step() ? Read(row) : null;
    }

    /// <summary>False when the id is there already.</summary>
    public static bool Add(Connection connection, Row row)
    {
        var item = row.Item;
        var added = connection.Use(Insert)
            .Bind((long)row.Shelf).Bind((long)(item.ByPerson ?? ByPerson.None)).Bind(item.Id.Value).Bind(item.Owner.Value).Bind((long)item.State).Bind(item.Version)
            .Bind(item.FileName).Bind(SortKey.OfName(item.FileName)).Bind(item.OriginalKey.Value).Bind(item.Title).Bind(item.Description)
            .Bind(item.Place).Bind(Packing.Tags(item.Tags)).Bind((long)item.Kind).Bind(item.ContentType).Bind(item.Bytes)
            .Bind(item.Sha256 is null ? null : Convert.FromHexString(item.Sha256)).Bind(item.Crc32).Bind(item.Width).Bind(item.Height)
            .Bind(item.Duration?.Ticks).Bind(Packing.Wall(item.TakenAt)).Bind(item.TakenOffsetMinutes).Bind((long)item.TakenFrom)
            .Bind(item.UploadedAt).Bind(item.Latitude).Bind(item.Longitude).Bind(item.Thumbhash).Bind(item.DominantColour).Bind(item.Recipe)
            .Bind(Packing.Renditions(item.Renditions)).Bind(item.Problem?.ToString()).Bind(item.TrashedAt).Bind(item.Synthetic)
            .Bind(row.PurgingAt).Bind(row.SidecarDue).Bind((long)item.Visibility).Bind(item.GuestName).Bind(item.WaitsIn?.Value)
            .Execute();
        return added == 1;
    }

    public static MediaItem ReadItem(Statement row) => Read(row).Item;

    public static Row Read(Statement row) => new(
        row.ReadLong(),
        (Shelf)row.ReadInt(),
        row.ReadMomentOrNull(),
        row.ReadMomentOrNull(),
        new MediaItem
        {
            ByPerson = (ByPerson)row.ReadInt(),
            Id = new MediaId(row.ReadId()),
            Owner = new AccountId(row.ReadId()),
            State = (MediaState)row.ReadInt(),
            Version = row.ReadLong(),
            FileName = row.ReadText(),
            OriginalKey = new BlobKey(row.ReadText()),
            Title = row.ReadTextOrNull(),
            Description = row.ReadTextOrNull(),
            Place = row.ReadTextOrNull(),
            Tags = Packing.ReadTags(row.ReadBytes()),
            Kind = (MediaKind)row.ReadInt(),
            ContentType = Packing.Known(row.ReadBytes()),
            Bytes = row.ReadLong(),
            Sha256 = row.ReadHexOrNull(),
            Crc32 = (uint?)row.ReadLongOrNull(),
            Width = row.ReadIntOrNull(),
            Height = row.ReadIntOrNull(),
            Duration = row.ReadLongOrNull() is { } ticks ? TimeSpan.FromTicks(ticks) : null,
            TakenAt = Packing.ReadWall(row.ReadLong()),
            TakenOffsetMinutes = row.ReadIntOrNull(),
            TakenFrom = (TakenFrom)row.ReadInt(),
            UploadedAt = row.ReadMoment(),
            Latitude = row.ReadDoubleOrNull(),
            Longitude = row.ReadDoubleOrNull(),
            Thumbhash = row.ReadBlobOrNull(),
            DominantColour = row.ReadIntOrNull(),
            Recipe = row.ReadTextOrNull(),
            Renditions = Packing.ReadRenditions(row.ReadBytes()),
            Problem = row.ReadTextOrNull() is { } problem ? Enum.Parse<ProblemCode>(problem) : null,
            TrashedAt = row.ReadMomentOrNull(),
            Synthetic = row.ReadBool(),
            Visibility = (Visibility)row.ReadInt(),
            GuestName = row.ReadTextOrNull(),
            WaitsIn = row.ReadIdOrNull() is { } album ? new AlbumId(album) : null,
        });
}
