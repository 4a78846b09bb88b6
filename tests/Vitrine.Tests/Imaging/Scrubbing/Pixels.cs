using System.Globalization;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;
using NetVips;

namespace Vitrine.Tests.Imaging.Scrubbing;

/// <summary>What independent decoders make of a file: size, pixels after turning, colour profile; frames and sound by their hashes.</summary>
internal static class Pixels
{
    /// <summary>Bigger ones are compared by their header alone: decoding them twice takes gigabytes.</summary>
    private const long MostPixels = 60_000_000;

    public static async Task<string> OfAsync(string path, string contentType) => contentType switch
    {
        "image/jpeg" or "image/png" or "image/webp" or "image/gif" => Decoded(path, contentType),
        "image/heic" or "image/heif" => await OfHeicAsync(path),
        "image/avif" when !IsSequence(path) => Decoded(path, contentType),
        _ => await FramesAsync(path),
    };

    private static bool IsSequence(string path)
    {
        using var file = File.OpenRead(path);
        var head = new byte[12];
        file.ReadExactly(head);
        return head.AsSpan(8).SequenceEqual("avis"u8);
    }

    private static string Decoded(string path, string contentType)
    {
        using var image = contentType is "image/webp" or "image/gif" ? Image.NewFromFile(path, kwargs: new VOption { ["n"] = -1 }) : Image.NewFromFile(path);
        return Describe(image);
    }

    /// <summary>The bundled library has no HEVC; Debian's decodes it, as a program of its own.</summary>
    private static async Task<string> OfHeicAsync(string path)
    {
        var decoded = path.StartsWith(Corpus.Root, StringComparison.Ordinal) ? Path.GetTempFileName() + ".v" : path + ".v";
        try
        {
            var (code, _, complaints) = await Tool.RunAsync("libvips-tools", "vips", "autorot", path, decoded);
            Assert.True(code == 0, complaints);
            using var image = Image.NewFromFile(decoded);
            return Describe(image);
        }
        finally
        {
            File.Delete(decoded);
        }
    }

    private static string Describe(Image image)
    {
        using var upright = image.Autorot();
        var pixels = (long)image.Width * image.Height > MostPixels ? [] : BytesOf(upright);
        var profile = image.Contains("icc-profile-data") ? (byte[])image.Get("icc-profile-data") : [];
        return string.Create(CultureInfo.InvariantCulture, $"{upright.Width} x {upright.Height} x {upright.Bands} {upright.Interpretation} {upright.Format} {XxHash3.HashToUInt64(pixels):x} profile {XxHash3.HashToUInt64(profile):x}");
    }

    private static ReadOnlySpan<byte> BytesOf(Image image) =>
        image.Format == Enums.BandFormat.Ushort ? MemoryMarshal.AsBytes<ushort>(image.WriteToMemory<ushort>()) : image.WriteToMemory<byte>();

    private static async Task<string> FramesAsync(string path)
    {
        var (_, frames, complaints) = await Tool.RunAsync("ffmpeg", "ffmpeg", "-v", "error", "-i", path, "-map", "0:V?", "-map", "0:a?", "-f", "framemd5", "-");
        Assert.True(frames.Length > 0, complaints);
        return Encoding.UTF8.GetString(frames);
    }
}
