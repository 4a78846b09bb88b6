using System.Runtime.InteropServices;
using Microsoft.Extensions.Time.Testing;
using Vitrine.Imaging;

namespace Vitrine.Tests.Imaging.Sandbox;

/// <summary>Whatever happens to a child costs its own picture and nothing more.</summary>
[Trait("trust", "C07")]
public sealed partial class BrokenDecoderTests
{
    private const int Kill = 9;
    private const int Trap = 5; // how GLib ends when memory is out
    private const int Abort = 6;
    private const int Continue = 18;
    private const int Stop = 19;
    private const int DataLimit = 2;

    [Theory]
    [InlineData(Kill)]
    [InlineData(Abort)]
    [InlineData(Trap)]
    public async Task A_child_that_dies_fails_its_picture_only(int signal)
    {
        await using var pool = new Pool();
        var child = await pool.IdleChildAsync();

        Assert.Equal(0, Signal(child, Stop)); // so that it is sure to be at work when it dies
        var making = pool.SoundAsync();
        Assert.Equal(0, Signal(child, signal));
        _ = Signal(child, Continue); // the killed one is gone already

        Assert.IsType<PictureOutcome.Broken>(await making);
        Assert.IsType<PictureOutcome.Made>(await pool.SoundAsync());
    }

    [Fact]
    public async Task A_child_that_hangs_is_killed_by_the_wall_clock()
    {
        var time = new FakeTimeProvider();
        await using var pool = new Pool(new ImagingOptions { Workers = 1, CpuSeconds = 20 }, time);
        var child = await pool.IdleChildAsync();

        Assert.Equal(0, Signal(child, Stop));
        var making = pool.SoundAsync();
        while (!making.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(60));
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        Assert.IsType<PictureOutcome.Broken>(await making);
        Assert.IsType<PictureOutcome.Made>(await pool.SoundAsync());
    }

    [Fact]
    public async Task A_child_out_of_memory_fails_its_picture_only()
    {
        await using var pool = new Pool();
        var child = await pool.IdleChildAsync();
        var limit = new Limit { Soft = 1, Hard = 1 };
        Assert.Equal(0, SetLimit(child, DataLimit, ref limit, 0));

        var outcome = await pool.TileAsync(pool.Write("large.png", Pictures.Png(3000, 2000, 1)));

        Assert.True(outcome is PictureOutcome.Broken or PictureOutcome.Refused { Code: "too_large_to_preview" }, outcome.ToString());
        Assert.IsType<PictureOutcome.Made>(await pool.SoundAsync());
    }

    [Fact]
    public async Task A_picture_that_takes_too_much_CPU_time_is_refused_for_good()
    {
        await using var pool = new Pool(
            new ImagingOptions { Workers = 1, CpuSeconds = 1, MaxMegapixels = 10_000, MemoryMegabytes = 512 },
            new FakeTimeProvider()); // on a busy machine the wall clock could be first

        var outcome = await pool.TileAsync(Corpus.PathOf("png/huge_65536.png"));

        Assert.Equal("decoder_gave_up", Assert.IsType<PictureOutcome.Refused>(outcome).Code);
        Assert.IsType<PictureOutcome.Made>(await pool.SoundAsync());
    }

    [Fact]
    public async Task A_cancel_kills_the_child_and_frees_its_place()
    {
        await using var pool = new Pool();
        var child = await pool.IdleChildAsync();
        Assert.Equal(0, Signal(child, Stop));
        using var cancel = new CancellationTokenSource();
        var making = pool.Decoders.MakeAsync(
            new PictureRequest(pool.Write("a.png", Pictures.Png(64, 48, 2)), Vitrine.Imaging.Sniffing.FileTypes.Png, [new("tile", 480, "webp", 75)], false), cancel.Token);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => making);
        Assert.False(Directory.Exists($"/proc/{child}"));
        Assert.IsType<PictureOutcome.Made>(await pool.SoundAsync());
    }

    [Fact]
    public async Task Idle_children_end_themselves_and_come_back_when_needed()
    {
        var time = new FakeTimeProvider();
        await using var pool = new Pool(new ImagingOptions { Workers = 1, IdleSeconds = 5 }, time);
        var child = await pool.IdleChildAsync();

        time.Advance(TimeSpan.FromSeconds(6));
        for (var deadline = DateTime.UtcNow.AddSeconds(10); Directory.Exists($"/proc/{child}") && DateTime.UtcNow < deadline;)
            await Task.Delay(20, TestContext.Current.CancellationToken);

        Assert.Empty(pool.Decoders.IdleProcesses);
        Assert.False(Directory.Exists($"/proc/{child}"));
        Assert.IsType<PictureOutcome.Made>(await pool.SoundAsync());
    }

    [Fact]
    public async Task A_child_is_replaced_after_its_share_of_pictures()
    {
        await using var pool = new Pool(new ImagingOptions { Workers = 1, PicturesPerDecoder = 2 });
        var first = await pool.IdleChildAsync();

        await pool.SoundAsync();

        Assert.Empty(pool.Decoders.IdleProcesses);
        Assert.NotEqual(first, await pool.IdleChildAsync());
    }

    [Fact]
    public async Task A_missing_decoder_is_one_sentence_that_names_the_setting()
    {
        await using var pool = new Pool(new ImagingOptions { Decoder = "/nowhere/vitrine-decoder" });

        var status = await pool.Decoders.CheckAsync(TestContext.Current.CancellationToken);

        Assert.Contains("VITRINE_IMAGING__DECODER", status.Problem, StringComparison.Ordinal);
        await Assert.ThrowsAsync<DecoderUnavailableException>(() => pool.SoundAsync());
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Signal(int process, int signal);

    [LibraryImport("libc", EntryPoint = "prlimit")]
    private static partial int SetLimit(int process, int resource, ref Limit limit, nint before);

    [StructLayout(LayoutKind.Sequential)]
    private struct Limit
    {
        public ulong Soft;
        public ulong Hard;
    }
}
