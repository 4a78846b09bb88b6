namespace Vitrine.Imaging.Scrubbing.IsoMedia;

/// <summary>Room that must hold nothing but zeros.</summary>
internal static class Blank
{
    public static async Task MustBeAsync(Window result, long at, long end, string where, CancellationToken cancellationToken)
    {
        while (at < end)
        {
            var bytes = await result.OnwardsAsync(at, cancellationToken);
            bytes = bytes[..(int)Math.Min(bytes.Length, end - at)];
            if (bytes.Span.ContainsAnyExcept((byte)0)) throw Refuse.NotProved($"Something is left in {where}.");
            at += bytes.Length;
        }
    }
}
