using System.Net;
using System.Security.Cryptography;
using Amazon.S3;

namespace Vitrine.Storage.S3;

/// <summary>
/// The one way to the bucket: every call has a time limit, is tried again a few times when it failed in passing, and comes back as a
/// value, as an answer about its key (404, 409, 412, 416: the caller's to read), or as <see cref="StorageUnavailableException"/>.
/// </summary>
internal sealed class S3Calls(IAmazonS3 client, S3Options options, S3Failures failures, S3Health health, TimeProvider time, ILogger log)
{
    /// <summary>After the last byte was handed to the socket some hundred kilobytes may still wait in it.</summary>
    private const int StallTimes = 3;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    public TimeSpan Timeout { get; } = TimeSpan.FromSeconds(options.TimeoutSeconds);

    /// <summary>Looking: nothing changes.</summary>
    public Task<T> ReadAsync<T>(Func<IAmazonS3, CancellationToken, Task<T>> call, CancellationToken cancellationToken) =>
        RunAsync((late, stop) => call(client, stop), writes: false, Timeout, cancellationToken);

    /// <summary>Looking at the bucket as a whole: there is no key that an answer could be about.</summary>
    public async Task<T> ListAsync<T>(Func<IAmazonS3, CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadAsync(call, cancellationToken);
        }
        catch (AmazonS3Exception answer)
        {
            throw Unavailable(answer, writes: false);
        }
    }

    /// <summary>Changing something; repeating it must be harmless, since an answer may be lost.</summary>
    public Task<T> WriteAsync<T>(Func<IAmazonS3, CancellationToken, Task<T>> call, CancellationToken cancellationToken) =>
        RunAsync((late, stop) => call(client, stop), writes: true, Timeout, cancellationToken);

    /// <summary>The same with a body, for which there is time as long as bytes of it go out: a slow line is no outage.</summary>
    public Task<T> SendAsync<T>(ReadOnlyMemory<byte> content, Func<IAmazonS3, Stream, CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        var stall = Timeout * StallTimes;
        return RunAsync((late, stop) => call(client, new S3Body(content, () => late.CancelAfter(stall)), stop), writes: true, stall, cancellationToken);
    }

    /// <summary>Putting the parts of a large object together may take the store minutes.</summary>
    public Task<T> FinishAsync<T>(Func<IAmazonS3, CancellationToken, Task<T>> call, CancellationToken cancellationToken) =>
        RunAsync((late, stop) => call(client, stop), writes: true, Timeout + TimeSpan.FromMinutes(5), cancellationToken);

    public StorageUnavailableException Unavailable(Exception failure, bool writes)
    {
        var unavailable = failures.Explain(failure);
        if (health.Failed(unavailable.Message, writes))
            log.LogWarning("The bucket {Bucket} failed: {Reason} ({Cause})", options.Bucket, unavailable.Message, CauseOf(failure));
        return unavailable;
    }

    private async Task<T> RunAsync<T>(
        Func<CancellationTokenSource, CancellationToken, Task<T>> call, bool writes, TimeSpan limit, CancellationToken cancellationToken)
    {
        // While the store is known to be in trouble nobody waits for several tries; the health's own check finds out when it is over.
        var attempts = (writes ? health.NotWritable : health.NotReadable) is null ? options.Attempts : 1;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var result = await TryAsync(call, limit, cancellationToken);
                if (writes) health.Wrote();
                return result;
            }
            catch (AmazonS3Exception answer) when (IsAboutTheKey(answer))
            {
                throw;
            }
            catch (Exception failure) when (!cancellationToken.IsCancellationRequested && S3Failures.IsTheStores(failure))
            {
                if (attempt >= attempts || !S3Failures.IsPassing(failure)) throw Unavailable(failure, writes);
                await Task.Delay(PauseAfter(attempt), time, cancellationToken);
            }
        }
    }

    private async Task<T> TryAsync<T>(Func<CancellationTokenSource, CancellationToken, Task<T>> call, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            return await call(late, either.Token);
        }
        catch (Exception) when (late.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"No answer within {limit.TotalSeconds:0} seconds.");
        }
    }

    /// <summary>The store's own words, or what the network said underneath.</summary>
    private static string CauseOf(Exception failure) => failure is AmazonS3Exception ? failure.Message : failure.GetBaseException().Message;

    /// <summary>Doubling, and anywhere between half and the whole: many that failed together must not come back together.</summary>
    private static TimeSpan PauseAfter(int attempt)
    {
        var pause = Math.Min(LongestPause.TotalMilliseconds, FirstPause.TotalMilliseconds * Math.Pow(2, attempt));
        return TimeSpan.FromMilliseconds(pause / 2 * (1 + (RandomNumberGenerator.GetInt32(1_000) / 1_000.0)));
    }

    private static bool IsAboutTheKey(AmazonS3Exception answer) => answer.StatusCode switch
    {
        HttpStatusCode.NotFound => answer.ErrorCode != "NoSuchBucket",
        HttpStatusCode.PreconditionFailed or HttpStatusCode.RequestedRangeNotSatisfiable => true,
        HttpStatusCode.BadRequest => answer.ErrorCode is "InvalidPart" or "InvalidPartOrder" or "EntityTooSmall",
        _ => false,
    };
}
