namespace Vitrine.Imaging.Scrubbing;

/// <summary>
/// A view of at most 64 KB that moves over a file, so that parsers read small things without a call each. What was returned is
/// valid until the next read. A wish beyond the end of the file refuses the file.
/// </summary>
internal sealed class Window(IFileBytes file)
{
    public const int Largest = 64 * 1024;

    private readonly byte[] buffer = new byte[Largest];
    private long start;
    private int count;

    public long Length => file.Length;

    /// <summary>A second view of the same file, for tables that are read side by side.</summary>
    public Window Another() => new(file);

    /// <summary>Exactly <paramref name="length"/> bytes, at most <see cref="Largest"/>.</summary>
    public async ValueTask<ReadOnlyMemory<byte>> ReadAsync(long at, int length, CancellationToken cancellationToken)
    {
        if (at < 0 || length < 0 || at > Length - length) throw Refuse.Damaged($"{length} bytes at {at} would lie outside the file.");
        if (at < start || at + length > start + count) await FillAsync(at, length, cancellationToken);
        return buffer.AsMemory((int)(at - start), length);
    }

    /// <summary>At least one byte from here on, as many as are at hand.</summary>
    public async ValueTask<ReadOnlyMemory<byte>> OnwardsAsync(long at, CancellationToken cancellationToken)
    {
        await ReadAsync(at, 1, cancellationToken);
        return buffer.AsMemory((int)(at - start), count - (int)(at - start));
    }

    private async ValueTask FillAsync(long at, int length, CancellationToken cancellationToken)
    {
        (start, count) = (at, 0);
        while (count < length)
        {
            var wanted = (int)Math.Min(buffer.Length - count, Length - at - count);
            var read = await file.ReadAsync(at + count, buffer.AsMemory(count, wanted), cancellationToken);
            if (read == 0) throw Refuse.Damaged("The file is shorter than it was said to be.");
            count += read;
        }
    }
}
