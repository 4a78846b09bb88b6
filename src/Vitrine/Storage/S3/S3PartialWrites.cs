using System.Net;
using System.Runtime.CompilerServices;
using Amazon.S3;
using Amazon.S3.Model;

namespace Vitrine.Storage.S3;

/// <summary>
/// Uploads under way: a multipart upload at the final key, and tails in <c>incoming/</c> (RULES 6). Nothing lies on this machine; the row's note
/// is all that another node needs.
/// </summary>
internal sealed class S3PartialWrites(S3Bucket bucket, S3Calls calls, S3Objects objects, S3Tails tails, S3Marker marker, S3Buffers buffers) : IPartialWrites
{
    /// <summary>
    /// The SDK leaves 60 KB of garbage a part, and the collector lets 40 MiB come together before it looks. Measured over 17 GB into a bucket, memory
    /// beyond rest: 45 MiB instead of 88, in the same time; a collection of the youngest costs less than a millisecond.
    /// </summary>
    private const int WorthCollecting = 32 * 1024 * 1024;

    /// <summary>Nothing is made before there are bytes.</summary>
    public async Task BeginAsync(string upload, CancellationToken cancellationToken)
    {
        Require(upload);
        await marker.RequireAsync(cancellationToken);
    }

    public async Task<Appended> AppendAsync(PartialUpload upload, PartialTarget target, Stream content, CancellationToken cancellationToken)
    {
        Require(upload.Name);
        var parts = S3Parts.Read(upload.Note) ?? S3Parts.New(target.LengthAtMost);
        ArgumentOutOfRangeException.ThrowIfNotEqual(upload.Length, parts.Length, nameof(upload));
        await marker.RequireAsync(cancellationToken);
        await using var appending = new S3Appending(upload.Name, parts, target, objects, tails, bucket, buffers);
        try
        {
            var failure = await appending.RunAsync(content, cancellationToken);
            parts = appending.Parts;
            if (parts.Length - upload.Length >= WorthCollecting) GC.Collect(0, GCCollectionMode.Forced, blocking: false);
            return new Appended(upload with { Length = parts.Length, Note = parts.Length == 0 ? [] : parts.Write() }, failure);
        }
        catch (AmazonS3Exception gone) when (gone.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.PreconditionFailed)
        {
            throw Gone(upload.Name, gone);
        }
    }

    public async Task<long?> LengthAsync(PartialUpload upload, CancellationToken cancellationToken)
    {
        Require(upload.Name);
        await marker.RequireAsync(cancellationToken);
        if (S3Parts.Read(upload.Note) is not { } parts) return 0;
        return await HoldsLastPartAsync(parts, cancellationToken) && await tails.AreHeldAsync(parts.Tails, cancellationToken) ? parts.Length : null;
    }

    /// <summary>Parts cannot be read before they are put together; tails can.</summary>
    public async Task<Stream?> OpenReadAsync(PartialUpload upload, CancellationToken cancellationToken)
    {
        if (S3Parts.Read(upload.Note) is not { UploadId: null } parts) return null;
        var bytes = new byte[parts.TailBytes];
        try
        {
            await tails.LoadAsync(parts.Tails, bytes, cancellationToken);
            return new MemoryStream(bytes, writable: false);
        }
        catch (AmazonS3Exception gone) when (gone.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.PreconditionFailed)
        {
            return null;
        }
    }

    public async Task<WriteOutcome> FinishAsync(PartialUpload upload, BlobKey key, string contentType, CancellationToken cancellationToken)
    {
        Require(upload.Name);
        await marker.RequireAsync(cancellationToken);
        var parts = S3Parts.Read(upload.Note);
        if (parts is null || parts.Length != upload.Length)
            throw new StorageUnavailableException($"Upload {upload.Name} holds {parts?.Length ?? 0} bytes instead of {upload.Length}.");

        var outcome = await FinishAsync(upload.Name, parts, bucket.NameOf(key), contentType, cancellationToken);
        if (outcome == WriteOutcome.Stored && parts.HadTails) await tails.ForgetAsync(upload.Name, cancellationToken);
        return outcome;
    }

    public async Task AbandonAsync(string upload, CancellationToken cancellationToken)
    {
        Require(upload);
        await marker.RequireAsync(cancellationToken);
        await foreach (var begun in MultipartsAsync(cancellationToken))
            if (UploadOf(begun.Key) == upload) await objects.AbortAsync(begun.Key, begun.UploadId, cancellationToken);
        await tails.ForgetAsync(upload, cancellationToken);
    }

    public async IAsyncEnumerable<HeldUpload> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await marker.RequireAsync(cancellationToken);
        await foreach (var begun in MultipartsAsync(cancellationToken))
            if (UploadOf(begun.Key) is { } upload) yield return new HeldUpload(upload, 0, MomentOf(begun.Initiated));

        var request = new ListObjectsV2Request { BucketName = bucket.Name, Prefix = bucket.Prefix + S3Bucket.Incoming };
        ListObjectsV2Response page;
        do
        {
            page = await calls.ListAsync((client, stop) => client.ListObjectsV2Async(request, stop), cancellationToken);
            foreach (var tail in page.S3Objects ?? [])
                if (UploadOf(tail.Key) is { } upload) yield return new HeldUpload(upload, tail.Size ?? 0, MomentOf(tail.LastModified));
            request.ContinuationToken = page.NextContinuationToken;
        }
        while (page.IsTruncated == true);
    }

    private async Task<WriteOutcome> FinishAsync(string upload, S3Parts parts, string name, string contentType, CancellationToken cancellationToken)
    {
        try
        {
            if (parts.UploadId is null) return await FinishSmallAsync(upload, parts, name, contentType, cancellationToken);
            if (await ProvedAsync(parts, cancellationToken) is { } proved)
            {
                if (parts.TailBytes > 0) proved.Add(await SendTailsAsync(parts, cancellationToken));
                if (await new S3Finish(objects, name, parts.UploadId, upload, parts.Length).RunAsync(proved, cancellationToken) is { } outcome) return outcome;
            }

            // Other bytes than those that were hashed: nothing of it may ever be kept.
            await objects.AbortAsync(name, parts.UploadId, cancellationToken);
            throw Gone(upload, null);
        }
        catch (AmazonS3Exception gone) when (gone.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.PreconditionFailed)
        {
            return await S3Finish.LookAsync(objects, name, upload, parts.Length, cancellationToken) ?? throw Gone(upload, gone);
        }
    }

    private async Task<WriteOutcome> FinishSmallAsync(string upload, S3Parts parts, string name, string contentType, CancellationToken cancellationToken)
    {
        using var buffer = await buffers.TakeAsync(parts.TailBytes, cancellationToken);
        await tails.LoadAsync(parts.Tails, buffer.Memory, cancellationToken);
        return await objects.CreateAsync(name, buffer.Memory, contentType, upload, cancellationToken) ? WriteOutcome.Stored : WriteOutcome.AlreadyThere;
    }

    private async Task<List<PartETag>?> ProvedAsync(S3Parts parts, CancellationToken cancellationToken) =>
        parts.Proved(await objects.PartsAsync(parts.Name!, parts.UploadId!, behind: 0, parts.Count, cancellationToken));

    private async Task<PartETag> SendTailsAsync(S3Parts parts, CancellationToken cancellationToken)
    {
        using var buffer = await buffers.TakeAsync(parts.TailBytes, cancellationToken);
        await tails.LoadAsync(parts.Tails, buffer.Memory, cancellationToken);
        return await objects.UploadPartAsync(parts.Name!, parts.UploadId!, parts.Count + 1, buffer.Memory, cancellationToken);
    }

    private async Task<bool> HoldsLastPartAsync(S3Parts parts, CancellationToken cancellationToken)
    {
        if (parts.Count == 0) return true;
        try
        {
            return (await objects.PartsAsync(parts.Name!, parts.UploadId!, parts.Count - 1, 1, cancellationToken)) is [{ } last] && last.PartNumber == parts.Count;
        }
        catch (AmazonS3Exception gone) when (gone.StatusCode == HttpStatusCode.NotFound)
        {
            return false;
        }
    }

    private async IAsyncEnumerable<MultipartUpload> MultipartsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = new ListMultipartUploadsRequest { BucketName = bucket.Name, Prefix = bucket.Prefix };
        ListMultipartUploadsResponse page;
        do
        {
            page = await calls.ListAsync((client, stop) => client.ListMultipartUploadsAsync(request, stop), cancellationToken);
            foreach (var begun in page.MultipartUploads ?? []) yield return begun;
            (request.KeyMarker, request.UploadIdMarker) = (page.NextKeyMarker, page.NextUploadIdMarker);
        }
        while (page.IsTruncated == true);
    }

    /// <summary>The last folder of a name; null where that is no upload's.</summary>
    private static string? UploadOf(string name) => name.Split('/') is [.., var folder, _] && IncomingNames.IsValid(folder) ? folder : null;

    private static void Require(string upload)
    {
        if (!IncomingNames.IsValid(upload)) throw new ArgumentException($"Not the name of an upload: {upload}", nameof(upload));
    }

    private static DateTimeOffset MomentOf(DateTime? modified) => new(DateTime.SpecifyKind(modified ?? DateTime.UnixEpoch, DateTimeKind.Utc));

    private static StorageUnavailableException Gone(string upload, Exception? cause) =>
        new($"The bucket no longer holds what was received of upload {upload}; it begins anew.", cause);
}
