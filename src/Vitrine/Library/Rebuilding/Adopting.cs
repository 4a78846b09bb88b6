using Vitrine.Imaging;
using Vitrine.Jobs;
using Vitrine.Library.Access;
using Vitrine.Storage;

namespace Vitrine.Library;

/// <summary>Makes a row and a sidecar for an original that has none, from its bytes and its place alone.</summary>
internal sealed class Adopting(IMediaCatalog catalog, IUploadCatalog uploads, IBlobStore blobs, Sidecars sidecars, TimeProvider time)
{
    /// <summary>
    /// Takes in what lies in a folder, for an owner; whoever has the row already stays its owner. What stood in the row or the sidecar
    /// (title, tags, the true name) is lost. False when there is not just one file, or a tombstone stands for it.
    /// </summary>
    public async Task<bool> AdoptAsync(OriginalFolder folder, Account owner, CancellationToken cancellationToken)
    {
        if (folder is not { Id: { } id, Sidecar: null, Files: [{ Length: > 0 } original] }) return false;
        if (await uploads.IsUnderWayAsync(id, cancellationToken)) return false;
        if (await catalog.FindAsync(Scope.Everything, id, cancellationToken) is not { } item)
        {
            item = await DescribeAsync(id, original, owner, cancellationToken);
            if (!await catalog.AdoptAsync(item, new NextWork(MediaWork.Tile, Lanes.Tile, time.GetUtcNow()), cancellationToken)) return false;
        }

        // After the row, or a tombstone's original would get a sidecar back; without it, running again writes it.
        await sidecars.WriteFirstAsync(item, cancellationToken);
        return true;
    }

    private async Task<MediaItem> DescribeAsync(MediaId id, BlobInfo original, Account owner, CancellationToken cancellationToken)
    {
        await using var blob = await blobs.OpenReadAsync(original.Key, null, cancellationToken)
            ?? throw new StorageUnavailableException($"{original.Key} went away while it was read.");
        var head = new byte[FileType.HeadLength];
        head = head[..await blob.Content.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken)];
        var hash = new RunningHash();
        hash.Append(head);
        await hash.AppendAllAsync(blob.Content, cancellationToken);
        var type = Sniffer.Sniff(head);
        return new MediaItem
        {
            Id = id,
            Owner = owner.Id,
            State = MediaState.Received,
            Version = 1,
            FileName = original.Key.Value[(original.Key.Value.LastIndexOf('/') + 1)..],
            OriginalKey = original.Key,
            Kind = type.Kind,
            ContentType = type.ContentType,
            Bytes = original.Length,
            Sha256 = hash.Sha256Hex,
            Crc32 = hash.Crc32Value,
            TakenAt = TakenAt.From(id.MadeAt),
            TakenFrom = TakenFrom.Upload,
            UploadedAt = id.MadeAt,
        };
    }
}
