using Vitrine.Imaging;
using Vitrine.Jobs;
using Vitrine.Storage;

namespace Vitrine.Library;

/// <summary>
/// Reads an original once whose bytes came without us: its hash, its true type, whether its owner has it already. Only then may
/// others see it (RULES 7). Ends its job with the tile's to follow; repeating it is harmless.
/// </summary>
internal sealed class OriginalReading(IMediaCatalog catalog, IBlobStore store, TimeProvider time, ILogger<OriginalReading> log)
{
    public async Task ReadAsync(Job job, MediaItem item, CancellationToken cancellationToken)
    {
        await using var blob = await store.OpenReadAsync(item.OriginalKey, null, cancellationToken);
        if (blob is null)
        {
            await catalog.MarkFailedAsync(job, ProblemCode.OriginalMissing, cancellationToken);
            return;
        }

        var head = new byte[FileType.HeadLength];
        var seen = await blob.Content.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken);
        var hash = new RunningHash();
        hash.Append(head.AsSpan(0, seen));
        await hash.AppendAllAsync(blob.Content, cancellationToken);
        if (hash.Length != item.Bytes) throw new StorageUnavailableException($"{item.OriginalKey} has {hash.Length} bytes instead of {item.Bytes}.");

        var type = Sniffer.Sniff(head.AsSpan(0, seen));
        var repeats = await catalog.FindByHashAsync(item.Owner, hash.Sha256Hex, cancellationToken) is { } same && same.Id != item.Id;
        var read = new ReadOriginal(hash.Sha256Hex, hash.Crc32Value, type.Kind, type.ContentType, repeats);
        var next = repeats ? null : new NextWork(MediaWork.Tile, Lanes.Tile, time.GetUtcNow());
        if (!await catalog.MarkReadAsync(job, read, next, cancellationToken)) log.LogInformation("{Id} was read too late.", job.Id);
    }
}
