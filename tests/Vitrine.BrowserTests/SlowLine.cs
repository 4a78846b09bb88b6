using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Vitrine.BrowserTests;

/// <summary>
/// Stands in front of the site and holds upload bodies back once a number of bytes went through, so that a story can look at an upload
/// half way without racing it. Browsers cannot throttle a shared worker's requests.
/// </summary>
public sealed class SlowLine : IStartupFilter
{
    private TaskCompletionSource gate = Opened();
    private TaskCompletionSource held = new();
    private long allowance = long.MaxValue;
    private long carried;
    private TaskCompletionSource? beginnings;
    private int begun;
    private int removed;

    /// <summary>Body bytes of uploads that went through so far.</summary>
    public long Carried => Interlocked.Read(ref carried);

    /// <summary>Requests that begin an upload, held ones too.</summary>
    public int Begun => Volatile.Read(ref begun);

    /// <summary>Lets so many more bytes of uploads through, and then none until <see cref="Open"/>.</summary>
    public void HoldAfter(long bytes)
    {
        gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
        held = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Interlocked.Exchange(ref allowance, bytes);
    }

    /// <summary>Until an upload waits at the line. What a page shows as sent may be more: the network's buffers take some megabytes.</summary>
    public Task HeldAsync() => held.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

    public void Open()
    {
        Interlocked.Exchange(ref allowance, long.MaxValue);
        gate.TrySetResult();
    }

    /// <summary>From now on the site does not answer whoever begins an upload, until <see cref="LetBegin"/>.</summary>
    public void HoldBeginnings() => beginnings = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void LetBegin() => beginnings?.TrySetResult();

    /// <summary>Until so many uploads are about to be begun.</summary>
    public Task BeginningAsync(int uploads) => UntilAsync(() => Begun >= uploads, "No upload was begun.");

    /// <summary>Until the site has taken an upload back.</summary>
    public Task RemovedAsync() => UntilAsync(() => Volatile.Read(ref removed) > 0, "No upload was taken back.");

    /// <summary>What waits at the line breaks off, as if a cable was pulled.</summary>
    public void Cut() => gate.TrySetException(new IOException("The line was cut."));

    public void Join(IServiceCollection services) => services.AddSingleton<IStartupFilter>(this);

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(async (context, rest) =>
        {
            if (context.Request.Path.StartsWithSegments("/api/v1/uploads")) context.Request.Body = new HeldBody(context.Request.Body, this);
            if (context.Request is { Method: "POST", Path.Value: "/api/v1/uploads" or "/api/v1/uploads/direct" })
            {
                Interlocked.Increment(ref begun);
                if (beginnings is { } gate) await gate.Task.WaitAsync(context.RequestAborted);
            }

            await rest(context);
            if (context.Request.Method == "DELETE" && context.Request.Path.StartsWithSegments("/api/v1/uploads")) Interlocked.Increment(ref removed);
        });
        next(app);
    };

    private static async Task UntilAsync(Func<bool> done, string otherwise)
    {
        for (var deadline = DateTime.UtcNow.AddSeconds(60); !done(); await Task.Delay(20, TestContext.Current.CancellationToken))
            Assert.True(DateTime.UtcNow < deadline, otherwise);
    }

    private static TaskCompletionSource Opened()
    {
        var opened = new TaskCompletionSource();
        opened.SetResult();
        return opened;
    }

    private sealed class HeldBody(Stream body, SlowLine line) : Stream
    {
        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (Interlocked.Read(ref line.allowance) <= 0)
            {
                line.held.TrySetResult();
                await line.gate.Task.WaitAsync(cancellationToken);
            }

            var read = await body.ReadAsync(buffer, cancellationToken);
            Interlocked.Add(ref line.allowance, -read);
            Interlocked.Add(ref line.carried, read);
            return read;
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
        public override void Flush() => throw new NotSupportedException();
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
