namespace Vitrine.Imaging.Scrubbing.IsoMedia;

/// <summary>Reads big-endian numbers one after another, never beyond its end.</summary>
internal sealed class ByteCursor(Window file, long at, long end)
{
    public long At => at;

    /// <param name="length">Bytes of the number, 0 to 8; a number of no bytes is 0. More than 2^63 refuses the file.</param>
    public async ValueTask<long> NumberAsync(int length, CancellationToken cancellationToken)
    {
        if (length == 0) return 0;
        if (at > end - length) throw Refuse.Damaged($"A table ends early at {at}.");
        ulong value = 0;
        foreach (var unit in (await file.ReadAsync(at, length, cancellationToken)).Span) value = (value << 8) | unit;
        at += length;
        return value <= long.MaxValue ? (long)value : throw Refuse.Damaged($"A number at {at} is too large.");
    }
}
