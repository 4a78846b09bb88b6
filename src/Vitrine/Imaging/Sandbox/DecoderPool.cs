using Microsoft.Extensions.Options;

namespace Vitrine.Imaging.Sandbox;

/// <summary>
/// The decoder children: as many as workers are allowed, started when needed, kept while there is work, replaced after a number of
/// pictures and after any surprise.
/// </summary>
internal sealed class DecoderPool : IPictureMaker, IDecoderHealth, IAsyncDisposable
{
    private readonly ImagingOptions options;
    private readonly DecoderProgram program;
    private readonly TimeProvider time;
    private readonly ILogger<DecoderPool> log;
    private readonly Gate workers;
    private readonly Gate memory;
    private readonly Stack<Decoder> idle = new();
    private readonly ITimer sweep;
    private bool disposed;

    public DecoderPool(IOptions<ImagingOptions> options, DecodingFolder folder, TimeProvider time, ILogger<DecoderPool> log)
    {
        this.options = options.Value;
        (this.time, this.log) = (time, log);
        program = new DecoderProgram(this.options, folder);
        workers = new Gate(this.options.WorkersOrDefault);
        memory = new Gate(this.options.MemoryBytes);
        sweep = time.CreateTimer(_ => EndIdle(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public async Task<PictureOutcome> MakeAsync(PictureRequest request, CancellationToken cancellationToken)
    {
        using var place = await workers.EnterAsync(1, request.Urgent, cancellationToken);
        var began = time.GetTimestamp();
        var decoder = TakeIdle() ?? await Decoder.StartAsync(program, cancellationToken);
        var sound = false;
        try
        {
            var outcome = await MakeAsync(decoder, request, cancellationToken);
            sound = !Hurt(outcome) && !decoder.HasExited;
            DecoderMeasures.Made(outcome, time.GetElapsedTime(began));
            if (outcome is PictureOutcome.Broken broken) log.LogWarning("A decoder was replaced: {Detail}", broken.Detail);
            return outcome;
        }
        finally
        {
            if (!sound || ++decoder.Pictures >= options.PicturesPerDecoder || !GiveBack(decoder)) await decoder.DisposeAsync();
        }
    }

    public async Task<DecoderStatus> CheckAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var decoder = await Decoder.StartAsync(program, cancellationToken);
            var hello = decoder.Hello;
            return new DecoderStatus(
                program.Path, null, options.WorkersOrDefault, options.MemoryMegabytes, hello.Libvips, hello.Seccomp, hello.Landlock, hello.Native);
        }
        catch (DecoderUnavailableException problem)
        {
            return new DecoderStatus(null, problem.Message, options.WorkersOrDefault, options.MemoryMegabytes, null, false, 0, false);
        }
    }

    /// <summary>The children that wait for work now; for tests and metrics.</summary>
    public IReadOnlyList<int> IdleProcesses
    {
        get
        {
            lock (idle) return [.. idle.Select(d => d.ProcessId)];
        }
    }

    public async ValueTask DisposeAsync()
    {
        await sweep.DisposeAsync();
        Decoder[] last;
        lock (idle)
        {
            disposed = true;
            last = [.. idle];
            idle.Clear();
        }

        foreach (var decoder in last) await decoder.DisposeAsync();
    }

    private async Task<PictureOutcome> MakeAsync(Decoder decoder, PictureRequest request, CancellationToken cancellationToken)
    {
        if (await decoder.Tray.PutAsync(request.Path, cancellationToken) is not { } path)
            return new PictureOutcome.Refused("too_large_to_preview", $"It would have to be copied, and is larger than {options.CopyMegabytes} MiB (VITRINE_IMAGING__COPYMEGABYTES).");
        try
        {
            return await new Making(decoder, options, memory, time).RunAsync(request with { Path = path }, cancellationToken);
        }
        finally
        {
            decoder.Tray.Clear();
        }
    }

    /// <summary>A child that ran out of memory and lived may run out again over the next picture, however small.</summary>
    private static bool Hurt(PictureOutcome outcome) =>
        outcome is PictureOutcome.Broken or PictureOutcome.Refused { Code: "too_large_to_preview" };

    private Decoder? TakeIdle()
    {
        lock (idle)
        {
            while (idle.TryPop(out var decoder))
            {
                if (!decoder.HasExited) return decoder;
                _ = decoder.DisposeAsync().AsTask();
            }
        }

        return null;
    }

    private bool GiveBack(Decoder decoder)
    {
        lock (idle)
        {
            if (disposed) return false;
            decoder.IdleSince = time.GetUtcNow();
            idle.Push(decoder);
            sweep.Change(IdleTime, Timeout.InfiniteTimeSpan);
        }

        return true;
    }

    private TimeSpan IdleTime => TimeSpan.FromSeconds(options.IdleSeconds);

    private void EndIdle()
    {
        lock (idle)
        {
            var keep = idle.Where(d => time.GetUtcNow() - d.IdleSince < IdleTime).Reverse().ToList();
            foreach (var decoder in idle.Except(keep)) _ = decoder.DisposeAsync().AsTask();
            idle.Clear();
            foreach (var decoder in keep) idle.Push(decoder);
            if (keep.Count > 0 && !disposed) sweep.Change(IdleTime, Timeout.InfiniteTimeSpan);
        }
    }
}
