using System.Text;
using Vitrine.Library;
using Vitrine.Library.Guests;
using Vitrine.Metadata.DynamoDb.Engine;
using Vitrine.Metadata.DynamoDb.Media;
using Vitrine.Metadata.Items;

namespace Vitrine.Metadata.DynamoDb.Uploads;

/// <summary>Uploads in and out of rows.</summary>
internal static class UploadRows
{
    public const string ExpiryList = "UPLOADS";

    private const string Open = "attribute_exists(#pk) AND attribute_not_exists(en) AND attribute_not_exists(gn)";

    public static Write Add(Upload upload) => Write.Put(
        RowKey.Upload(upload.Id),
        Pack(upload).Add("hs", upload.HashState)
            .Add("g1p", upload.Guest is { } guest ? RowKey.OfLink(guest.Link) : null).Add("g1s", upload.Guest is null ? null : upload.Id.ToString())
            .Add("g5p", Shard.Name(ExpiryList, upload.Id.Value)).Add("g5s", ItemRows.At(upload.ExpiresAt, upload.Id)),
        Write.New);

    /// <summary>The answer of one that ended, which comes from another catalog.</summary>
    public static Write Ended(Upload upload) =>
        Write.Put(RowKey.Upload(upload.Id), Pack(upload).Add("en", upload.EndedAs?.ToString()).AddRemoval(upload.ExpiresAt));

    public static UploadRow Read(Attributes row) => new(
        new Upload
        {
            Id = new MediaId(row.Id("id")),
            Owner = new AccountId(row.Id("ow")),
            Length = row.LongOrNull("le"),
            Reserved = row.Long("rs"),
            Offset = row.Long("po"),
            Fence = row.Long("fe"),
            HashState = row.BytesOrNull("hs") ?? [],
            FileName = row.Text("fn"),
            FileTime = row.MomentOrNull("ft"),
            Title = row.TextOrNull("ti"),
            Description = row.TextOrNull("de"),
            Place = row.TextOrNull("pl"),
            Tags = row.TextOrNull("tg") is { } tags ? Packing.ReadTags(Encoding.UTF8.GetBytes(tags)) : [],
            CreatedAt = row.Moment("ca"),
            ExpiresAt = row.Moment("ea"),
            EndedAs = row.Has("en") ? new MediaId(row.Id("en")) : null,
            Album = row.Has("al") ? new AlbumId(row.Id("al")) : null,
            Guest = row.Has("li")
                ? new GuestUpload(new LinkId(row.Id("li")), row.Text("vi"), row.Text("na"), row.Has("gr"), (AcceptedKinds)row.Long("ga"))
                : null,
        },
        row.Has("gn"));

    public static Write RaiseFence(MediaId id, AccountId? owner) => Write.Update(
        RowKey.Upload(id), "ADD fe :one", owner is null ? Open : $"{Open} AND ow = :ow", new Attributes().Add(":one", 1L).Add(":ow", owner?.ToString()));

    public static Write Advance(MediaId id, long fence, long offset, byte[] hashState) => Write.Update(
        RowKey.Upload(id),
        hashState.Length > 0 ? "SET po = :po, hs = :hs" : "SET po = :po REMOVE hs",
        HeldBy,
        Held(fence).Add(":po", offset).Add(":hs", hashState));

    public static Write Resize(MediaId id, long fence, long? length, long reserved) => Write.Update(
        RowKey.Upload(id), length is null ? "SET rs = :rs" : "SET rs = :rs, le = :le", HeldBy, Held(fence).Add(":rs", reserved).Add(":le", length));

    /// <summary>The row stays as the answer until it expires; its promise is settled by the item's effect.</summary>
    public static Write EndAsItem(Upload upload, long fence) => Write.Update(
        RowKey.Upload(upload.Id), "SET en = :en, #ttl = :ttl REMOVE hs, g1p, g1s, g5p, g5s", HeldBy, Ended(upload, fence, upload.Id));

    /// <summary>The same for an upload that made no item; its promise is released by an effect of its own.</summary>
    public static Write EndAsDuplicate(Upload upload, long fence, MediaId existing, DateTimeOffset now) => Write.Update(
        RowKey.Upload(upload.Id),
        "SET en = :en, #ttl = :ttl, fx = :fx, g4p = :p, g4s = :s REMOVE hs, g1p, g1s, g5p, g5s",
        HeldBy,
        Effect(Ended(upload, fence, existing), upload, now));

    /// <summary>Absent from now on; its effect releases the promise and removes the row.</summary>
    public static Write Abandon(Upload upload, DateTimeOffset now) => Write.Update(
        RowKey.Upload(upload.Id),
        "SET gn = :yes, fx = :fx, g4p = :p, g4s = :s REMOVE g1p, g1s, g5p, g5s",
        "attribute_exists(#pk) AND attribute_not_exists(gn) AND (attribute_not_exists(en) OR en <> :id)",
        Effect(new Attributes().Add(":yes", true).Add(":id", upload.Id.ToString()), upload, now));

    /// <summary>For items that come without an upload.</summary>
    public static Write NotUnderWay(MediaId id) => Write.Check(RowKey.Upload(id), "attribute_not_exists(#pk) OR attribute_exists(en)");

    private const string HeldBy = $"{Open} AND fe = :fe";

    private static Attributes Pack(Upload upload) => new Attributes()
        .Add("id", upload.Id.ToString()).Add("ow", upload.Owner.ToString()).Add("le", upload.Length).Add("rs", upload.Reserved).Add("po", upload.Offset)
        .Add("fe", upload.Fence).Add("fn", upload.FileName).Add("ft", upload.FileTime).Add("ti", upload.Title).Add("de", upload.Description)
        .Add("pl", upload.Place).Add("tg", Packing.Tags(upload.Tags)).Add("ca", upload.CreatedAt).Add("ea", upload.ExpiresAt)
        .Add("al", upload.Album?.ToString()).Add("li", upload.Guest?.Link.ToString()).Add("vi", upload.Guest?.Visitor).Add("na", upload.Guest?.Name)
        .Add("gr", upload.Guest?.Reviewed == true).Add("ga", (long?)upload.Guest?.Accepts);

    private static Attributes Held(long fence) => new Attributes().Add(":fe", fence);

    private static Attributes Ended(Upload upload, long fence, MediaId ended) =>
        Held(fence).Add(":en", ended.ToString()).Add(":ttl", upload.ExpiresAt.ToUnixTimeSeconds());

    private static Attributes Effect(Attributes values, Upload upload, DateTimeOffset now)
    {
        var effect = ItemRows.AddEffect(new Attributes(), upload.Owner, now, upload.Id);
        return values.Add(":fx", now).Add(":p", effect.Text("g4p")).Add(":s", effect.Text("g4s"));
    }
}

/// <param name="IsAbandoned">Absent to every reader; only its promise has still to be released.</param>
internal sealed record UploadRow(Upload Upload, bool IsAbandoned)
{
    public bool IsUnderWay => !IsAbandoned && Upload.EndedAs is null;
}
