using System.Net;
using System.Runtime.CompilerServices;
using Amazon.S3;
using Amazon.S3.Model;

namespace Vitrine.Storage.S3;

// What the site's role needs (an operator grants it; `deploy` holds the same list):
//   on the bucket             s3:ListBucket, s3:ListBucketMultipartUploads, s3:ListBucketVersions
//   on bucket/prefix*         s3:GetObject, s3:PutObject, s3:DeleteObject, s3:DeleteObjectVersion, s3:AbortMultipartUpload, s3:ListMultipartUploadParts
//   with sse-kms, on the key  kms:GenerateDataKey, kms:Decrypt

/// <summary>Blobs as objects of one bucket: the key is the object's name behind the prefix.</summary>
internal sealed class S3BlobStore(
    S3Bucket bucket, S3Calls calls, S3Objects objects, S3Marker marker, S3Buffers buffers, S3Connection connection, TimeProvider time) : IBlobStore
{
    public async Task<WriteOutcome> WriteAsync(BlobKey key, Stream content, string contentType, CancellationToken cancellationToken)
    {
        await marker.RequireAsync(cancellationToken);
        var length = content.CanSeek ? content.Length - content.Position : (long?)null;
        using var buffer = await buffers.TakeAsync((int)Math.Min(length ?? S3Parts.Smallest, S3Parts.Smallest), cancellationToken);
        var read = await content.ReadAtLeastAsync(buffer.Memory, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        var created = read < buffer.Length || read == length
            ? await objects.CreateAsync(bucket.NameOf(key), buffer.Memory[..read], contentType, cancellationToken)
            : await WriteLargeAsync(key, content, contentType, length, buffer, cancellationToken);
        return created ? WriteOutcome.Stored : WriteOutcome.AlreadyThere;
    }

    public async Task<Blob?> OpenReadAsync(BlobKey key, ByteRange? range, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(range?.Offset ?? 0, nameof(range));
        ArgumentOutOfRangeException.ThrowIfNegative(range?.Length ?? 0, nameof(range));
        if (range is { Length: 0 }) return await FindAsync(key, cancellationToken) is { } found ? new Blob(found, Stream.Null) : null;
        try
        {
            return await OpenAsync(key, range, cancellationToken);
        }
        catch (AmazonS3Exception answer) when (answer.StatusCode == HttpStatusCode.NotFound)
        {
            await marker.RequireAsync(cancellationToken);
            return null;
        }
        catch (AmazonS3Exception answer) when (answer.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            throw new ArgumentOutOfRangeException(nameof(range), range, "No byte of the blob lies in this range.");
        }
    }

    public async Task<BlobInfo?> FindAsync(BlobKey key, CancellationToken cancellationToken)
    {
        if (await objects.HeadAsync(bucket.NameOf(key), cancellationToken) is { } head)
            return new BlobInfo(key, head.ContentLength, head.ETag, MomentOf(head.LastModified));
        await marker.RequireAsync(cancellationToken);
        return null;
    }

    public async IAsyncEnumerable<BlobInfo> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await marker.RequireAsync(cancellationToken);
        var request = new ListObjectsV2Request { BucketName = bucket.Name, Prefix = bucket.Prefix + prefix };
        var incoming = bucket.Prefix + S3Bucket.Incoming;
        while (true)
        {
            var page = await calls.ListAsync((client, stop) => client.ListObjectsV2Async(request, stop), cancellationToken);
            var reachedIncoming = false;
            foreach (var found in page.S3Objects ?? [])
            {
                reachedIncoming = found.Key.StartsWith(incoming, StringComparison.Ordinal);
                if (reachedIncoming) break;
                if (bucket.KeyOf(found.Key) is { } key) yield return new BlobInfo(key, found.Size ?? 0, found.ETag, MomentOf(found.LastModified));
            }

            if (!reachedIncoming && page.IsTruncated != true) yield break;
            request.ContinuationToken = reachedIncoming ? null : page.NextContinuationToken;

            // Over all of incoming/ at once: the next character after its slash.
            request.StartAfter = reachedIncoming ? incoming[..^1] + '0' : null;
        }
    }

    public async Task DeleteAsync(BlobKey key, CancellationToken cancellationToken)
    {
        await marker.RequireAsync(cancellationToken);
        await objects.DeleteAsync(bucket.NameOf(key), cancellationToken);
    }

    public async Task<bool> ReplaceAsync(BlobKey key, ReadOnlyMemory<byte> content, string? expectedTag, CancellationToken cancellationToken)
    {
        await marker.RequireAsync(cancellationToken);
        return expectedTag is null
            ? await objects.CreateAsync(bucket.NameOf(key), content, "application/json", cancellationToken)
            : await objects.ReplaceAsync(bucket.NameOf(key), content, "application/json", expectedTag, cancellationToken);
    }

    public async Task<Uri?> DirectLinkAsync(
        BlobKey key, TimeSpan lifetime, string contentType, string contentDisposition, CancellationToken cancellationToken)
    {
        var request = new GetPreSignedUrlRequest
        {
            BucketName = bucket.Name,
            Key = bucket.NameOf(key),
            Verb = HttpVerb.GET,
            Protocol = connection.Protocol,
            Expires = time.GetUtcNow().UtcDateTime + lifetime,
        };
        request.ResponseHeaderOverrides.ContentType = contentType;
        request.ResponseHeaderOverrides.ContentDisposition = contentDisposition;
        request.ResponseHeaderOverrides.CacheControl = "private, no-cache";
        return new Uri(await calls.ReadAsync((_, _) => connection.Public.GetPreSignedURLAsync(request), cancellationToken));
    }

    private async Task<Blob> OpenAsync(BlobKey key, ByteRange? range, CancellationToken cancellationToken)
    {
        var offset = range?.Offset ?? 0;
        var last = range is { } asked ? asked.Offset + asked.Length - 1 : long.MaxValue;
        var answer = await GetAsync(key, range is null ? null : new Amazon.S3.Model.ByteRange(offset, last), null, cancellationToken);
        var whole = TotalOf(answer);
        var info = new BlobInfo(key, whole, answer.ETag, MomentOf(answer.LastModified));
        return new Blob(info, new S3ReadStream(answer, answer.ContentLength, ReopenAsync, calls, time));

        Task<GetObjectResponse> ReopenAsync(long position, CancellationToken cancelled) =>
            GetAsync(key, new Amazon.S3.Model.ByteRange(offset + position, Math.Min(last, whole - 1)), info.Tag, cancelled);
    }

    private Task<GetObjectResponse> GetAsync(BlobKey key, Amazon.S3.Model.ByteRange? range, string? tag, CancellationToken cancellationToken)
    {
        var request = new GetObjectRequest { BucketName = bucket.Name, Key = bucket.NameOf(key), ByteRange = range, EtagToMatch = tag };
        return calls.ReadAsync((client, stop) => client.GetObjectAsync(request, stop), cancellationToken);
    }

    /// <summary>Parts at the key itself, seen by nobody until they are put together.</summary>
    private async Task<bool> WriteLargeAsync(
        BlobKey key, Stream content, string contentType, long? length, S3Buffers.Buffer buffer, CancellationToken cancellationToken)
    {
        var name = bucket.NameOf(key);
        var writeId = IncomingNames.Fresh();
        var (uploadId, parts) = await objects.BeginAsync(name, contentType, length, writeId, cancellationToken);
        try
        {
            var total = 0L;
            for (var read = buffer.Length; read > 0; read = await content.ReadAtLeastAsync(buffer.Memory, buffer.Length, false, cancellationToken))
            {
                parts.Add(await objects.UploadPartAsync(name, uploadId, parts.Count + 1, buffer.Memory[..read], cancellationToken));
                total += read;
            }

            var outcome = await new S3Finish(objects, name, uploadId, writeId, total).RunAsync(parts, cancellationToken);
            if (outcome is null) throw new StorageUnavailableException($"The bucket lost parts of {key} while it was written. It is to be written again.");
            if (outcome == WriteOutcome.AlreadyThere) await TryAbortAsync(name, uploadId);
            return outcome == WriteOutcome.Stored;
        }
        catch (Exception failure)
        {
            await TryAbortAsync(name, uploadId);
            if (failure is AmazonS3Exception) throw calls.Unavailable(failure, writes: true);
            throw;
        }
    }

    /// <summary>What stays is aborted by the bucket's lifecycle rule.</summary>
    private async Task TryAbortAsync(string name, string uploadId)
    {
        try
        {
            await objects.AbortAsync(name, uploadId, CancellationToken.None);
        }
        catch (StorageUnavailableException)
        {
        }
    }

    /// <summary>Behind the slash of <c>bytes 0-9/100</c>; the length itself where no range was asked for.</summary>
    private static long TotalOf(GetObjectResponse answer) =>
        answer.ContentRange is { } range && long.TryParse(range.AsSpan(range.LastIndexOf('/') + 1), out var total) ? total : answer.ContentLength;

    private static DateTimeOffset MomentOf(DateTime? modified) => new(DateTime.SpecifyKind(modified ?? DateTime.UnixEpoch, DateTimeKind.Utc));
}
