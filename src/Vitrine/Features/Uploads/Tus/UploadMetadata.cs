using System.Globalization;
using System.Text;
using System.Text.Json;
using Vitrine.Library;

namespace Vitrine.Features.Uploads.Tus;

/// <summary>Reads and writes <c>Upload-Metadata</c>: comma-separated pairs of a key and base64 (RULES 3). Unknown keys are ignored.</summary>
internal static class UploadMetadata
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>False when the header, a value or a key given twice makes no sense; <paramref name="why"/> then names it.</summary>
    public static bool TryParse(string header, out NewUpload about, out string? why)
    {
        about = new NewUpload { FileName = "" };
        why = null;
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in header.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = pair.Split(' ', 2, StringSplitOptions.TrimEntries);
            if (Decode(parts.Length == 2 ? parts[1] : "") is not { } value || !values.TryAdd(parts[0], value))
            {
                why = $"The value of “{Shown(parts[0])}” is not base64 of UTF-8, or the key stands there twice.";
                return false;
            }
        }

        if (!TryReadTags(values.GetValueOrDefault("tags"), out var tags)) why = "“tags” is a JSON array of texts.";
        if (!TryReadTime(values.GetValueOrDefault("lastModified"), out var fileTime)) why = "“lastModified” is in milliseconds since 1970.";
        about = new NewUpload
        {
            FileName = values.GetValueOrDefault("filename") ?? values.GetValueOrDefault("name") ?? "",
            FileTime = fileTime,
            Title = values.GetValueOrDefault("title"),
            Description = values.GetValueOrDefault("description"),
            Place = values.GetValueOrDefault("place"),
            Tags = tags,
            Album = NewUpload.AlbumOf(values.GetValueOrDefault("album")),
        };
        return why is null;
    }

    /// <summary>What HEAD gives back, from the row.</summary>
    public static string Format(Upload upload)
    {
        var pairs = new List<(string Key, string? Value)>
        {
            ("filename", upload.FileName),
            ("lastModified", upload.FileTime?.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)),
            ("title", upload.Title),
            ("description", upload.Description),
            ("place", upload.Place),
            ("album", upload.Guest is null ? upload.Album?.ToString() : null),
            ("tags", upload.Tags.Count > 0 ? JsonSerializer.Serialize([.. upload.Tags], UploadsJson.Default.StringArray) : null),
        };
        return string.Join(',', pairs.Where(pair => pair.Value is not null).Select(pair => $"{pair.Key} {Encode(pair.Value!)}"));
    }

    private static string Encode(string value) => Convert.ToBase64String(Encoding.UTF8.GetBytes(value));

    private static string? Decode(string base64)
    {
        var bytes = new byte[base64.Length];
        if (!Convert.TryFromBase64String(base64, bytes, out var length)) return null;
        try
        {
            return Strict.GetString(bytes, 0, length);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static bool TryReadTags(string? json, out string[] tags)
    {
        tags = [];
        if (string.IsNullOrEmpty(json)) return true;
        try
        {
            tags = JsonSerializer.Deserialize(json, UploadsJson.Default.StringArray) ?? [];
            return !tags.Contains(null);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool TryReadTime(string? text, out DateTimeOffset? time)
    {
        time = null;
        if (string.IsNullOrEmpty(text)) return true;
        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var milliseconds)
            || milliseconds < DateTimeOffset.MinValue.ToUnixTimeMilliseconds()
            || milliseconds > DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()) return false;
        time = DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
        return true;
    }

    private static string Shown(string key) => key.Length > 40 ? key[..40] : key;
}
