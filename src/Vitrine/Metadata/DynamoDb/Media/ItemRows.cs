using System.Globalization;
using System.Text;
using Vitrine.Imaging;
using Vitrine.Library;
using Vitrine.Library.Albums;
using Vitrine.Library.Publishing;
using Vitrine.Metadata.DynamoDb.Engine;
using Vitrine.Metadata.Items;
using Vitrine.Storage;

namespace Vitrine.Metadata.DynamoDb.Media;

/// <summary>Items in and out of attributes. The row of an item and its row in a list hold the item alike; only the first holds the rest.</summary>
internal static class ItemRows
{
    public const string PurgingList = "PURGING", FailedList = "FAILED", SidecarList = "SIDECARS", TrashList = "TRASH", WalkList = "WALK", EffectList = "EFFECTS", ShowingList = "SHOWING";

    /// <summary>Stands on a row as long as an effect of it is due.</summary>
    public const string EffectDue = "g4s";

    public static Attributes Pack(Row row)
    {
        var packed = PackItem(row.Item)
            .Add("sh", (long)row.Shelf).Add("pa", row.PurgingAt).Add("sd", row.SidecarDue).Add("rev", row.Revision)
            .Add("cd", row.Counted.Day).Add("cb", row.Counted.Bytes).Add("fx", row.EffectSince)
            .Add("al", [.. row.Placements.Select(at => $"{at.Album}{at.Position}")]).Add("as", row.AlbumsSince);
        if (!row.IsAway) packed.Add("g5p", Shard.Name(WalkList, row.Item.Id.Value)).Add("g5s", row.Item.Id.ToString());
        if (row.SidecarDue is { } due) packed.Add("g2p", Shard.Name(SidecarList, row.Item.Id.Value)).Add("g2s", At(due, row.Item.Id));
        if (row is { Shelf: Shelf.Purging, PurgingAt: { } since }) packed.Add("g3p", Shard.Name(PurgingList, row.Item.Id.Value)).Add("g3s", At(since, row.Item.Id));
        if (row is { IsLive: true, Item.State: MediaState.Failed }) packed.Add("g3p", Shard.Name(FailedList, row.Item.Id.Value)).Add("g3s", row.Item.Id.ToString());
        if (row.AlbumsSince is { } listed) packed.Add("g1p", Shard.Name(ShowingList, row.Item.Id.Value)).Add("g1s", At(listed, row.Item.Id));
        if (row.EffectSince is { } effect) AddEffect(packed, row.Item.Owner, effect, row.Item.Id);
        return packed;
    }

    /// <summary>An owner's effects lie together in the index, so that a batch is of one owner.</summary>
    public static Attributes AddEffect(Attributes row, AccountId owner, DateTimeOffset since, MediaId id) =>
        row.Add("g4p", Shard.Name(EffectList, owner.Value)).Add(EffectDue, $"{owner}#{Milliseconds(since)}#{id}");

    public static string At(DateTimeOffset moment, MediaId id) => $"{Milliseconds(moment)}#{id}";

    public static string Milliseconds(DateTimeOffset moment) => moment.ToUnixTimeMilliseconds().ToString("D15", CultureInfo.InvariantCulture);

    public static Row Read(Attributes row) => new(
        (Shelf)row.Long("sh"),
        row.MomentOrNull("pa"),
        row.MomentOrNull("sd"),
        ReadItem(row),
        row.Long("rev"),
        new Counted(row.TextOrNull("cd"), row.Long("cb")),
        row.MomentOrNull("fx"),
        [.. row.Words("al").Order(StringComparer.Ordinal).Select(ReadPlacement)],
        row.MomentOrNull("as"));

    public static Attributes PackItem(MediaItem item) => new Attributes()
        .Add("id", item.Id.ToString()).Add("ow", item.Owner.ToString()).Add("st", (long)item.State).Add("ver", item.Version).Add("fn", item.FileName)
        .Add("ok", item.OriginalKey.Value).Add("ti", item.Title).Add("de", item.Description).Add("pl", item.Place).Add("tg", Packing.Tags(item.Tags))
        .Add("ki", (long)item.Kind).Add("ct", item.ContentType).Add("len", item.Bytes).Add("sha", item.Sha256).Add("crc", item.Crc32)
        .Add("wd", item.Width).Add("hg", item.Height).Add("du", item.Duration?.Ticks).Add("ta", item.TakenAt.ToString()).Add("to", item.TakenOffsetMinutes)
        .Add("tf", (long)item.TakenFrom).Add("up", item.UploadedAt).Add("la", item.Latitude).Add("lo", item.Longitude).Add("th", item.Thumbhash)
        .Add("co", item.DominantColour).Add("re", item.Recipe).Add("rn", Packing.Renditions(item.Renditions)).Add("pr", item.Problem?.ToString())
        .Add("ts", item.TrashedAt).Add("syn", item.Synthetic).Add("vi", item.Visibility == Visibility.Private ? null : (long?)item.Visibility)
        .Add("bp", item.ByPerson is null or ByPerson.None ? null : (long?)item.ByPerson).Add("gn", item.GuestName).Add("wa", item.WaitsIn?.ToString());

    public static MediaItem ReadItem(Attributes row) => new()
    {
        Id = new MediaId(row.Id("id")),
        Owner = new AccountId(row.Id("ow")),
        State = (MediaState)row.Long("st"),
        Version = row.Long("ver"),
        FileName = row.Text("fn"),
        OriginalKey = new BlobKey(row.Text("ok")),
        Title = row.TextOrNull("ti"),
        Description = row.TextOrNull("de"),
        Place = row.TextOrNull("pl"),
        Tags = Packing.ReadTags(Utf8(row.TextOrNull("tg"))),
        ByPerson = (ByPerson)(row.LongOrNull("bp") ?? 0),
        Kind = (MediaKind)row.Long("ki"),
        ContentType = row.Text("ct"),
        Bytes = row.Long("len"),
        Sha256 = row.TextOrNull("sha"),
        Crc32 = (uint?)row.LongOrNull("crc"),
        Width = row.IntOrNull("wd"),
        Height = row.IntOrNull("hg"),
        Duration = row.LongOrNull("du") is { } ticks ? TimeSpan.FromTicks(ticks) : null,
        TakenAt = TakenAt.TryParse(row.Text("ta"), out var takenAt) ? takenAt : default,
        TakenOffsetMinutes = row.IntOrNull("to"),
        TakenFrom = (TakenFrom)row.Long("tf"),
        UploadedAt = row.Moment("up"),
        Latitude = row.DoubleOrNull("la"),
        Longitude = row.DoubleOrNull("lo"),
        Thumbhash = row.BytesOrNull("th"),
        DominantColour = row.IntOrNull("co"),
        Recipe = row.TextOrNull("re"),
        Renditions = Packing.ReadRenditions(Utf8(row.TextOrNull("rn"))),
        Problem = row.TextOrNull("pr") is { } problem ? Enum.Parse<ProblemCode>(problem) : null,
        TrashedAt = row.MomentOrNull("ts"),
        Synthetic = row.Has("syn"),
        Visibility = (Visibility)(row.LongOrNull("vi") ?? 0),
        GuestName = row.TextOrNull("gn"),
        WaitsIn = row.Has("wa") ? new AlbumId(row.Id("wa")) : null,
    };

    public static Attributes PackFacts(MediaFacts facts) => new Attributes().Add("facts", Packing.Facts(facts));

    public static MediaFacts? ReadFacts(Attributes? row) => row?.TextOrNull("facts") is { } facts ? Packing.ReadFacts(Encoding.UTF8.GetBytes(facts)) : null;

    /// <summary>An album's id has a fixed length; its position follows.</summary>
    private static Placement ReadPlacement(string text) => new(new AlbumId(Guid.ParseExact(text[..32], "N")), text[32..]);

    private static ReadOnlySpan<byte> Utf8(string? text) => text is null ? [] : Encoding.UTF8.GetBytes(text);
}
