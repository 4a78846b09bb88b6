using System.Net;
using System.Text.Json;
using Amazon.S3;
using Amazon.S3.Model;

namespace Vitrine.Storage.S3;

/// <summary>
/// Multipart uploads whose parts browsers send by presigned links. Length and MD5 are signed, so the bucket itself refuses anything else; the tag of
/// a part is its MD5 in hex, so it can be compared again before the parts are put together (decision 0018). Only we can do that.
/// </summary>
internal sealed class S3DirectWrites(S3Bucket bucket, S3Calls calls, S3Objects objects, S3Marker marker, S3Connection connection, TimeProvider time) : IDirectWrites
{
    private const string ContentType = "application/octet-stream";

    public string Origin { get; } = connection.OriginOfLinks(time.GetUtcNow());

    public long PartLength(long length) => S3Parts.New(length).Size;

    /// <summary>Without a checksum of Amazon's own, which each part would then have to bring.</summary>
    public async Task<byte[]> BeginAsync(string upload, BlobKey key, long length, CancellationToken cancellationToken)
    {
        await marker.RequireAsync(cancellationToken);
        var request = bucket.Initiate(bucket.NameOf(key), ContentType, length, upload);
        request.ChecksumAlgorithm = null;
        var begun = await calls.WriteAsync((client, stop) => client.InitiateMultipartUploadAsync(request, stop), cancellationToken);
        return JsonSerializer.SerializeToUtf8Bytes(new Begun(request.Key, begun.UploadId));
    }

    public async Task<Uri> LinkAsync(byte[] note, DirectPart part, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        var begun = Read(note);
        var request = new GetPreSignedUrlRequest
        {
            BucketName = bucket.Name,
            Key = begun.Name,
            UploadId = begun.UploadId,
            PartNumber = part.Number,
            Verb = HttpVerb.PUT,
            Protocol = connection.Protocol,
            Expires = time.GetUtcNow().UtcDateTime + lifetime,
        };
        request.Headers.ContentLength = part.Length;
        request.Headers.ContentMD5 = Convert.ToBase64String(Convert.FromHexString(part.Md5));
        return new Uri(await calls.ReadAsync((_, _) => connection.Public.GetPreSignedURLAsync(request), cancellationToken));
    }

    public async Task<IReadOnlyList<DirectPart>?> PartsAsync(byte[] note, int behind, int atMost, CancellationToken cancellationToken)
    {
        var begun = Read(note);
        try
        {
            var parts = await objects.PartsAsync(begun.Name, begun.UploadId, behind, atMost, cancellationToken);
            return [.. parts.Select(part => new DirectPart(part.PartNumber ?? 0, part.Size ?? 0, part.ETag.Trim('"')))];
        }
        catch (AmazonS3Exception gone) when (gone.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    public async Task<DirectFinish> FinishAsync(string upload, byte[] note, IReadOnlyList<DirectPart> parts, CancellationToken cancellationToken)
    {
        await marker.RequireAsync(cancellationToken);
        var (begun, length) = (Read(note), parts.Sum(part => part.Length));
        if (await PartsAsync(note, behind: 0, parts.Count, cancellationToken) is not { } held)
        {
            // Put together by an earlier call whose answer was lost, or given up.
            var outcome = await S3Finish.LookAsync(objects, begun.Name, upload, length, cancellationToken);
            return outcome == WriteOutcome.Stored ? new DirectFinish.Stored() : new DirectFinish.Gone();
        }

        if (Difference(parts, held) is { } difference) return difference;
        List<PartETag> tags = [.. held.Select(part => new PartETag(part.Number, part.Md5))];
        var finished = await new S3Finish(objects, begun.Name, begun.UploadId, upload, length).RunAsync(tags, cancellationToken);
        if (finished == WriteOutcome.Stored) return new DirectFinish.Stored();
        if (finished is null && await PartsAsync(note, behind: 0, 1, cancellationToken) is not null)
            throw new StorageUnavailableException($"The bucket did not put the parts of upload {upload} together. They are kept: finish it again.");
        return new DirectFinish.Gone();
    }

    private static DirectFinish? Difference(IReadOnlyList<DirectPart> parts, IReadOnlyList<DirectPart> held)
    {
        for (var n = 0; n < parts.Count; n++)
        {
            if (n >= held.Count || held[n].Number != parts[n].Number || held[n].Length != parts[n].Length) return new DirectFinish.Missing(parts[n].Number);
            if (held[n].Md5 != parts[n].Md5) return new DirectFinish.Different(parts[n].Number);
        }

        return null;
    }

    private static Begun Read(byte[] note) => JsonSerializer.Deserialize<Begun>(note) ?? throw new FormatException("Not the note of a direct upload.");

    /// <param name="Name">Whole name of the final object.</param>
    private sealed record Begun(string Name, string UploadId);
}
