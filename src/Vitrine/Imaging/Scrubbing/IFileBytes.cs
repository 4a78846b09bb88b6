namespace Vitrine.Imaging.Scrubbing;

/// <summary>A file's bytes by offset. Whoever opened it disposes it; one reader at a time.</summary>
public interface IFileBytes
{
    /// <summary>Bytes of the whole file; does not change while it is open.</summary>
    long Length { get; }

    /// <summary>
    /// Reads at an offset inside the file; at least one byte unless the buffer is empty or the file is shorter than it said (then 0).
    /// Reading onwards from where the last read ended is cheap, anything else may cost a request to a bucket.
    /// </summary>
    ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken);
}
