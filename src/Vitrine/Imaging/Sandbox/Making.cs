using Vitrine.Imaging.Sandbox.Wire;

namespace Vitrine.Imaging.Sandbox;

/// <summary>The conversation about one picture, and what its turns mean. Knows no pool: memory is asked for by a function.</summary>
internal sealed class Making(Decoder decoder, ImagingOptions options, Gate memory, TimeProvider time)
{
    /// <summary>CPU time is the limit; the wall clock is for a child that sleeps, and patient with a busy machine, whose niced children wait long.</summary>
    private const int WallPerCpu = 10;

    private const int ShortestWallSeconds = 60;

    /// <summary>More than the largest set of renditions; a child that sends more is broken or hostile.</summary>
    private const int MostBytes = 64 * 1024 * 1024;

    public async Task<PictureOutcome> RunAsync(PictureRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await ConverseAsync(request, cancellationToken);
        }
        catch (Exception problem) when (problem is IOException or InvalidDataException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var ending = await decoder.EndingAsync();
            return ending.RanOutOfCpuTime
                ? new PictureOutcome.Refused("decoder_gave_up", $"It took more than {options.CpuSeconds} s of CPU time.")
                : new PictureOutcome.Broken(problem is InvalidDataException ? problem.Message : ending.ToString());
        }
    }

    private async Task<PictureOutcome> ConverseAsync(PictureRequest request, CancellationToken cancellationToken)
    {
        Reply first;
        using (Watch(cancellationToken))
        {
            await decoder.SayAsync(OrderOf(request));
            first = await HearAsync();
        }

        return first switch
        {
            Reply.Refused refused => new PictureOutcome.Refused(refused.Code, refused.Detail),
            Reply.Header header when header.Memory > memory.Room => await StopAsync(header),
            Reply.Header header => await ProceedAsync(header, request, cancellationToken),
            _ => throw new InvalidDataException($"{first.GetType().Name} instead of a header."),
        };
    }

    private async Task<PictureOutcome> StopAsync(Reply.Header header)
    {
        await decoder.SayAsync(new Order.Stop());
        return new PictureOutcome.Refused("too_large_to_preview",
            $"Decoding {header.Width} x {header.Height} pixels takes {header.Memory >> 20} MiB, more than the {memory.Room >> 20} MiB of VITRINE_IMAGING__MEMORYMEGABYTES.");
    }

    private async Task<PictureOutcome> ProceedAsync(Reply.Header header, PictureRequest request, CancellationToken cancellationToken)
    {
        using var place = await memory.EnterAsync(header.Memory, request.Urgent, cancellationToken);
        using var watch = Watch(cancellationToken);
        await decoder.SayAsync(new Order.Proceed());
        return await HearAsync() switch
        {
            Reply.Refused refused => new PictureOutcome.Refused(refused.Code, refused.Detail),
            Reply.Made made => await ReceiveAsync(made, request),
            var other => throw new InvalidDataException($"{other.GetType().Name} instead of a picture."),
        };
    }

    private async Task<PictureOutcome> ReceiveAsync(Reply.Made made, PictureRequest request)
    {
        var asked = request.Renditions.Select(r => r.Name);
        if (!made.Renditions.Select(r => r.Name).SequenceEqual(asked) || made.Renditions.Any(r => r.Bytes < 0) || made.Renditions.Sum(r => (long)r.Bytes) > MostBytes)
            throw new InvalidDataException("Not the renditions that were asked for.");

        var renditions = new List<MadeRendition>();
        foreach (var head in made.Renditions)
        {
            var content = await decoder.ReadAsync(head.Bytes);
            var type = Sniffer.Sniff(content); // what we will serve is what the bytes say, not what the child says
            if (type.Name is not ("webp" or "jpeg")) throw new InvalidDataException($"A rendition that is {type.Name}.");
            renditions.Add(new MadeRendition(head.Name, head.Width, head.Height, type.ContentType, type.Extension, content));
        }

        return new PictureOutcome.Made(made.Facts, renditions);
    }

    private async Task<Reply> HearAsync() => await decoder.HearAsync() ?? throw new EndOfStreamException();

    /// <summary>Kills the child when time is up or the caller no longer wants it; its pipe then ends.</summary>
    private Watch Watch(CancellationToken cancellationToken) =>
        new(decoder, TimeSpan.FromSeconds(Math.Max(ShortestWallSeconds, options.CpuSeconds * WallPerCpu)), time, cancellationToken);

    private Order.Decode OrderOf(PictureRequest request) => new(
        request.Path,
        request.Type.Name,
        [.. request.Renditions.Select(r => new RenditionWish(r.Name, r.Box, r.Format, r.Quality, r.Animated))],
        request.WantFacts,
        options.MaxMegapixels * 1_000_000L,
        options.CpuSeconds);
}

internal sealed class Watch : IDisposable
{
    private readonly CancellationTokenSource wall;
    private readonly CancellationTokenSource either;
    private readonly CancellationTokenRegistration kill;

    public Watch(Decoder decoder, TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
        wall = new CancellationTokenSource(limit, time);
        either = CancellationTokenSource.CreateLinkedTokenSource(wall.Token, cancellationToken);
        kill = either.Token.Register(decoder.Kill);
    }

    public void Dispose()
    {
        kill.Dispose();
        either.Dispose();
        wall.Dispose();
    }
}
