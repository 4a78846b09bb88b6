using System.Text;
using Vitrine.Imaging;

namespace Vitrine.Library;

/// <summary>
/// What a file says of itself, as far as the catalog may believe it. The decoder has cut and cleaned already, but it has touched
/// untrusted bytes: every limit is held here again.
/// </summary>
internal static class Findings
{
    private const int LongestMore = 32 * 1024;
    private const int LongestName = 100;

    public static ReadyMedia Of(PictureFacts facts, DateTimeOffset now)
    {
        var taken = TakenAt.TryParse(facts.TakenAt, out var at) && at.IsPlausible(now);
        var placed = facts is { Latitude: >= -90 and <= 90, Longitude: >= -180 and <= 180 };
        return new ReadyMedia
        {
            Width = facts.Width,
            Height = facts.Height,
            TakenAt = taken ? at : null,
            TakenOffsetMinutes = taken && facts.TakenOffsetMinutes is >= -720 and <= 840 ? facts.TakenOffsetMinutes : null,
            TakenFrom = !taken ? null : facts.TakenFrom == "xmp" ? TakenFrom.Xmp : TakenFrom.Exif,
            Latitude = placed ? facts.Latitude : null,
            Longitude = placed ? facts.Longitude : null,
            Thumbhash = facts.Thumbhash is { Length: >= 5 and <= 40 } ? facts.Thumbhash : null,
            // It stays behind the tile: a black drawing on glass would vanish on its own mean.
            DominantColour = facts is { HasAlpha: false, DominantColour: >= 0 and <= 0xFFFFFF } ? facts.DominantColour : null,
            Title = Cut(MediaTexts.Line(facts.Title), MediaTexts.LongestTitle),
            Description = Cut(MediaTexts.Lines(facts.Description), MediaTexts.LongestDescription),
            Tags = TagsOf(facts),
            Facts = new MediaFacts
            {
                CameraMake = Name(facts.CameraMake),
                CameraModel = Name(facts.CameraModel),
                Lens = Name(facts.Lens),
                Exposure = Name(facts.Exposure),
                FNumber = Finite(facts.FNumber),
                FocalLengthMm = Finite(facts.FocalLengthMm),
                Iso = facts.Iso,
                AltitudeMetres = Finite(facts.AltitudeMetres),
                Rating = facts.Rating is >= 1 and <= 5 ? facts.Rating : null,
                More = Bounded(facts.More),
            },
        };
    }

    private static List<string>? TagsOf(PictureFacts facts)
    {
        var tags = MediaTexts.Tags(facts.Keywords)!.Where(t => t.Length <= MediaTexts.LongestTag).Take(MediaTexts.MostTags).ToList();
        return tags.Count == 0 ? null : tags;
    }

    private static string? Name(string? text) => Cut(MediaTexts.Line(text), LongestName);

    private static string? Cut(string? text, int longest)
    {
        if (string.IsNullOrEmpty(text)) return null;
        return text.Length <= longest ? text : text[..(char.IsHighSurrogate(text[longest - 1]) ? longest - 1 : longest)];
    }

    private static double? Finite(double? number) => number is { } value && double.IsFinite(value) ? value : null;

    private static Dictionary<string, string> Bounded(IReadOnlyDictionary<string, string> more)
    {
        var kept = new Dictionary<string, string>(StringComparer.Ordinal);
        var left = LongestMore;
        foreach (var (name, value) in more)
        {
            var (key, text) = (MediaTexts.Line(name)!, MediaTexts.Lines(value)!);
            left -= Encoding.UTF8.GetByteCount(key) + Encoding.UTF8.GetByteCount(text);
            if (left < 0) break;
            kept.TryAdd(key, text);
        }

        return kept;
    }
}
