using System.Globalization;
using System.Net;
using Amazon.S3;
using Amazon.S3.Model;

namespace Vitrine.Storage.S3;

/// <summary>Single objects and their parts, by whole names: what blobs, uploads and marker are made of.</summary>
internal sealed class S3Objects(S3Bucket bucket, S3Calls calls)
{
    /// <summary>The most that one request deletes.</summary>
    private const int DeleteAtOnce = 1000;

    /// <summary>False where a name must be looked at before parts are put together at it.</summary>
    public bool CompletesConditionally => bucket.CompletesConditionally;

    /// <summary>Null when absent.</summary>
    public async Task<GetObjectMetadataResponse?> HeadAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return await calls.ReadAsync((client, stop) => client.GetObjectMetadataAsync(bucket.Name, name, stop), cancellationToken);
        }
        catch (AmazonS3Exception answer) when (answer.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>False when there is one of that name already, which stays as it is.</summary>
    public Task<bool> CreateAsync(string name, ReadOnlyMemory<byte> content, string contentType, CancellationToken cancellationToken) =>
        CreateAsync(name, content, contentType, IncomingNames.Fresh(), cancellationToken);

    public Task<bool> CreateAsync(string name, ReadOnlyMemory<byte> content, string contentType, string writeId, CancellationToken cancellationToken) =>
        PutAsync(name, content, contentType, writeId, request => request.IfNoneMatch = "*", absentIsAnswer: false, cancellationToken);

    /// <summary>False when the present object is not the one with that tag, or there is none. Ceph wants the tag without its quotes, others take it.</summary>
    public Task<bool> ReplaceAsync(string name, ReadOnlyMemory<byte> content, string contentType, string tag, CancellationToken cancellationToken) =>
        PutAsync(name, content, contentType, IncomingNames.Fresh(), request => request.IfMatch = tag.Trim('"'), absentIsAnswer: true, cancellationToken);

    /// <summary>Removes an object, and where the bucket keeps versions all of them (RULES 14).</summary>
    public async Task DeleteAsync(string name, CancellationToken cancellationToken)
    {
        var answer = await calls.WriteAsync((client, stop) => client.DeleteObjectAsync(bucket.Name, name, stop), cancellationToken);
        if (answer.DeleteMarker is null or "false") return;
        var request = new ListVersionsRequest { BucketName = bucket.Name, Prefix = name };
        ListVersionsResponse page;
        do
        {
            page = await calls.ListAsync((client, stop) => client.ListVersionsAsync(request, stop), cancellationToken);
            await DeleteAllAsync([.. (page.Versions ?? []).Where(v => v.Key == name).Select(v => new KeyVersion { Key = name, VersionId = v.VersionId })], cancellationToken);
            (request.KeyMarker, request.VersionIdMarker) = (page.NextKeyMarker, page.NextVersionIdMarker);
        }
        while (page.IsTruncated == true && page.NextKeyMarker == name);
    }

    /// <summary>In as few requests as there can be. One that stays is a failure, since the answer to the whole is 200 all the same.</summary>
    public async Task DeleteAllAsync(IReadOnlyList<KeyVersion> objects, CancellationToken cancellationToken)
    {
        foreach (var batch in objects.Chunk(DeleteAtOnce))
        {
            var request = new DeleteObjectsRequest { BucketName = bucket.Name, Objects = [.. batch], Quiet = true };
            var answer = await calls.WriteAsync((client, stop) => client.DeleteObjectsAsync(request, stop), cancellationToken);
            if (answer.DeleteErrors is { Count: > 0 } errors)
                throw new StorageUnavailableException($"{errors.Count} objects could not be deleted from the bucket “{bucket.Name}”: {errors[0].Code} {errors[0].Message}");
        }
    }

    public async Task<(string UploadId, List<PartETag> Parts)> BeginAsync(
        string name, string contentType, long? length, string writeId, CancellationToken cancellationToken)
    {
        var request = bucket.Initiate(name, contentType, length, writeId);
        return ((await calls.WriteAsync((client, stop) => client.InitiateMultipartUploadAsync(request, stop), cancellationToken)).UploadId, []);
    }

    public async Task<PartETag> UploadPartAsync(string name, string uploadId, int number, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var answer = await calls.SendAsync(content, (client, body, stop) => client.UploadPartAsync(
            new UploadPartRequest
            {
                BucketName = bucket.Name,
                Key = name,
                UploadId = uploadId,
                PartNumber = number,
                PartSize = content.Length,
                InputStream = body,
                ChecksumAlgorithm = bucket.Checksum,
                UseChunkEncoding = bucket.SignsInChunks,
            },
            stop), cancellationToken);
        return new PartETag(answer);
    }

    /// <summary>Parts in order, from behind a number. Throws <see cref="AmazonS3Exception"/> with 404 when there is no such upload.</summary>
    public async Task<List<PartDetail>> PartsAsync(string name, string uploadId, int behind, int atMost, CancellationToken cancellationToken)
    {
        var parts = new List<PartDetail>();
        ListPartsResponse page;
        do
        {
            var request = new ListPartsRequest
            {
                BucketName = bucket.Name,
                Key = name,
                UploadId = uploadId,
                PartNumberMarker = (parts.Count > 0 ? parts[^1].PartNumber ?? 0 : behind).ToString(CultureInfo.InvariantCulture),
                MaxParts = Math.Min(1000, atMost - parts.Count),
            };
            page = await calls.ReadAsync((client, stop) => client.ListPartsAsync(request, stop), cancellationToken);
            parts.AddRange(page.Parts ?? []);
        }
        while (page.IsTruncated == true && page.Parts is { Count: > 0 } && parts.Count < atMost);
        return parts;
    }

    /// <summary>
    /// Create-only where the store can that. The answer may be 200 and carry an error, or be lost: whoever calls looks at the object afterwards.
    /// Throws <see cref="AmazonS3Exception"/> with 404 when there is no such upload (any more), 412 when the name is taken, 400 when a part is another.
    /// </summary>
    public Task CompleteAsync(string name, string uploadId, List<PartETag> parts, CancellationToken cancellationToken)
    {
        var request = new CompleteMultipartUploadRequest { BucketName = bucket.Name, Key = name, UploadId = uploadId, PartETags = parts };
        if (bucket.CompletesConditionally) request.IfNoneMatch = "*";
        return calls.FinishAsync((client, stop) => client.CompleteMultipartUploadAsync(request, stop), cancellationToken);
    }

    /// <summary>An upload that is not there any more is a success.</summary>
    public async Task AbortAsync(string name, string uploadId, CancellationToken cancellationToken)
    {
        try
        {
            await calls.WriteAsync((client, stop) => client.AbortMultipartUploadAsync(bucket.Name, name, uploadId, stop), cancellationToken);
        }
        catch (AmazonS3Exception answer) when (answer.StatusCode == HttpStatusCode.NotFound)
        {
        }
    }

    private async Task<bool> PutAsync(
        string name, ReadOnlyMemory<byte> content, string contentType, string writeId, Action<PutObjectRequest> condition, bool absentIsAnswer, CancellationToken cancellationToken)
    {
        try
        {
            await calls.SendAsync(
                content,
                (client, body, stop) =>
                {
                    var request = bucket.Put(name, body, contentType, writeId);
                    condition(request);
                    return client.PutObjectAsync(request, stop);
                },
                cancellationToken);
            return true;
        }
        catch (AmazonS3Exception answer) when (answer.StatusCode is HttpStatusCode.PreconditionFailed or HttpStatusCode.NotFound)
        {
            // Our own write may have won and its answer been lost.
            if (await HeadAsync(name, cancellationToken) is { } found) return found.Metadata[S3Bucket.WriteId] == writeId;
            if (absentIsAnswer) return false;
            throw calls.Unavailable(answer, writes: true);
        }
    }
}
