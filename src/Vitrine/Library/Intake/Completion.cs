using Vitrine.Imaging;
using Vitrine.Jobs;
using Vitrine.Library.Access;
using Vitrine.Library.Albums;
using Vitrine.Library.Guests;
using Vitrine.Storage;

namespace Vitrine.Library;

/// <summary>
/// The end of an upload whose bytes are all durable: duplicate or item (DESIGN 4.2). Each step can be repeated, none obeys the
/// client's leaving: bytes under their key, sidecar, then the one transaction.
/// </summary>
public sealed class Completion(
    IUploadCatalog uploads, IMediaCatalog media, IPartialWrites partials, IBlobStore store, Sidecars sidecars, IAlbumCatalog albums, AlbumAccess access,
    TimeProvider time)
{
    /// <summary>Reading more than this would keep other people's tiles waiting.</summary>
    private const long LargeToRead = 256L * 1024 * 1024;

    internal async Task<UploadStep> EndAsync(IncomingUpload upload)
    {
        if (upload.Offset == 0) return await RefuseEmptyAsync(upload);

        // A guest is never told what the owner has.
        var existing = upload.Row.Guest is null ? await media.FindByHashAsync(upload.Row.Owner, upload.Hash.Sha256Hex, CancellationToken.None) : null;
        return existing is null ? await ReceiveAsync(upload) : await RepeatAsync(upload, existing);
    }

    /// <summary>
    /// The end of an upload whose parts the store put together without us: what it is, a job reads soon (RULES 7). Null when another writer took over.
    /// </summary>
    internal async Task<MediaItem?> ReceiveUnreadAsync(Upload row, long fence, BlobKey key)
    {
        var item = Describe(row, key, FileType.Unknown, row.Length!.Value);
        return await CommitAsync(item, fence, row.Album, item.Bytes > LargeToRead ? Lanes.Heavy : Lanes.Tile) ? item : null;
    }

    /// <summary>Forgets an upload and whatever of it lies in the store. False when it is not under way: then nothing is touched.</summary>
    internal async Task<bool> DiscardAsync(Scope scope, MediaId id, CancellationToken cancellationToken)
    {
        if (!await uploads.AbandonAsync(scope, id, cancellationToken)) return false;
        await RemoveBytesAsync(id);
        return true;
    }

    /// <summary>Of a kind that its link does not take: nothing of it is kept.</summary>
    internal async Task<UploadStep> TurnAwayAsync(IncomingUpload upload)
    {
        await DiscardAsync(new Scope.Own(upload.Row.Owner), upload.Id, CancellationToken.None);
        return UploadRules.Unwelcome(upload.Row.Guest!);
    }

    /// <summary>The bytes of an upload that a crash left under their final key, or null.</summary>
    internal async Task<BlobInfo?> FindFinalAsync(MediaId id, CancellationToken cancellationToken)
    {
        await foreach (var blob in store.ListAsync(Keys.OriginalsOf(id), cancellationToken))
            if (blob.Key != Keys.Sidecar(id)) return blob;
        return null;
    }

    private async Task<UploadStep> ReceiveAsync(IncomingUpload upload)
    {
        // Before the bytes get their key: a node that takes over after a crash must find the note that belongs to them.
        if (upload.Note.Length > 0 && !await uploads.AdvanceAsync(upload.Id, upload.Fence, upload.Offset, upload.Progress.Save(), CancellationToken.None))
            return new UploadStep.Refused(ProblemCode.UploadBusy);

        var item = await DescribeAsync(upload);
        if (upload.Row.Guest is { } guest && !guest.Accepts.Includes(item.Kind)) return await TurnAwayAsync(upload);
        if (upload.FinalKey is null) await MakeFinalAsync(upload, item);
        return await CommitAsync(item, upload.Fence, upload.Row.Album, Lanes.Tile) ? new UploadStep.Ended(upload, new IntakeOutcome.Accepted(item)) : new UploadStep.Refused(ProblemCode.UploadBusy);
    }

    private async Task<bool> CommitAsync(MediaItem item, long fence, AlbumId? album, string lane)
    {
        await sidecars.WriteFirstAsync(item, CancellationToken.None);
        if (!await uploads.ReceiveAsync(item, fence, new NextWork(MediaWork.Tile, lane, time.GetUtcNow()), album, CancellationToken.None)) return false;
        Measures.Accepted(item);
        return true;
    }

    /// <summary>What is here already joins the album that was named, too.</summary>
    private async Task<UploadStep> RepeatAsync(IncomingUpload upload, MediaItem existing)
    {
        var owner = upload.Row.Owner;
        if (upload.Row.Album is { } album && await access.MayAddAsync(owner, album, CancellationToken.None))
            await albums.AddAsync(album, new Scope.Own(owner), [existing.Id], CancellationToken.None);
        if (!await uploads.EndAsDuplicateAsync(upload.Id, upload.Fence, existing.Id, CancellationToken.None))
            return new UploadStep.Refused(ProblemCode.UploadBusy);
        await RemoveBytesAsync(upload.Id);
        Measures.Repeated();
        return new UploadStep.Ended(upload, new IntakeOutcome.Duplicate(existing));
    }

    private async Task<UploadStep> RefuseEmptyAsync(IncomingUpload upload)
    {
        await DiscardAsync(new Scope.Own(upload.Row.Owner), upload.Id, CancellationToken.None);
        return new UploadStep.Refused(ProblemCode.EmptyFile);
    }

    private async Task MakeFinalAsync(IncomingUpload upload, MediaItem item)
    {
        var outcome = await partials.FinishAsync(upload.Partial, item.OriginalKey, item.ContentType, CancellationToken.None);
        if (outcome != WriteOutcome.Stored)
            throw new StorageUnavailableException($"{item.OriginalKey} holds other bytes than those of its upload.");
    }

    private async Task<MediaItem> DescribeAsync(IncomingUpload upload)
    {
        var type = upload.Type ?? Sniffer.Sniff(await HeadAsync(upload));
        var key = upload.FinalKey ?? Keys.Original(upload.Id, upload.Row.FileName, type.Extension);
        return Describe(upload.Row, key, type, upload.Offset) with { Sha256 = upload.Hash.Sha256Hex, Crc32 = upload.Hash.Crc32Value };
    }

    private MediaItem Describe(Upload row, BlobKey key, FileType type, long bytes)
    {
        var (takenAt, takenFrom) = GuessTaken(row);
        return new MediaItem
        {
            Id = row.Id,
            Owner = row.Owner,
            State = MediaState.Received,
            Version = 1,
            FileName = row.FileName,
            OriginalKey = key,
            Title = row.Title,
            Description = row.Description,
            Place = row.Place,
            Tags = row.Tags,
            Kind = type.Kind,
            ContentType = type.ContentType,
            Bytes = bytes,
            TakenAt = takenAt,
            TakenFrom = takenFrom,
            UploadedAt = time.GetUtcNow(),
            GuestName = row.Guest?.Name,
            WaitsIn = row.Guest is { Reviewed: true } ? row.Album : null,
        };
    }

    private async Task<byte[]> HeadAsync(IncomingUpload upload)
    {
        if (upload.Head.IsKnown) return upload.Head.Seen.ToArray();

        await using var content = upload.FinalKey is { } key
            ? (await store.OpenReadAsync(key, null, CancellationToken.None))?.Content
            : await partials.OpenReadAsync(upload.Partial, CancellationToken.None);
        if (content is null) throw new StorageUnavailableException($"The bytes of upload {upload.Name} are gone.");
        var head = new byte[FileType.HeadLength];
        return head[..await content.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, CancellationToken.None)];
    }

    /// <summary>Until the file itself is read (RULES 9).</summary>
    private (TakenAt At, TakenFrom From) GuessTaken(Upload row)
    {
        var now = time.GetUtcNow();
        return row.FileTime is { } fileTime && TakenAt.From(fileTime).IsPlausible(now)
            ? (TakenAt.From(fileTime), TakenFrom.FileTime)
            : (TakenAt.From(now), TakenFrom.Upload);
    }

    private async Task RemoveBytesAsync(MediaId id)
    {
        await partials.AbandonAsync(id.ToString(), CancellationToken.None);
        await foreach (var blob in store.ListAsync(Keys.OriginalsOf(id), CancellationToken.None))
            await store.DeleteAsync(blob.Key, CancellationToken.None);
    }
}
