using System.Collections.Frozen;
using System.Globalization;
using Vitrine.Library;
using Vitrine.Library.Scrubbing;
using Vitrine.Storage;

namespace Vitrine.Features.Delivery;

/// <summary>The bytes that an address under <c>/media</c> stands for.</summary>
/// <param name="Length">What the catalog says; a store that holds fewer has lost some.</param>
/// <param name="ETag">Strong, quoted.</param>
/// <param name="ModifiedAt">Null where a date cannot tell two versions apart.</param>
/// <param name="Attachment">Never shown in place, whatever is asked.</param>
internal sealed record MediaFile(
    BlobKey Key, long Length, string ContentType, string ETag, DateTimeOffset? ModifiedAt, string FileName, bool Attachment, bool IsOriginal)
{
    /// <summary>What a browser may show in place (RULES 22). None of these can hold script.</summary>
    private static readonly FrozenSet<string> Inline = new[]
    {
        "image/jpeg", "image/png", "image/gif", "image/webp", "image/avif",
        "video/mp4", "video/webm",
        "audio/mpeg", "audio/mp4", "audio/ogg", "video/ogg", "audio/flac", "audio/wav", "audio/webm",
    }.ToFrozenSet();

    /// <summary>Where the bytes are not those under the key: gives the whole or a part of <see cref="Length"/>.</summary>
    public Func<ByteRange?, Stream>? Content { get; init; }

    public static MediaFile Original(MediaItem item) => new(
        item.OriginalKey,
        item.Bytes,
        item.ContentType,
        $"\"{item.Sha256 ?? string.Create(CultureInfo.InvariantCulture, $"{item.Id}-{item.Bytes}")}\"",
        item.UploadedAt,
        item.FileName,
        Attachment: !Inline.Contains(item.ContentType),
        IsOriginal: true);

    /// <summary>An original as links get it. The caller keeps <paramref name="scrubbed"/> open until it is sent.</summary>
    public static MediaFile Scrubbed(MediaItem item, ScrubbedFile scrubbed) => Original(item) with
    {
        Length = scrubbed.Length,
        ETag = scrubbed.ETag,
        ModifiedAt = null,
        FileName = scrubbed.FileName,
        Content = scrubbed.Read,
    };

    public static MediaFile? Rendition(MediaItem item, string name) =>
        item.Recipe is { } recipe && item.FindRendition(name) is { } rendition
            ? new MediaFile(
                Keys.Rendition(item.Id, recipe, name, rendition.Extension),
                rendition.Bytes,
                rendition.ContentType,
                $"\"{recipe}-{name}\"",
                ModifiedAt: null,
                $"{Path.GetFileNameWithoutExtension(item.FileName)}-{name}{rendition.Extension}",
                Attachment: !Inline.Contains(rendition.ContentType),
                IsOriginal: false)
            : null;
}
