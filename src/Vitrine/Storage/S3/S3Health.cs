namespace Vitrine.Storage.S3;

/// <summary>
/// What the bucket's last answers say of it. After a failure it is asked again every few seconds until it works, so that a node which
/// nobody sends requests any more comes back by itself.
/// </summary>
internal sealed class S3Health(TimeProvider time) : IStorageHealth, IDisposable
{
    private static readonly TimeSpan CheckEvery = TimeSpan.FromSeconds(2);

    private readonly Lock gate = new();
    private volatile string? notReadable;
    private volatile string? notWritable;
    private ITimer? checking;
    private bool disposed;

    public string? NotWritable => notWritable ?? notReadable;

    public string? NotReadable => notReadable;

    public long? FreeBytes => null;

    /// <summary>Reads from the bucket, and writes when told; throws <see cref="StorageUnavailableException"/>. Set once, before use.</summary>
    public Func<bool, CancellationToken, Task>? Check { get; set; }

    /// <summary>True when this was not known.</summary>
    public bool Failed(string sentence, bool writes)
    {
        var news = (writes ? notWritable : notReadable) != sentence;
        if (writes) notWritable = sentence;
        else notReadable = sentence;
        CheckSoon();
        return news;
    }

    public void Wrote() => notWritable = null;

    public void Dispose()
    {
        lock (gate)
        {
            disposed = true;
            checking?.Dispose();
        }
    }

    private void CheckSoon()
    {
        lock (gate)
        {
            if (disposed) return;
            checking ??= time.CreateTimer(_ => _ = CheckAsync(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            checking.Change(CheckEvery, Timeout.InfiniteTimeSpan);
        }
    }

    private async Task CheckAsync()
    {
        try
        {
            await Check!(notWritable is not null, CancellationToken.None);
            (notReadable, notWritable) = (null, null);
        }
#pragma warning disable CA1031 // whatever it is, the asking must go on; S3Calls has said it to the log
        catch (Exception)
#pragma warning restore CA1031
        {
            CheckSoon();
        }
    }
}
