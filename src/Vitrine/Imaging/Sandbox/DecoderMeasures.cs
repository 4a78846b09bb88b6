using System.Diagnostics.Metrics;

namespace Vitrine.Imaging.Sandbox;

/// <summary>What the decoders count, for whoever watches: meter <c>Vitrine.Imaging</c>.</summary>
internal static class DecoderMeasures
{
    private static readonly Meter Meter = new("Vitrine.Imaging");

    private static readonly Histogram<double> Renditions =
        Meter.CreateHistogram<double>("vitrine.renditions.duration", "ms", "From a free worker to the renditions of one decode, by outcome.");

    private static readonly Counter<long> Replaced = Meter.CreateCounter<long>("vitrine.decoder.replaced", description: "Decoders that died, hung or broke.");

    public static void Made(PictureOutcome outcome, TimeSpan took)
    {
        var word = outcome switch { PictureOutcome.Made => "made", PictureOutcome.Refused => "refused", _ => "broken" };
        Renditions.Record(took.TotalMilliseconds, new KeyValuePair<string, object?>("outcome", word));
        if (outcome is PictureOutcome.Broken) Replaced.Add(1);
    }
}
