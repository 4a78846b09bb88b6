using System.Text;

namespace Vitrine.Tests.Imaging.Scrubbing;

/// <summary>A canary in every field, and silence in what is served.</summary>
[Trait("trust", "M01")]
public sealed class CanaryTests
{
    [Theory]
    [MemberData(nameof(PlantedFile.All), MemberType = typeof(PlantedFile))]
    public async Task No_word_planted_in_a_file_comes_out(string file, string groups)
    {
        var planted = await PlantedFile.MakeAsync(file, groups);
        Assert.InRange(Canary.CountIn(planted), 4 * groups.Split(' ').Length, int.MaxValue);

        var scrubbed = await Scrubbed.BytesAsync(planted, Scrubbed.TypeOf(file));

        Assert.Equal(0, Canary.CountIn(scrubbed));
    }

    /// <summary>JFXX, an extended XMP, a second comment, Ducky, an unknown application, a motion photo behind the end.</summary>
    [Fact]
    public async Task Segments_that_exiftool_does_not_write_go_too()
    {
        var plain = await File.ReadAllBytesAsync(Corpus.PathOf("jpeg/gray_gamma.jpg"), TestContext.Current.CancellationToken);
        byte[] planted =
        [
            .. plain.AsSpan(0, 2),
            .. Segment(0xE0, "JFXX\0\u0010"), .. Segment(0xE1, "http://ns.adobe.com/xmp/extension/\0"), .. Segment(0xEC, "Ducky\0"), .. Segment(0xE2, "MPF\0"),
            .. Segment(0xE2, "ICC_PROFILE\0\u0002\u0001"), .. Segment(0xEB, "unknown"), .. Segment(0xFE, ""), .. Segment(0xF5, ""),
            .. plain.AsSpan(2),
            .. plain, .. Encoding.ASCII.GetBytes(Canary.Word),
        ];
        Assert.Equal(9, Canary.CountIn(planted));

        var scrubbed = await Scrubbed.BytesAsync(planted, "image/jpeg");

        Assert.Equal(0, Canary.CountIn(scrubbed));
        Assert.Equal(await Scrubbed.BytesAsync(plain, "image/jpeg"), scrubbed);
    }

    /// <summary>A colour profile stays as it is, so what only says that it is one must not.</summary>
    [Fact]
    public async Task Words_that_pass_for_a_colour_profile_are_refused()
    {
        var plain = await File.ReadAllBytesAsync(Corpus.PathOf("jpeg/gray_gamma.jpg"), TestContext.Current.CancellationToken);
        byte[] planted = [.. plain.AsSpan(0, 2), .. Segment(0xE2, "ICC_PROFILE\0\u0001\u0001"), .. plain.AsSpan(2)];

        var (_, refused) = await Scrubbed.TryAsync(planted, "image/jpeg");

        Assert.Equal(Vitrine.Imaging.Scrubbing.ScrubRefusal.Damaged, refused?.Reason);
    }

    /// <summary>A drone writes its place as subtitles; so text goes, its samples too, and so do chapters and a cover.</summary>
    [Fact]
    public async Task A_track_of_words_goes_with_its_samples()
    {
        using var folder = new ScrubFolder();
        var (subtitles, film) = (Path.Combine(folder.Path, "words.srt"), Path.Combine(folder.Path, "film.mp4"));
        await File.WriteAllTextAsync(subtitles, $"1\n00:00:00,000 --> 00:00:01,000\n{Canary.Word} 48.2 N\n", TestContext.Current.CancellationToken);
        var (code, _, complaints) = await Tool.RunAsync(
            "ffmpeg", "ffmpeg", "-v", "error", "-f", "lavfi", "-i", "testsrc=duration=1:size=64x48:rate=10", "-i", subtitles, "-c:v", "mpeg4", "-c:s", "mov_text",
            "-metadata", $"title={Canary.Word}", "-metadata:s:v:0", $"handler_name={Canary.Word}", film);
        Assert.True(code == 0, complaints);
        var planted = await File.ReadAllBytesAsync(film, TestContext.Current.CancellationToken);
        Assert.InRange(Canary.CountIn(planted), 3, 9);

        var scrubbed = await Scrubbed.BytesAsync(planted, "video/mp4");

        Assert.Equal(0, Canary.CountIn(scrubbed));
        Assert.Equal(planted.Length, scrubbed.Length);
    }

    /// <summary>The name of a colour profile is free text.</summary>
    [Fact]
    public async Task A_profile_in_PNG_loses_its_name_and_stays_a_profile()
    {
        var scrubbed = await Scrubbed.FileAsync("png/gray_alpha16.png");
        Assert.True(scrubbed.AsSpan().IndexOf("iCCPicc\0\0"u8) > 0);
    }

    private static byte[] Segment(byte marker, string head)
    {
        var content = Encoding.Latin1.GetBytes(head + Canary.Word);
        return [0xFF, marker, 0, (byte)(content.Length + 2), .. content];
    }
}
