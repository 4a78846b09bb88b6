namespace Vitrine.Imaging.Scrubbing.Png;

/// <summary>Reads a scrubbed PNG and knows only what may stand in it.</summary>
internal static class PngCheck
{
    private static readonly HashSet<string> MayStay =
    [
        "IHDR", "PLTE", "IDAT", "IEND", "tRNS", "bKGD", "sBIT", "cHRM", "gAMA", "cICP", "sRGB", "pHYs", "mDCV", "mDCv", "cLLI", "cLLi",
        "acTL", "fcTL", "fdAT", "iCCP", "eXIf",
    ];

    /// <summary>Everything but pixels and profiles is small.</summary>
    private const int LargestTable = 768;

    public static async Task RunAsync(Window result, CancellationToken cancellationToken)
    {
        var chunk = await Chunk.ReadAsync(result, Chunk.SignatureLength, cancellationToken);
        for (; chunk.Type != "IEND"; chunk = await Chunk.ReadAsync(result, chunk.End, cancellationToken))
        {
            if (!MayStay.Contains(chunk.Type)) throw Refuse.NotProved($"Chunk {chunk.Type} is left.");
            var head = await result.ReadAsync(chunk.DataAt, (int)Math.Min(chunk.Length, LargestTable), cancellationToken);
            var right = chunk.Type switch
            {
                "IDAT" or "fdAT" => true,
                "iCCP" => head.Span.StartsWith("icc\0\0"u8),
                "eXIf" => Orientation.IsMinimal(head.Span),
                _ => chunk.Length <= LargestTable,
            };
            if (!right) throw Refuse.NotProved($"Chunk {chunk.Type} is not as it should be.");
        }

        if (chunk.End != result.Length || chunk.Length != 0) throw Refuse.NotProved("Something follows the end of the picture.");
    }
}
