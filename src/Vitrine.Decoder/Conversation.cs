using System.Runtime.CompilerServices;
using Microsoft.Win32.SafeHandles;
using Vitrine.Decoder.Pictures;
using Vitrine.Decoder.Sealing;
using Vitrine.Imaging.Sandbox.Wire;

namespace Vitrine.Decoder;

/// <summary>Orders in, replies out, until the pipe ends. What the site must know to go on is a reply; what nobody foresaw ends the process.</summary>
internal static class Conversation
{
    private static readonly FileStream Input = Pipe(0, FileAccess.Read);
    private static readonly FileStream Output = Pipe(1, FileAccess.Write);

    public static async Task<int> RunAsync(InForce inForce)
    {
        await SayAsync(new Reply.Hello(Libvips.Version, Seccomp: true, inForce.Landlock, Native: !RuntimeFeature.IsDynamicCodeSupported));
        while (await HearAsync() is { } order)
        {
            if (order is not Order.Decode decode) throw new InvalidDataException($"Nothing to proceed with: {order}");
            if (!await AnswerAsync(decode)) return 0;
        }

        return 0;
    }

    /// <summary>False when the site went away.</summary>
    private static async Task<bool> AnswerAsync(Order.Decode order)
    {
        Limits.AllowCpu(order.CpuSeconds);
        try
        {
            using var picture = new Picture(order);
            await SayAsync(Caps.Check(picture));
            var verdict = await HearAsync();
            if (verdict is null) return false;
            if (verdict is not Order.Proceed) return true;

            Pipeline.Run(picture);
            await SendAsync(picture);
        }
        catch (RefusedException refused)
        {
            await SayAsync(new Reply.Refused(refused.Code, refused.Message));
        }
        catch (NetVips.VipsException problem)
        {
            await SayAsync(Refusals.Of(problem));
        }

        return true;
    }

    private static async Task SendAsync(Picture picture)
    {
        await SayAsync(new Reply.Made(picture.Facts, [.. picture.Made.Select(m => m.Head)]));
        foreach (var made in picture.Made) await Output.WriteAsync(made.Content);
        await Output.FlushAsync();
    }

    private static ValueTask SayAsync(Reply reply) => Frames.WriteAsync(Output, reply, WireJson.Default.Reply, CancellationToken.None);

    private static ValueTask<Order?> HearAsync() => Frames.ReadAsync(Input, WireJson.Default.Order, CancellationToken.None);

    private static FileStream Pipe(int handle, FileAccess access) => new(new SafeFileHandle(handle, ownsHandle: false), access, bufferSize: 0);
}
