using System.Diagnostics.Metrics;

namespace Vitrine.Library;

/// <summary>What the library counts, for whoever watches: meter <c>Vitrine.Library</c>.</summary>
internal static class Measures
{
    private static readonly Meter Meter = new("Vitrine.Library");

    private static readonly Counter<long> Uploads = Meter.CreateCounter<long>("vitrine.uploads", description: "Uploads that ended, by outcome.");
    private static readonly Counter<long> Bytes = Meter.CreateCounter<long>("vitrine.uploads.bytes", "By", "Bytes of new originals.");

    public static void Accepted(MediaItem item)
    {
        Uploads.Add(1, new KeyValuePair<string, object?>("outcome", "accepted"));
        Bytes.Add(item.Bytes);
    }

    public static void Repeated() => Uploads.Add(1, new KeyValuePair<string, object?>("outcome", "duplicate"));
}
