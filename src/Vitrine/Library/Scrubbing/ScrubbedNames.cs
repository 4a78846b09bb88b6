using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Vitrine.Imaging;
using Vitrine.Imaging.Scrubbing;

namespace Vitrine.Library.Scrubbing;

/// <summary>What a scrubbed file is called, to caches and to people.</summary>
internal static class ScrubbedNames
{
    /// <summary>From the original's bytes and the version of the scrubbing; neither can be read from it.</summary>
    public static string ETagOf(MediaItem item)
    {
        var original = item.Sha256 ?? string.Create(CultureInfo.InvariantCulture, $"{item.Id}-{item.Bytes}");
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{original} scrubbed {Scrubber.Version}")));
        return $"\"{Convert.ToHexStringLower(hash.AsSpan(0, 16))}\"";
    }

    public static string FileNameOf(MediaItem item)
    {
        var stem = item.Kind switch
        {
            MediaKind.Image => "photo",
            MediaKind.Video => "video",
            MediaKind.Audio => "audio",
            _ => "file",
        };
        return stem + ExtensionOf(item.ContentType);
    }

    private static string ExtensionOf(string contentType) => contentType switch
    {
        "image/jpeg" => ".jpg",
        "image/png" or "image/apng" => ".png",
        "image/gif" => ".gif",
        "image/webp" => ".webp",
        "image/avif" => ".avif",
        "image/heic" => ".heic",
        "image/heif" => ".heif",
        "video/mp4" => ".mp4",
        "video/quicktime" => ".mov",
        "video/3gpp" => ".3gp",
        "video/3gpp2" => ".3g2",
        "audio/mp4" => ".m4a",
        _ => "",
    };
}
