using System.Collections.Concurrent;
using System.Text;

namespace Vitrine.Tests.Imaging.Scrubbing;

/// <summary>Files of the corpus with the canary in every field that exiftool can write, and in places that it cannot.</summary>
internal static class PlantedFile
{
    /// <summary>A file of the corpus and the groups of tags to fill.</summary>
    public static readonly TheoryData<string, string> All = new()
    {
        { "jpeg/tiny_canon40d.jpg", "EXIF XMP IPTC Photoshop" },
        { "jpeg/cmyk_many_icc_segments.jpg", "EXIF XMP IPTC Photoshop" },
        { "png/gray_alpha16.png", "PNG EXIF XMP" },
        { "png/cogs_apng.png", "PNG EXIF XMP" },
        { "webp/denali.webp", "EXIF XMP" },
        { "webp/animated_squares.webp", "EXIF XMP" },
        { "gif/rotating_squares.gif", "XMP" },
        { "heic/libheif_example.heic", "EXIF XMP" },
        { "heic/iphone7.heic", "EXIF XMP" },
        { "avif/orientation6.avif", "EXIF XMP" },
        { "video/monster.mp4", "QuickTime XMP" },
        { "video/hevc_rot90.mov", "QuickTime XMP" },
        { "audio/cover.m4a", "QuickTime XMP" },
    };

    private static readonly ConcurrentDictionary<string, Lazy<Task<byte[]>>> Made = new();

    /// <summary>Made once per run: filling some thousand fields takes exiftool seconds.</summary>
    public static Task<byte[]> MakeAsync(string file, string groups) => Made.GetOrAdd(file, _ => new Lazy<Task<byte[]>>(() => PlantAsync(file, groups))).Value;

    private static async Task<byte[]> PlantAsync(string file, string groups)
    {
        using var folder = new ScrubFolder();
        var target = Path.Combine(folder.Path, "planted" + Path.GetExtension(file));
        File.Copy(Corpus.PathOf(file), target);
        foreach (var group in groups.Split(' ')) await FillAsync(folder.Path, target, group);
        await Tool.RunAsync(Exiftool.Package, "exiftool", "-m", "-q", "-overwrite_original", "-z", $"-Comment={Canary.Word}", target);
        return Append(await File.ReadAllBytesAsync(target, TestContext.Current.CancellationToken));
    }

    /// <summary>All names of a group at once; those whose values are figures refuse the word, which is as well.</summary>
    private static async Task FillAsync(string folder, string target, string group)
    {
        var (_, names, _) = await Tool.RunAsync(Exiftool.Package, "exiftool", "-listw", $"-{group}:all");
        var tags = Encoding.ASCII.GetString(names).Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).Where(name => name.All(char.IsAsciiLetterOrDigit));
        var arguments = Path.Combine(folder, "arguments");
        await File.WriteAllLinesAsync(arguments, tags.Select(tag => $"-{group}:{tag}={Canary.Word}"), TestContext.Current.CancellationToken);
        await Tool.RunAsync(Exiftool.Package, "exiftool", "-m", "-q", "-q", "-z", "-overwrite_original", "-@", arguments, target);
    }

    /// <summary>What cameras and programs hang on behind the end; boxes must be boxes, everything else may be anything.</summary>
    private static byte[] Append(byte[] file)
    {
        var word = Encoding.ASCII.GetBytes(Canary.Word);
        var wide = Encoding.Unicode.GetBytes(Canary.Word);
        if (!file.AsSpan(4, 4).SequenceEqual("ftyp"u8)) return [.. file, .. "MotionPhoto_Data"u8, .. word, .. wide];
        return [.. file, .. Box("uuid"u8, word), .. Box("free"u8, word), .. Box("mpvd"u8, wide), .. Box("sefd"u8, word), .. Box("mdat"u8, word)];
    }

    private static byte[] Box(ReadOnlySpan<byte> type, byte[] word) => [0, 0, 0, (byte)(24 + word.Length), .. type, .. new byte[16], .. word];
}
