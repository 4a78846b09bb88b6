using Vitrine.Imaging;
using Vitrine.Library.Publishing;
using Vitrine.Storage;

namespace Vitrine.Library;

/// <summary>One thing somebody uploaded. A snapshot of its row; changes go through the catalog.</summary>
public sealed record MediaItem
{
    public required MediaId Id { get; init; }
    public required AccountId Owner { get; init; }
    public required MediaState State { get; init; }

    /// <summary>Rises with every change; the ETag of the JSON and the order of sidecars.</summary>
    public required long Version { get; init; }

    /// <summary>The true name as it was sent, at most 255 characters; hostile characters are the output's to handle.</summary>
    public required string FileName { get; init; }

    public required BlobKey OriginalKey { get; init; }

    /// <summary>At most 200 characters.</summary>
    public string? Title { get; init; }

    /// <summary>At most 5 000 characters.</summary>
    public string? Description { get; init; }

    /// <summary>Free text, at most 200 characters.</summary>
    public string? Place { get; init; }

    /// <summary>At most 64 of at most 50 characters.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Null only of an item that is about to get its row: what stands in it was then said by a person.</summary>
    public ByPerson? ByPerson { get; init; }

    public required MediaKind Kind { get; init; }

    /// <summary>From the bytes, never from the client.</summary>
    public required string ContentType { get; init; }

    public required long Bytes { get; init; }

    /// <summary>Lower-case hex; null only while a direct upload was not read yet.</summary>
    public string? Sha256 { get; init; }

    /// <summary>CRC-32 (ISO-HDLC, the one of zip) taken at intake.</summary>
    public uint? Crc32 { get; init; }

    /// <summary>Upright size in pixels.</summary>
    public int? Width { get; init; }

    public int? Height { get; init; }
    public TimeSpan? Duration { get; init; }
    public required TakenAt TakenAt { get; init; }
    public int? TakenOffsetMinutes { get; init; }
    public required TakenFrom TakenFrom { get; init; }
    public required DateTimeOffset UploadedAt { get; init; }
    public double? Latitude { get; init; }
    public double? Longitude { get; init; }
    public byte[]? Thumbhash { get; init; }

    /// <summary>0xRRGGBB.</summary>
    public int? DominantColour { get; init; }

    /// <summary>Which pipeline made the present renditions; part of their key and ETag.</summary>
    public string? Recipe { get; init; }

    public IReadOnlyList<Rendition> Renditions { get; init; } = [];

    /// <summary>Why it failed, or why it has no preview; null when all is well.</summary>
    public ProblemCode? Problem { get; init; }

    public DateTimeOffset? TrashedAt { get; init; }

    /// <summary>Whether it is shown to everybody by itself; what its albums are is theirs.</summary>
    public Visibility Visibility { get; init; }

    /// <summary>The name of the guest who added it through a link; null for what its owner uploaded.</summary>
    public string? GuestName { get; init; }

    /// <summary>The album in which it waits for a yes; until then it is in no library and no album.</summary>
    public AlbumId? WaitsIn { get; init; }

    /// <summary>True for items that <c>seed</c> made: no bytes stand behind them.</summary>
    public bool Synthetic { get; init; }

    /// <summary>
    /// Whether the site itself has read the bytes. Until then only its owner has it, as an attachment: nobody knows what it is.
    /// </summary>
    public bool IsRead => Sha256 is not null;

    public BlobKey SidecarKey => Keys.Sidecar(Id);

    public Rendition? FindRendition(string name) => Renditions.FirstOrDefault(r => r.Name == name);
}

public enum MediaState
{
    /// <summary>Bytes and row are durable; previews follow.</summary>
    Received,

    /// <summary>All that can be made at once was made, which for files without preview is nothing.</summary>
    Ready,

    /// <summary>The preview could not be made; the original is kept and downloadable.</summary>
    Failed,
}

/// <param name="Bytes">Length of the file.</param>
public sealed record Rendition(string Name, int Width, int Height, string ContentType, string Extension, long Bytes);

/// <summary>The bulky part of what a file says of itself; read only by the item's own page.</summary>
public sealed record MediaFacts
{
    public string? CameraMake { get; init; }
    public string? CameraModel { get; init; }
    public string? Lens { get; init; }
    public string? Exposure { get; init; }
    public double? FNumber { get; init; }
    public double? FocalLengthMm { get; init; }
    public int? Iso { get; init; }
    public double? AltitudeMetres { get; init; }
    public int? Rating { get; init; }

    /// <summary>Name to text, at most 32 KB in all.</summary>
    public IReadOnlyDictionary<string, string> More { get; init; } = new Dictionary<string, string>();
}
