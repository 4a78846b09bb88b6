using System.Text.Json;
using System.Text.Json.Serialization;
using Vitrine.Imaging;
using Vitrine.Library.Albums;
using Vitrine.Library.Publishing;
using Vitrine.Storage;

namespace Vitrine.Library;

/// <summary>
/// What lies beside each original as <c>vitrine.json</c> (RULES 10): enough to make its row again when the database is lost.
/// What the file itself tells (camera, coordinates, size in pixels) is not repeated here: rebuilding reads the file again.
/// </summary>
internal sealed record Sidecar
{
    private const int PresentFormat = 1;

    public int Format { get; init; } = PresentFormat;
    public required string Id { get; init; }
    public required long Version { get; init; }
    public required string Owner { get; init; }
    public required string? Sha256 { get; init; }
    public uint? Crc32 { get; init; }
    public required long Bytes { get; init; }
    public required string FileName { get; init; }

    /// <summary>The name of the original in this folder.</summary>
    public required string StoredAs { get; init; }

    public required string ContentType { get; init; }
    public required MediaKind Kind { get; init; }
    public required DateTimeOffset UploadedAt { get; init; }
    public string? Title { get; init; }
    public string? Description { get; init; }
    public string? Place { get; init; }
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Which of these a person set, also to nothing, so that the file does not say them again. Null in sidecars of older versions.</summary>
    public ByPerson? ByPerson { get; init; }

    public required string TakenAt { get; init; }
    public int? TakenOffsetMinutes { get; init; }
    public required TakenFrom TakenFrom { get; init; }

    /// <summary>Where it stands in which albums; the albums themselves lie in <c>catalog/albums/</c>.</summary>
    public IReadOnlyList<KeptPlacement> Albums { get; init; } = [];

    public DateTimeOffset? TrashedAt { get; init; }

    /// <summary>How it is shown to everybody; null for what is private.</summary>
    public KeptPublication? Public { get; init; }

    /// <summary>The guest who added it.</summary>
    public string? GuestName { get; init; }

    /// <summary>The album in which it waits for a yes.</summary>
    public string? WaitsIn { get; init; }

    public static Sidecar Of(MediaItem item, IReadOnlyList<Placement> albums, Publication? publication = null) => new()
    {
        Id = item.Id.ToString(),
        Version = item.Version,
        Owner = item.Owner.ToString(),
        Sha256 = item.Sha256,
        Crc32 = item.Crc32,
        Bytes = item.Bytes,
        FileName = item.FileName,
        StoredAs = item.OriginalKey.Value[(item.OriginalKey.Value.LastIndexOf('/') + 1)..],
        ContentType = item.ContentType,
        Kind = item.Kind,
        UploadedAt = item.UploadedAt,
        Title = item.Title,
        Description = item.Description,
        Place = item.Place,
        Tags = item.Tags,
        ByPerson = item.ByPerson,
        TakenAt = item.TakenAt.ToString(),
        TakenOffsetMinutes = item.TakenOffsetMinutes,
        TakenFrom = item.TakenFrom,
        Albums = [.. albums.Select(at => new KeptPlacement(at.Album.ToString(), at.Position))],
        TrashedAt = item.TrashedAt,
        Public = publication is null ? null : KeptPublication.Of(publication),
        GuestName = item.GuestName,
        WaitsIn = item.WaitsIn?.ToString(),
    };

    /// <summary>The row as it was, its previews still to be made. Null when the sidecar contradicts itself or its place.</summary>
    public MediaItem? ToItem(BlobKey at)
    {
        if (Format > PresentFormat || Bytes < 0) return null;
        if (!MediaId.TryParse(Id, out var id) || !AccountId.TryParse(Owner, out var owner) || !Library.TakenAt.TryParse(TakenAt, out var taken)) return null;
        var original = at.Value[..(at.Value.LastIndexOf('/') + 1)] + StoredAs;
        if (Keys.Sidecar(id) != at || !BlobKey.IsValid(original) || StoredAs.Contains('/')) return null;
        return new MediaItem
        {
            Id = id,
            Owner = owner,
            State = MediaState.Received,
            Version = Version,
            FileName = FileName,
            OriginalKey = new BlobKey(original),
            Title = Title,
            Description = Description,
            Place = Place,
            Tags = Tags ?? [], // what a file lacks is null here, whatever the property starts with
            ByPerson = ByPerson,
            Kind = Kind,
            ContentType = ContentType,
            Bytes = Bytes,
            Sha256 = Sha256,
            Crc32 = Crc32,
            TakenAt = taken,
            TakenOffsetMinutes = TakenOffsetMinutes,
            TakenFrom = TakenFrom,
            UploadedAt = UploadedAt,
            TrashedAt = TrashedAt,
            Visibility = Public?.Visibility ?? Visibility.Private,
            GuestName = GuestName,
            WaitsIn = AlbumId.TryParse(WaitsIn, out var album) ? album : null,
        };
    }

    /// <summary>Those that make sense.</summary>
    public IEnumerable<Placement> Placements() =>
        from at in Albums ?? []
        where AlbumId.TryParse(at.Id, out _) && at.Position is not null && Position.IsValid(at.Position)
        select new Placement(new AlbumId(Guid.ParseExact(at.Id, "N")), at.Position);

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, SidecarJson.Default.Sidecar);

    /// <summary>Null when it is no sidecar.</summary>
    public static Sidecar? Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, SidecarJson.Default.Sidecar);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <param name="Id">The album's.</param>
internal sealed record KeptPlacement(string Id, string Position);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Sidecar))]
internal sealed partial class SidecarJson : JsonSerializerContext;
