using System.Diagnostics;
using Vitrine.Imaging;
using Vitrine.Imaging.Sandbox;
using Vitrine.Imaging.Sandbox.Wire;

namespace Vitrine.Tests.Imaging.Sandbox;

/// <summary>What the child can no longer do when it reads its first byte of input.</summary>
public sealed class SealTests
{
    [Fact]
    [Trait("trust", "C05")]
    [Trait("trust", "C06")]
    public async Task The_seal_holds_everything_it_must()
    {
        await using var pool = new Pool();
        using var tray = pool.Program.NewTray();
        var start = pool.Program.StartInfo(tray);
        start.ArgumentList.Add("--prove");
        using var child = Process.Start(start)!;

        var lines = (await child.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken)).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        var status = await pool.Decoders.CheckAsync(TestContext.Current.CancellationToken);
        string[] byLandlock = ["read accounts", "read the parent's environment"];
        var open = lines.Where(l => l.StartsWith("OPEN", StringComparison.Ordinal)).Select(l => l[5..]);
        Assert.Equal(9, lines.Length);
        Assert.Empty(status.Landlock > 0 ? open : open.Except(byLandlock));
    }

    [Fact]
    public async Task What_is_in_force_is_known()
    {
        await using var pool = new Pool();

        var status = await pool.Decoders.CheckAsync(TestContext.Current.CancellationToken);

        Assert.Null(status.Problem);
        Assert.True(status.Seccomp);
        Assert.NotNull(status.Libvips);
        Assert.True(File.Exists(status.Path));
    }

    [Fact]
    public async Task A_child_reads_what_was_handed_to_it_and_no_other_picture()
    {
        await using var pool = new Pool();
        await using var child = await Decoder.StartAsync(pool.Program, TestContext.Current.CancellationToken);
        if (child.Hello.Landlock == 0) Assert.Skip("This kernel has no Landlock.");
        var picture = pool.Write("own.png", Pictures.Png(64, 48, 1));
        var foreign = pool.Write("foreign.png", Pictures.Png(64, 48, 2));
        var handed = await child.Tray.PutAsync(picture, TestContext.Current.CancellationToken);

        Assert.IsType<Reply.Refused>(await AskAsync(foreign));
        Assert.IsType<Reply.Refused>(await AskAsync(picture));
        Assert.IsType<Reply.Header>(await AskAsync(handed!));

        async Task<Reply?> AskAsync(string path)
        {
            await child.SayAsync(new Order.Decode(path, "png", [], false, 1_000_000, 10));
            return await child.HearAsync();
        }
    }

    [Fact]
    public async Task What_was_handed_over_is_taken_back_and_the_original_stays()
    {
        await using var pool = new Pool();
        var picture = pool.Write("own.png", Pictures.Png(64, 48, 1));

        Assert.IsType<PictureOutcome.Made>(await pool.TileAsync(picture));

        Assert.Empty(Directory.EnumerateFiles(pool.Trays, "*", SearchOption.AllDirectories));
        Assert.True(File.Exists(picture));
        await pool.Decoders.DisposeAsync();
        Assert.Empty(Directory.EnumerateDirectories(pool.Trays));
    }

    [Fact]
    public async Task A_picture_on_another_file_system_is_copied_unless_it_is_too_large_for_that()
    {
        const string Elsewhere = "/dev/shm";
        if (!Directory.Exists(Elsewhere)) Assert.Skip("There is no second file system here.");
        await using var pool = new Pool(new ImagingOptions { Workers = 1, CopyMegabytes = 1 });
        var picture = Path.Join(Elsewhere, Path.GetRandomFileName());
        try
        {
            await File.WriteAllBytesAsync(picture, Pictures.Png(64, 48, 1), TestContext.Current.CancellationToken);
            Assert.IsType<PictureOutcome.Made>(await pool.TileAsync(picture));
            await File.WriteAllBytesAsync(picture, [.. Pictures.Png(64, 48, 1), .. new byte[2 << 20]], TestContext.Current.CancellationToken);
            Assert.Equal("too_large_to_preview", Assert.IsType<PictureOutcome.Refused>(await pool.TileAsync(picture)).Code);
        }
        finally
        {
            File.Delete(picture);
        }
    }

    [Fact]
    public async Task Killing_the_site_kills_its_children()
    {
        await using var pool = new Pool();
        using var tray = pool.Program.NewTray();
        using var child = Process.Start(pool.Program.StartInfo(tray))!;

        child.StandardInput.Close();

        await child.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        Assert.Equal(0, child.ExitCode);
    }

    [Theory]
    [Trait("trust", "C05")]
    [InlineData("%PDF-1.4\n%", "jpeg")]
    [InlineData("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>", "jpeg")]
    [InlineData("8BPS\u0001", "jpeg")]
    [InlineData("SIMPLE  =                    T", "tiff")]
    [InlineData("MATLAB 5.0 MAT-file", "png")]
    [InlineData("#?RADIANCE\n", "webp")]
    [InlineData("P6 1 1 255 abc", "gif")]
    [InlineData("1,2,3\n4,5,6\n", "avif")]
    public async Task Other_formats_in_the_clothes_of_ours_reach_no_loader(string content, string type)
    {
        await using var pool = new Pool();
        var path = pool.Write("a.jpg", System.Text.Encoding.Latin1.GetBytes(content));

        var outcome = await pool.TileAsync(path, new FileType(type, MediaKind.Image, "", "", false, true));

        Assert.Contains(Assert.IsType<PictureOutcome.Refused>(outcome).Code, new[] { "not_a_picture", "damaged" });
    }

    [Fact]
    [Trait("trust", "C05")]
    public async Task A_type_without_a_loader_follows_later()
    {
        await using var pool = new Pool();

        var outcome = await pool.TileAsync(pool.Write("a.svg", "<svg/>"u8.ToArray()), Vitrine.Imaging.Sniffing.FileTypes.Svg);

        Assert.Equal("preview_follows", Assert.IsType<PictureOutcome.Refused>(outcome).Code);
    }
}
