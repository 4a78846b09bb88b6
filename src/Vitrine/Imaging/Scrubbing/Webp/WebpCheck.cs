namespace Vitrine.Imaging.Scrubbing.Webp;

/// <summary>Reads a scrubbed WebP and knows only what may stand in it.</summary>
internal static class WebpCheck
{
    public static async Task RunAsync(Window result, CancellationToken cancellationToken)
    {
        var end = await RiffChunk.ContainerAsync(result, cancellationToken);
        if (end != result.Length) throw Refuse.NotProved("Something follows the container.");
        var flags = 0;
        var (exif, profile) = (false, false);
        for (var at = (long)RiffChunk.ContainerHead; at < end;)
        {
            var chunk = await RiffChunk.ReadAsync(result, at, end, cancellationToken);
            var head = await result.ReadAsync(chunk.DataAt, (int)Math.Min(chunk.Length, 32), cancellationToken);
            exif |= chunk.Type == "EXIF";
            profile |= chunk.Type == "ICCP";
            if (chunk.Type == "VP8X") flags = head.Span[0];
            var right = chunk.Type switch
            {
                "VP8 " or "VP8L" or "ALPH" or "ANMF" or "ICCP" => true,
                "VP8X" => chunk.Length == 10,
                "ANIM" => chunk.Length == 6,
                "EXIF" => Orientation.IsMinimal(head.Span),
                _ => false,
            };
            if (!right) throw Refuse.NotProved($"Chunk {chunk.Type} is left.");
            at = chunk.End;
        }

        if ((flags & 0x04) != 0 || (flags & 0x08) != 0 != exif || (flags & 0x20) != 0 != profile) throw Refuse.NotProved("The header's flags are wrong.");
    }
}
