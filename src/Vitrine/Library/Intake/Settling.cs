using Vitrine.Storage;

namespace Vitrine.Library;

/// <summary>
/// After a crash or a lost answer: brings an upload's row and its bytes together again. Bytes that are short of the row's offset
/// set it back to what can be proved (RULES 4); bytes that have their key already get their row (trust K05).
/// </summary>
public sealed class Settling(IUploadCatalog uploads, IPartialWrites partials, IBlobStore store, Completion completion)
{
    internal async Task<bool> IsNeededAsync(Upload row, CancellationToken cancellationToken) =>
        row.Length == row.Offset || (await partials.LengthAsync(PartialOf(row), cancellationToken) ?? -1) < row.Offset;

    /// <summary>For the writer that holds the fence.</summary>
    internal async Task<UploadStep> SettleAsync(Upload row, long fence)
    {
        var held = await partials.LengthAsync(PartialOf(row), CancellationToken.None);
        if (held is null) return await AdoptFinalAsync(row, fence);

        var upload = new IncomingUpload(row, fence, UploadProgress.Restore(row.HashState));
        if (held < row.Offset || upload.Offset != row.Offset)
        {
            await HashHeldAsync(upload, PartialOf(row));
            if (!await RecordAsync(upload)) return new UploadStep.Refused(ProblemCode.UploadBusy);
        }

        return upload.IsWhole ? await completion.EndAsync(upload) : new UploadStep.Open(upload);
    }

    private async Task<UploadStep> AdoptFinalAsync(Upload row, long fence)
    {
        var upload = new IncomingUpload(row, fence, UploadProgress.New());
        if (await completion.FindFinalAsync(row.Id, CancellationToken.None) is { } final && final.Length == row.Length)
        {
            upload.FinalKey = final.Key;
            await using var blob = await store.OpenReadAsync(final.Key, null, CancellationToken.None);
            if (blob is not null) upload.Hash = await HashAsync(blob.Content);
            if (upload.IsWhole) return await completion.EndAsync(upload);
        }

        await partials.BeginAsync(upload.Name, CancellationToken.None);
        upload = new IncomingUpload(row, fence, UploadProgress.New());
        return await RecordAsync(upload) ? new UploadStep.Open(upload) : new UploadStep.Refused(ProblemCode.UploadBusy);
    }

    private async Task<bool> RecordAsync(IncomingUpload upload)
    {
        if (!await uploads.AdvanceAsync(upload.Id, upload.Fence, upload.Offset, upload.Progress.Save(), CancellationToken.None)) return false;
        upload.Row = upload.Row with { Offset = upload.Offset, HashState = [] };
        return true;
    }

    private static PartialUpload PartialOf(Upload row) => new(row.Id.ToString(), row.Offset, UploadProgress.Restore(row.HashState).Note);

    /// <summary>What cannot be read again cannot be proved, and begins anew.</summary>
    private async Task HashHeldAsync(IncomingUpload upload, PartialUpload held)
    {
        await using var content = await partials.OpenReadAsync(held, CancellationToken.None);
        upload.Hash = content is null ? new RunningHash() : await HashAsync(content);
        if (content is null) upload.Note = [];
    }

    private static async Task<RunningHash> HashAsync(Stream content)
    {
        var hash = new RunningHash();
        var buffer = new byte[256 * 1024];
        int read;
        while ((read = await content.ReadAsync(buffer, CancellationToken.None)) > 0) hash.Append(buffer.AsSpan(0, read));
        return hash;
    }
}
