using Vitrine.Imaging;

namespace Vitrine.Tests.Imaging;

/// <summary>What the decoder reads of a file's own words; expected values are exiftool's.</summary>
public sealed class FactsTests
{
    [Fact]
    public async Task Time_place_and_camera_are_read()
    {
        var facts = await FactsOfAsync("gps/DSCN0010.jpg");

        Assert.Equal(("2008-10-22T16:28:39.000", "exif"), (facts.TakenAt, facts.TakenFrom));
        Assert.Equal(43.46745, facts.Latitude!.Value, 4);
        Assert.Equal(11.88513, facts.Longitude!.Value, 4);
        Assert.Equal(("NIKON", "COOLPIX P6000", "1/75", 5.9, 24.0, 64), (facts.CameraMake, facts.CameraModel, facts.Exposure, facts.FNumber, facts.FocalLengthMm, facts.Iso));
    }

    [Fact]
    public async Task A_receiver_without_a_fix_gives_no_place() => Assert.Null((await FactsOfAsync("gps/empty_gps_16mp.jpg")).Latitude);

    [Fact]
    public async Task Stars_and_tags_are_read_from_XMP_and_IPTC()
    {
        Assert.InRange((await FactsOfAsync("xmp_iptc/mongolels_rating.jpg")).Rating ?? 0, 1, 5);
        Assert.NotEmpty((await FactsOfAsync("xmp_iptc/picasa_tags.jpg")).Keywords);
    }

    /// <summary>Both have a namespace called MicrosoftPhoto, and not the same one: a child that remembered the first would call the second otherwise.</summary>
    [Fact]
    public async Task What_a_child_read_before_changes_nothing()
    {
        const string File = "xmp_iptc/mongolels_rating.jpg";
        var alone = await FactsOfAsync(File);
        await using var pool = new Pool();
        Assert.IsType<PictureOutcome.Made>(await pool.TileAsync(Corpus.PathOf("gps/DSCN0010.jpg")));

        Assert.Equal(alone.More, Assert.IsType<PictureOutcome.Made>(await pool.TileAsync(Corpus.PathOf(File))).Facts.More);
    }

    [Theory]
    [InlineData("broken/exif_typeerror.jpg")]
    [InlineData("broken/image01088.jpg")]
    [InlineData("broken/image01551.jpg")]
    [InlineData("jpeg/pixel2_o6_broken_exif.jpg")]
    public async Task Broken_metadata_never_fails_a_picture(string file) => Assert.NotNull((await FactsOfAsync(file)).Thumbhash);

    [Fact]
    public async Task What_is_kept_of_any_file_is_bounded()
    {
        await using var pool = new Pool();
        foreach (var file in Corpus.Files().Where(f => Pool.TypeOf(Corpus.PathOf(f)) is { Decodable: true, Name: not "avif" }))
        {
            if (await pool.TileAsync(Corpus.PathOf(file)) is not PictureOutcome.Made { Facts: var facts }) continue;
            Assert.True(facts.More.Sum(p => System.Text.Encoding.UTF8.GetByteCount(p.Key + p.Value)) <= 32 * 1024, file);
            Assert.True(facts.Title is null or { Length: <= 200 }, file);
            Assert.True(facts.Description is null or { Length: <= 5000 }, file);
            Assert.True(facts.Keywords.Count <= 64 && facts.Keywords.All(k => k.Length <= 50), file);
        }
    }

    private static async Task<PictureFacts> FactsOfAsync(string file)
    {
        await using var pool = new Pool();
        return Assert.IsType<PictureOutcome.Made>(await pool.TileAsync(Corpus.PathOf(file))).Facts;
    }
}
