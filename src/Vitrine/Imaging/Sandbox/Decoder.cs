using System.Diagnostics;
using System.Text;
using Vitrine.Imaging.Sandbox.Wire;

namespace Vitrine.Imaging.Sandbox;

/// <summary>One decoder child and the pipe to it. Serves one picture at a time; after any surprise it is only good to be disposed.</summary>
internal sealed class Decoder : IAsyncDisposable
{
    /// <summary>What a decoder said last, for the log: kept short, its words are an attacker's.</summary>
    private const int LongestComplaint = 500;

    private readonly Process process;
    private readonly Stream input;
    private readonly Stream output;
    private readonly StringBuilder complaints = new();
    private readonly Task listening;

    private Decoder(Process process, Tray tray)
    {
        (this.process, Tray) = (process, tray);
        (input, output) = (process.StandardInput.BaseStream, process.StandardOutput.BaseStream);
        listening = ListenAsync(process.StandardError);
    }

    public Reply.Hello Hello { get; private set; } = null!;

    public int Pictures { get; set; }

    public DateTimeOffset IdleSince { get; set; }

    /// <summary>What it may read.</summary>
    public Tray Tray { get; }

    public int ProcessId => process.Id;

    public bool HasExited => process.HasExited;

    public static async Task<Decoder> StartAsync(DecoderProgram program, CancellationToken cancellationToken)
    {
        var tray = program.NewTray();
        var start = program.StartInfo(tray);
        Decoder decoder;
        try
        {
            decoder = new Decoder(Process.Start(start)!, tray);
        }
        catch (System.ComponentModel.Win32Exception problem)
        {
            tray.Dispose();
            throw new DecoderUnavailableException($"The decoder {start.FileName} does not start: {problem.Message}", problem);
        }

        await using var cancelled = cancellationToken.Register(decoder.Kill);
        if (await decoder.HearAsync() is Reply.Hello hello)
        {
            decoder.Hello = hello;
            return decoder;
        }

        var ending = await decoder.EndingAsync();
        await decoder.DisposeAsync();
        cancellationToken.ThrowIfCancellationRequested();
        throw new DecoderUnavailableException($"The decoder {start.FileName} ended as it started ({ending}).");
    }

    public ValueTask SayAsync(Order order) => Frames.WriteAsync(input, order, WireJson.Default.Order, CancellationToken.None);

    /// <summary>Null when the child is gone.</summary>
    public ValueTask<Reply?> HearAsync() => Frames.ReadAsync(output, WireJson.Default.Reply, CancellationToken.None);

    public async Task<byte[]> ReadAsync(int length)
    {
        var content = new byte[length];
        await output.ReadExactlyAsync(content, CancellationToken.None);
        return content;
    }

    /// <summary>Ends the pipe's reads at once; safe at any time.</summary>
    public void Kill()
    {
        try
        {
            process.Kill();
        }
        catch (InvalidOperationException)
        {
            // Gone by itself.
        }
    }

    /// <summary>How it ended, when its pipe did: the signal by number, and its last words.</summary>
    public async Task<DecoderEnding> EndingAsync()
    {
        Kill(); // it closed its pipe; should it still run, it is no longer wanted
        await process.WaitForExitAsync(CancellationToken.None);
        await listening;
        return new DecoderEnding(process.ExitCode, complaints.ToString().ReplaceLineEndings(" ").Trim());
    }

    public async ValueTask DisposeAsync()
    {
        Kill();
        await process.WaitForExitAsync(CancellationToken.None);
        await listening;
        process.Dispose();
        Tray.Dispose();
    }

    private async Task ListenAsync(StreamReader errors)
    {
        var buffer = new char[256];
        while (await errors.ReadAsync(buffer) is > 0 and var read)
        {
            if (complaints.Length + read > LongestComplaint) complaints.Clear();
            complaints.Append(buffer, 0, read);
        }
    }
}

/// <param name="Code">128 and the signal's number where a signal ended it.</param>
internal sealed record DecoderEnding(int Code, string LastWords)
{
    private const int OutOfCpuTime = 128 + 24;

    public bool RanOutOfCpuTime => Code == OutOfCpuTime;

    public override string ToString() => LastWords.Length == 0 ? $"exit {Code}" : $"exit {Code}: {LastWords}";
}
