namespace Vitrine.Imaging.Scrubbing.Gif;

/// <summary>Chains of at most 255 bytes each, ended by an empty one.</summary>
internal static class SubBlocks
{
    /// <summary>Behind the empty one.</summary>
    public static async ValueTask<long> EndAsync(Window file, long at, CancellationToken cancellationToken)
    {
        while (true)
        {
            var (ended, next) = Follow((await file.OnwardsAsync(at, cancellationToken)).Span);
            at += next;
            if (ended) return at;
        }
    }

    /// <summary>As far as these bytes lead; the last step may lead beyond them.</summary>
    private static (bool Ended, int Next) Follow(ReadOnlySpan<byte> bytes)
    {
        var at = 0;
        while (at < bytes.Length)
        {
            var length = bytes[at];
            at += 1 + length;
            if (length == 0) return (true, at);
        }

        return (false, at);
    }
}
