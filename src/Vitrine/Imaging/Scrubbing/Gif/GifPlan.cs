namespace Vitrine.Imaging.Scrubbing.Gif;

/// <summary>Keeps pictures, their controls and the loop count; comments, XMP and other applications' blocks go, and what follows the trailer.</summary>
internal static class GifPlan
{
    private const int MostBlocks = 500_000;
    private const byte Image = 0x2C, Extension = 0x21, Trailer = 0x3B;
    private const byte Control = 0xF9, Comment = 0xFE, Application = 0xFF;

    public static async Task<ScrubPlan> MakeAsync(Window file, CancellationToken cancellationToken)
    {
        var head = await file.ReadAsync(0, 13, cancellationToken);
        if (!head.Span.StartsWith("GIF87a"u8) && !head.Span.StartsWith("GIF89a"u8)) throw Refuse.Damaged("No GIF header.");
        var plan = new PlanWriter();
        var at = 13L + ColourTable(head.Span[10]);
        plan.Copy(0, at);
        var pictured = false;
        for (var blocks = 0; ; blocks++)
        {
            if (blocks == MostBlocks) throw Refuse.TooManyParts($"More than {MostBlocks} blocks.");
            var kind = (await file.ReadAsync(at, 1, cancellationToken)).Span[0];
            if (kind == Trailer) break;
            if (kind == Image)
            {
                var flags = (await file.ReadAsync(at + 9, 1, cancellationToken)).Span[0];
                var end = await SubBlocks.EndAsync(file, at + 10 + ColourTable(flags) + 1, cancellationToken);
                plan.Copy(at, end - at);
                (at, pictured) = (end, true);
            }
            else if (kind == Extension) at = await ExtensionAsync(file, at, plan, cancellationToken);
            else throw Refuse.NotUnderstood($"Block {kind:X2} at {at}.");
        }

        plan.Write([Trailer]);
        return pictured ? plan.Build() : throw Refuse.Damaged("No picture.");
    }

    private static int ColourTable(byte flags) => (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);

    private static async Task<long> ExtensionAsync(Window file, long at, PlanWriter plan, CancellationToken cancellationToken)
    {
        var label = (await file.ReadAsync(at + 1, 1, cancellationToken)).Span[0];
        var end = await SubBlocks.EndAsync(file, at + 2, cancellationToken);
        switch (label)
        {
            case Control:
                if (end - at != 8) throw Refuse.Damaged("A graphic control of the wrong length.");
                plan.Copy(at, 8);
                break;
            case Application when end - at == 19 && IsLoop((await file.ReadAsync(at, 19, cancellationToken)).Span):
                plan.Copy(at, 19);
                break;
            case Application or Comment:
                break;
            default:
                throw Refuse.NotUnderstood($"Extension {label:X2} at {at}.");
        }

        return end;
    }

    /// <summary>Netscape's loop count and its twin: an 11-byte name, one sub-block of three bytes.</summary>
    private static bool IsLoop(ReadOnlySpan<byte> block) =>
        block[2] == 11 && (block[3..].StartsWith("NETSCAPE2.0"u8) || block[3..].StartsWith("ANIMEXTS1.0"u8)) && block[14] == 3 && block[15] == 1;
}
