using System.Buffers;
using System.IO.Hashing;

namespace Vitrine.Library.Archives;

/// <summary>
/// Writes a zip from front to back into any stream, holding one buffer and the directory (some 150 bytes an entry). Its length can be
/// told beforehand. Stored, never packed: media are packed already. Not for concurrent use; the target stays the caller's.
/// </summary>
public sealed class ZipWriter(Stream target)
{
    private const int BufferLength = 64 * 1024;

    private readonly List<(ZipEntry Entry, uint Crc, long Offset)> directory = [];
    private long written;

    /// <summary>How long a zip of these entries will be, to the byte.</summary>
    public static long LengthOf(IEnumerable<ZipEntry> entries)
    {
        long at = 0, central = 0, count = 0;
        foreach (var entry in entries)
        {
            central += ZipRecords.CentralHeader(entry, 0, at).Length;
            at += ZipRecords.LocalHeader(entry).Length + entry.Length + (entry.Crc32 is null ? ZipRecords.Descriptor(entry, 0).Length : 0);
            count++;
        }

        return at + central + ZipRecords.End(count, at, central).Length;
    }

    /// <summary>Writes one file; reads <paramref name="content"/> once to its end and leaves it open. Returns the CRC-32 of what was written.</summary>
    /// <param name="afterEach">Runs after each 64 KB or less; what it throws ends the writing.</param>
    /// <exception cref="ArchiveBrokenException">Fewer or more bytes than promised, or another CRC. What was written is no archive.</exception>
    public async Task<uint> AddAsync(ZipEntry entry, Stream content, Func<CancellationToken, ValueTask> afterEach, CancellationToken cancellationToken)
    {
        var offset = written;
        await WriteAsync(ZipRecords.LocalHeader(entry), cancellationToken);
        var crc = await CopyAsync(entry, content, afterEach, cancellationToken);
        if (entry.Crc32 is { } promised && promised != crc) throw new ArchiveBrokenException($"The bytes of {entry.Name} are not those that were taken in.");
        if (entry.Crc32 is null) await WriteAsync(ZipRecords.Descriptor(entry, crc), cancellationToken);
        directory.Add((entry, crc, offset));
        return crc;
    }

    /// <summary>Writes the directory; nothing may be added after.</summary>
    public async Task FinishAsync(CancellationToken cancellationToken)
    {
        var at = written;
        foreach (var (entry, crc, offset) in directory) await WriteAsync(ZipRecords.CentralHeader(entry, crc, offset), cancellationToken);
        await WriteAsync(ZipRecords.End(directory.Count, at, written - at), cancellationToken);
        await target.FlushAsync(cancellationToken);
    }

    private async Task<uint> CopyAsync(ZipEntry entry, Stream content, Func<CancellationToken, ValueTask> afterEach, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferLength);
        try
        {
            var crc = new Crc32();
            var left = entry.Length;
            int read;
            while ((read = await content.ReadAsync(buffer, cancellationToken)) > 0 && left >= read)
            {
                crc.Append(buffer.AsSpan(0, read));
                left -= read;
                await WriteAsync(buffer.AsMemory(0, read), cancellationToken);
                await afterEach(cancellationToken);
            }

            return left == 0 && read == 0 ? crc.GetCurrentHashAsUInt32() : throw new ArchiveBrokenException($"{entry.Name} has not the length it was said to have.");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        await target.WriteAsync(bytes, cancellationToken);
        written += bytes.Length;
    }
}
