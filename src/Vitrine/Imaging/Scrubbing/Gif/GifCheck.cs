namespace Vitrine.Imaging.Scrubbing.Gif;

/// <summary>Reads a scrubbed GIF and knows only what may stand in it.</summary>
internal static class GifCheck
{
    public static async Task RunAsync(Window result, CancellationToken cancellationToken)
    {
        var flags = (await result.ReadAsync(10, 1, cancellationToken)).Span[0];
        var at = 13L + (flags < 0x80 ? 0 : 3 * (1 << ((flags & 7) + 1)));
        while (at < result.Length - 1)
        {
            var head = (await result.ReadAsync(at, (int)Math.Min(16, result.Length - at), cancellationToken)).ToArray();
            at = head switch
            {
                [0x2C, ..] => await SubBlocks.EndAsync(result, at + 11 + (head[9] < 0x80 ? 0 : 3 * (1 << ((head[9] & 7) + 1))), cancellationToken),
                [0x21, 0xF9, 4, _, _, _, _, 0, ..] => at + 8,
                [0x21, 0xFF, 11, .. var name] when name.AsSpan().StartsWith("NETSCAPE2.0"u8) || name.AsSpan().StartsWith("ANIMEXTS1.0"u8) => at + 19,
                _ => throw Refuse.NotProved($"Something else at {at} is left."),
            };
        }

        if (at != result.Length - 1 || (await result.ReadAsync(at, 1, cancellationToken)).Span[0] != 0x3B) throw Refuse.NotProved("It does not end with its trailer.");
    }
}
