using System.Net;
using Amazon.S3;
using Amazon.S3.Model;

namespace Vitrine.Storage.S3;

/// <summary><c>vitrine-store.json</c> under the prefix: a <see cref="StoreMark"/>.</summary>
internal sealed class S3Marker : IStoreMarker
{
    /// <summary>How long one sight of the marker is believed: asking before every call would double them.</summary>
    private static readonly TimeSpan Believed = TimeSpan.FromSeconds(5);

    private static readonly string[] Kept = ["originals/", "renditions/", "catalog/"];

    private readonly S3Bucket bucket;
    private readonly S3Calls calls;
    private readonly S3Objects objects;
    private readonly S3Health health;
    private readonly TimeProvider time;
    private long seenAt;

    public S3Marker(S3Bucket bucket, S3Calls calls, S3Objects objects, S3Health health, TimeProvider time)
    {
        (this.bucket, this.calls, this.objects, this.health, this.time) = (bucket, calls, objects, health, time);
        health.Check = CheckAsync;
    }

    public string Setting => "VITRINE_STORAGE__S3__BUCKET and VITRINE_STORAGE__S3__PREFIX";

    private string Name => bucket.Prefix + S3Bucket.MarkerName;

    public async Task<StoreMark?> LookAsync(CancellationToken cancellationToken)
    {
        if (await BytesAsync(cancellationToken) is not { } bytes) return null;
        var mark = StoreMark.Parse(bytes) ?? throw Unintelligible();
        Volatile.Write(ref seenAt, time.GetTimestamp());
        return mark;
    }

    public Task<bool> CreateAsync(StoreMark mark, CancellationToken cancellationToken) =>
        objects.CreateAsync(Name, mark.ToJson(), "application/json", cancellationToken);

    public async Task ReplaceAsync(StoreMark mark, CancellationToken cancellationToken)
    {
        if (await objects.HeadAsync(Name, cancellationToken) is { } present && await objects.ReplaceAsync(Name, mark.ToJson(), "application/json", present.ETag, cancellationToken)) return;
        throw new StorageUnavailableException($"{Name} in the bucket “{bucket.Name}” was changed or removed by somebody else meanwhile.");
    }

    public async Task<bool> HoldsAnythingAsync(CancellationToken cancellationToken)
    {
        foreach (var prefix in Kept)
        {
            var request = new ListObjectsV2Request { BucketName = bucket.Name, Prefix = bucket.Prefix + prefix, MaxKeys = 1 };
            if ((await calls.ListAsync((client, stop) => client.ListObjectsV2Async(request, stop), cancellationToken)).S3Objects is { Count: > 0 }) return true;
        }

        return false;
    }

    public async Task ProbeAsync(CancellationToken cancellationToken)
    {
        var name = $"{bucket.Prefix}{S3Bucket.Incoming}{IncomingNames.Fresh()}/probe";
        try
        {
            var (uploadId, parts) = await objects.BeginAsync(name, "application/octet-stream", 7, "probe", cancellationToken);
            parts.Add(await objects.UploadPartAsync(name, uploadId, 1, "vitrine"u8.ToArray(), cancellationToken));
            await objects.CompleteAsync(name, uploadId, parts, cancellationToken);
            if (await objects.HeadAsync(name, cancellationToken) is not { ContentLength: 7 })
                throw new StorageUnavailableException($"{Setting}: a test file came back from the bucket with another length than it was written with.");
            if (await objects.CreateAsync(name, "v"u8.ToArray(), "application/octet-stream", cancellationToken))
                throw new StorageUnavailableException("VITRINE_STORAGE__S3__ENDPOINT: this store overwrites files that must not be (it does not know If-None-Match). Originals are not safe in it; take another.");
        }
        catch (AmazonS3Exception answer)
        {
            throw calls.Unavailable(answer, writes: true);
        }
        finally
        {
            await objects.DeleteAsync(name, CancellationToken.None);
        }
    }

    /// <summary>Before anything is written, and before anything is said to be absent.</summary>
    public async ValueTask RequireAsync(CancellationToken cancellationToken)
    {
        var seen = Volatile.Read(ref seenAt);
        if (seen != 0 && time.GetElapsedTime(seen) < Believed) return;
        if (await LookAsync(cancellationToken) is not null) return;
        var sentence = $"{Name} is not in the bucket “{bucket.Name}”: are {Setting} right?";
        health.Failed(sentence, writes: false);
        throw new StorageUnavailableException(sentence);
    }

    private async Task CheckAsync(bool write, CancellationToken cancellationToken)
    {
        Volatile.Write(ref seenAt, 0);
        await RequireAsync(cancellationToken);
        if (write) await ProbeAsync(cancellationToken);
    }

    private async Task<byte[]?> BytesAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await calls.ReadAsync(ReadBytesAsync, cancellationToken);
        }
        catch (AmazonS3Exception answer) when (answer.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    private async Task<byte[]> ReadBytesAsync(IAmazonS3 client, CancellationToken cancellationToken)
    {
        using var answer = await client.GetObjectAsync(new GetObjectRequest { BucketName = bucket.Name, Key = Name }, cancellationToken);
        var bytes = new byte[64 * 1024];
        return bytes[..await answer.ResponseStream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken)];
    }

    private StorageUnavailableException Unintelligible() =>
        new($"{Name} in the bucket “{bucket.Name}” is not a store marker. Put it back from a backup; deleting it is not a remedy.");
}
