using System.Net;
using Amazon.S3;
using Amazon.S3.Model;

namespace Vitrine.Storage.S3;

/// <summary>The bytes of uploads that fill no part yet: small objects under <c>incoming/{upload}/</c>.</summary>
internal sealed class S3Tails(S3Bucket bucket, S3Calls calls, S3Objects objects, S3Buffers buffers)
{
    /// <summary>Then they are made one, so that a client that sends little at a time costs no more than it should.</summary>
    private const int Most = 16;

    /// <summary>The tails with one more.</summary>
    public async Task<IReadOnlyList<S3Tail>> WithAsync(string upload, S3Parts parts, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        if (parts.Tails.Count < Most) return [.. parts.Tails, await WriteAsync(upload, parts.Length, bytes, cancellationToken)];

        using var all = await buffers.TakeAsync(parts.TailBytes + bytes.Length, cancellationToken);
        await LoadAsync(parts.Tails, all.Memory, cancellationToken);
        bytes.CopyTo(all.Memory[parts.TailBytes..]);
        return [await WriteAsync(upload, parts.Bytes, all.Memory, cancellationToken)];
    }

    /// <summary>
    /// Reads tails to the beginning of a buffer. Throws <see cref="AmazonS3Exception"/> (404, 412) when one is gone or is not what was written.
    /// </summary>
    public async Task LoadAsync(IReadOnlyList<S3Tail> tails, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        foreach (var tail in tails)
        {
            var place = buffer[..tail.Length];
            await calls.ReadAsync((client, stop) => ReadAsync(client, tail, place, stop), cancellationToken);
            buffer = buffer[tail.Length..];
        }
    }

    /// <summary>Whether they are still there; they all go together.</summary>
    public async Task<bool> AreHeldAsync(IReadOnlyList<S3Tail> tails, CancellationToken cancellationToken) =>
        tails.Count == 0 || (await objects.HeadAsync(tails[^1].Name, cancellationToken))?.ETag == tails[^1].Tag;

    public async Task ForgetAsync(string upload, CancellationToken cancellationToken)
    {
        var request = new ListObjectsV2Request { BucketName = bucket.Name, Prefix = PrefixOf(upload) };
        ListObjectsV2Response page;
        do
        {
            page = await calls.ListAsync((client, stop) => client.ListObjectsV2Async(request, stop), cancellationToken);
            await objects.DeleteAllAsync([.. (page.S3Objects ?? []).Select(found => new KeyVersion { Key = found.Key })], cancellationToken);
            request.ContinuationToken = page.NextContinuationToken;
        }
        while (page.IsTruncated == true);
    }

    private string PrefixOf(string upload) => $"{bucket.Prefix}{S3Bucket.Incoming}{upload}/";

    private async Task<S3Tail> WriteAsync(string upload, long offset, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        // A name of its own for each write: a writer that was taken over must not overwrite its successor's.
        var name = FormattableString.Invariant($"{PrefixOf(upload)}tail-{offset}-{IncomingNames.Fresh()}");
        var answer = await calls.SendAsync(
            bytes, (client, body, stop) => client.PutObjectAsync(bucket.Put(name, body, "application/octet-stream", upload), stop), cancellationToken);
        return new S3Tail(name, bytes.Length, answer.ETag);
    }

    private async Task<bool> ReadAsync(IAmazonS3 client, S3Tail tail, Memory<byte> place, CancellationToken cancellationToken)
    {
        using var answer = await client.GetObjectAsync(
            new GetObjectRequest { BucketName = bucket.Name, Key = tail.Name, EtagToMatch = tail.Tag }, cancellationToken);
        await answer.ResponseStream.ReadExactlyAsync(place, cancellationToken);
        return true;
    }
}
