using System.Diagnostics;
using Vitrine.Imaging;
using Vitrine.Imaging.Sandbox;

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
        using var child = Process.Start(new DecoderProgram(new ImagingOptions(), new PictureFolders([pool.Folder])).StartInfo() is var start && Add(start, "--prove") ? start : null!)!;

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
    public async Task A_picture_outside_the_folders_is_not_read()
    {
        await using var pool = new Pool();
        await using var other = new Pool();
        if ((await pool.Decoders.CheckAsync(TestContext.Current.CancellationToken)).Landlock == 0) Assert.Skip("This kernel has no Landlock.");
        var foreign = other.Write("foreign.png", Pictures.Png(64, 48, 1));

        Assert.IsNotType<PictureOutcome.Made>(await pool.TileAsync(foreign));
    }

    [Fact]
    public async Task Killing_the_site_kills_its_children()
    {
        await using var pool = new Pool();
        var start = new DecoderProgram(new ImagingOptions(), new PictureFolders([pool.Folder])).StartInfo();
        using var child = Process.Start(start)!;

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

    private static bool Add(ProcessStartInfo start, string argument)
    {
        start.ArgumentList.Add(argument);
        return true;
    }
}
