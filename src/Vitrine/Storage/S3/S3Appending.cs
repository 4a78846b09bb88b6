using Amazon.S3.Model;

namespace Vitrine.Storage.S3;

/// <summary>
/// One append: fills a part's buffer from the source, sends it while the next one fills when there is memory for two, and puts what is left
/// over into a tail. <see cref="Parts"/> is what is durable once <see cref="RunAsync"/> returned; when it throws, nothing of it counts.
/// </summary>
internal sealed class S3Appending(
    string upload, S3Parts parts, PartialTarget target, S3Objects objects, S3Tails tails, S3Bucket bucket, S3Buffers buffers) : IAsyncDisposable
{
    /// <summary>Parts in memory as long as nobody waits for his first: one is sent while the next fills.</summary>
    private const int AtOnce = 2;

    /// <summary>The same while enough stays free for two others: with two parts the line is idle again and again (docs/performance.md).</summary>
    private const int MostAtOnce = 4;

    private readonly Queue<(Task<PartETag> Sending, S3Buffers.Buffer Buffer, int Length)> underWay = new();
    private int numbered = parts.Count;
    private long taken = parts.Length;

    public S3Parts Parts { get; private set; } = parts;

    /// <summary>Reads the source to its end or failure, which it returns.</summary>
    public async Task<Exception?> RunAsync(Stream content, CancellationToken cancellationToken)
    {
        var before = Parts.TailBytes;
        while (taken < (target.Length ?? long.MaxValue))
        {
            var wanted = (int)Math.Min(Parts.Size, (target.Length ?? long.MaxValue) - (taken - before));
            var buffer = await BufferAsync(wanted, cancellationToken);
            try
            {
                var (read, failure) = await Source.FillAsync(content, buffer.Memory[before..wanted], cancellationToken);
                taken += read;
                if (before + read < wanted)
                {
                    await DrainAsync();
                    if (read > 0) await KeepAsync(buffer.Memory.Slice(before, read), cancellationToken);
                    return failure;
                }

                await tails.LoadAsync(Parts.Tails, buffer.Memory, cancellationToken);
                Parts = Parts with { Tails = [] };
                await SendAsync(buffer, wanted, cancellationToken);
                buffer = null;
                if (failure is not null) return await DrainedAsync(failure);
            }
            finally
            {
                buffer?.Dispose();
            }

            before = 0;
        }

        return await DrainedAsync(null);
    }

    public async ValueTask DisposeAsync()
    {
        while (underWay.TryDequeue(out var sent))
        {
            await ((Task)sent.Sending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            sent.Buffer.Dispose();
        }
    }

    /// <summary>The first waits for its turn. The next ones take memory only when there is enough for all, and give it back when somebody waits.</summary>
    private async Task<S3Buffers.Buffer> BufferAsync(int length, CancellationToken cancellationToken)
    {
        if (underWay.Count == 0) return await buffers.TakeAsync(length, cancellationToken);
        if (underWay.Count < MostAtOnce && buffers.TryTake(length, leaving: underWay.Count < AtOnce ? 0 : 2 * AtOnce) is { } another) return another;
        while (true)
        {
            var settled = await SettleAsync();
            if (underWay.Count == 0 || !buffers.AreAwaited) return settled;
            settled.Dispose();
        }
    }

    private async Task SendAsync(S3Buffers.Buffer buffer, int length, CancellationToken cancellationToken)
    {
        var content = buffer.Memory[..length];
        if (Parts.UploadId is null) Parts = await BegunAsync(content, cancellationToken);
        underWay.Enqueue((objects.UploadPartAsync(Parts.Name!, Parts.UploadId!, ++numbered, content, cancellationToken), buffer, length));
    }

    private async Task<S3Parts> BegunAsync(ReadOnlyMemory<byte> head, CancellationToken cancellationToken)
    {
        var (key, contentType) = target.Name(head);
        var name = bucket.NameOf(key);
        var (uploadId, _) = await objects.BeginAsync(name, contentType, target.Length, upload, cancellationToken);
        return Parts with { Name = name, UploadId = uploadId };
    }

    /// <summary>Waits for the part that was sent first, and hands its buffer back.</summary>
    private async Task<S3Buffers.Buffer> SettleAsync()
    {
        var (sending, buffer, length) = underWay.Peek();
        Parts = Parts.With(await sending, length);
        underWay.Dequeue();
        return buffer;
    }

    private async Task DrainAsync()
    {
        while (underWay.Count > 0) (await SettleAsync()).Dispose();
    }

    private async Task<Exception?> DrainedAsync(Exception? failure)
    {
        await DrainAsync();
        return failure;
    }

    private async Task KeepAsync(ReadOnlyMemory<byte> rest, CancellationToken cancellationToken) =>
        Parts = Parts with { Tails = await tails.WithAsync(upload, Parts, rest, cancellationToken), HadTails = true };
}
