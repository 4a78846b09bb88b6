using System.Diagnostics;
using NetVips;

namespace Vitrine.Tests.Imaging;

/// <summary>An independent thumbnail, and how far two pictures are apart.</summary>
internal static class Judge
{
    private const int Grid = 64;

    public static async Task<byte[]> ThumbnailAsync(string path, string folder)
    {
        var target = Path.Combine(folder, "judged.png");

        // Asked for sRGB, it sends pictures without a profile through a perceptual transform too, which darkens them.
        string[] profile = HasProfile(path) ? ["--eprofile", "srgb", "--intent", "perceptual"] : [];
        try
        {
            using var judge = Process.Start(new ProcessStartInfo("vipsthumbnail", [path, "--size", "480x480>", .. profile, "-o", target]) { RedirectStandardError = true })!;
            await judge.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Missing.Tool("vipsthumbnail is missing (Debian: libvips-tools): tiles are not compared.");
        }

        return await File.ReadAllBytesAsync(target, TestContext.Current.CancellationToken);
    }

    /// <summary>Mean CIE76 difference over a grid of 64 x 64, transparent parts on gray. 2 is just visible in large flat areas.</summary>
    public static double Distance(byte[] one, byte[] other)
    {
        using var a = Flat(one);
        using var b = Flat(other);
        Assert.True(Math.Abs(a.Ratio - b.Ratio) < 0.02 * b.Ratio + 0.01, $"Shapes differ: {a.Ratio} and {b.Ratio}.");
        using var difference = a.Pixels.DE76(b.Pixels);
        return difference.Avg();
    }

    private static bool HasProfile(string path)
    {
        using var image = Image.NewFromFile(path);
        return image.Contains("icc-profile-data") || image.Interpretation == Enums.Interpretation.Cmyk;
    }

    private static Flattened Flat(byte[] content)
    {
        using var image = Image.NewFromBuffer(content);
        using var colour = image.Colourspace(Enums.Interpretation.Srgb);
        using var flat = colour.HasAlpha() ? colour.Flatten(background: [128, 128, 128]) : colour.Copy();
        using var small = flat.Resize(Grid / (double)flat.Width, vscale: Grid / (double)flat.Height, kernel: Enums.Kernel.Linear);
        using var lab = small.Colourspace(Enums.Interpretation.Lab);
        return new Flattened(lab.CopyMemory(), image.Width / (double)image.Height);
    }

    private sealed record Flattened(Image Pixels, double Ratio) : IDisposable
    {
        public void Dispose() => Pixels.Dispose();
    }
}
