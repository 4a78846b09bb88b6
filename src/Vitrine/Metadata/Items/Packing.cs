using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Vitrine.Library;

namespace Vitrine.Metadata.Items;

/// <summary>How values that are no numbers or texts lie in their columns.</summary>
internal static class Packing
{
    public static string? Tags(IReadOnlyList<string> tags) =>
        tags.Count == 0 ? null : JsonSerializer.Serialize(tags, PackingJson.Default.IReadOnlyListString);

    public static IReadOnlyList<string> ReadTags(ReadOnlySpan<byte> json) =>
        json.IsEmpty ? [] : JsonSerializer.Deserialize(json, PackingJson.Default.IReadOnlyListString)!;

    public static string Facts(MediaFacts facts) => JsonSerializer.Serialize(facts, PackingJson.Default.MediaFacts);

    public static MediaFacts ReadFacts(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize(json, PackingJson.Default.MediaFacts)!;

    /// <summary>Lines, not JSON: they are read for every tile. Names and types are ours and hold neither tabs nor line ends.</summary>
    public static string? Renditions(IReadOnlyList<Rendition> renditions)
    {
        if (renditions.Count == 0) return null;
        var text = new StringBuilder();
        foreach (var r in renditions)
            text.Append(CultureInfo.InvariantCulture, $"{r.Name}\t{r.Width}\t{r.Height}\t{r.ContentType}\t{r.Extension}\t{r.Bytes}\n");
        return text.ToString();
    }

    public static IReadOnlyList<Rendition> ReadRenditions(ReadOnlySpan<byte> lines)
    {
        if (lines.IsEmpty) return [];
        var renditions = new List<Rendition>(4);
        while (!lines.IsEmpty)
        {
            renditions.Add(new Rendition(
                Text(ref lines, '\t'), Number(ref lines, '\t'), Number(ref lines, '\t'), Text(ref lines, '\t'), Text(ref lines, '\t'), Long(ref lines, '\n')));
        }

        return renditions;
    }

    public static long Wall(TakenAt takenAt) => (takenAt.Wall.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMillisecond;

    public static TakenAt ReadWall(long milliseconds) =>
        new(new DateTime((milliseconds * TimeSpan.TicksPerMillisecond) + DateTime.UnixEpoch.Ticks, DateTimeKind.Unspecified));

    /// <summary><c>yyyymmdd</c>.</summary>
    public static long Day(TakenAt takenAt) => (((takenAt.Wall.Year * 100L) + takenAt.Wall.Month) * 100) + takenAt.Wall.Day;

    public static string ReadDay(long day) => string.Create(CultureInfo.InvariantCulture, $"{day / 10000:D4}-{day / 100 % 100:D2}-{day % 100:D2}");

    private static ReadOnlySpan<byte> Until(ref ReadOnlySpan<byte> lines, char end)
    {
        var length = lines.IndexOf((byte)end);
        var field = lines[..length];
        lines = lines[(length + 1)..];
        return field;
    }

    private static string Text(ref ReadOnlySpan<byte> lines, char end) => Known(Until(ref lines, end));

    private static int Number(ref ReadOnlySpan<byte> lines, char end) => int.Parse(Until(ref lines, end), CultureInfo.InvariantCulture);

    private static long Long(ref ReadOnlySpan<byte> lines, char end) => long.Parse(Until(ref lines, end), CultureInfo.InvariantCulture);

    /// <summary>The few words that nearly every row has are not made anew for each.</summary>
    public static string Known(ReadOnlySpan<byte> utf8)
    {
        foreach (var word in Words)
        {
            if (utf8.SequenceEqual(word.Utf8)) return word.Text;
        }

        return Encoding.UTF8.GetString(utf8);
    }

    private static readonly (byte[] Utf8, string Text)[] Words =
        [.. new[] { "tile", "tile2x", "screen", "image/webp", ".webp", "image/jpeg", ".jpg", "image/png", "video/mp4" }.Select(word => (Encoding.UTF8.GetBytes(word), word))];
}

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(MediaFacts))]
internal sealed partial class PackingJson : JsonSerializerContext;
