using System.Text;
using NetVips;
using Vitrine.Imaging;
using Vitrine.Library;

namespace Vitrine.Tests.Imaging;

/// <summary>What comes out of the pipeline beside the right pixels.</summary>
public sealed class RenditionTests
{
    [Theory]
    [InlineData("gps/DSCN0010.jpg")]
    [InlineData("jpeg/iphone6s_gps_12mp.jpg")]
    [InlineData("jpeg/adobergb_nikon_d3_12mp.jpg")]
    [InlineData("webp/denali.webp")]
    [InlineData("avif/orientation6.avif")]
    [InlineData("tiff/rgb16_photoshop.tiff")]
    [InlineData("xmp_iptc/mongolels_rating.jpg")]
    [Trait("trust", "M01")]
    public async Task No_rendition_carries_metadata(string file)
    {
        await using var pool = new Pool();

        var made = Assert.IsType<PictureOutcome.Made>(await pool.TileAsync(Corpus.PathOf(file), specs: Recipe.All));

        foreach (var rendition in made.Renditions)
        {
            using var image = Image.NewFromBuffer(rendition.Content);
            Assert.DoesNotContain(image.GetFields(), f => f.StartsWith("exif", StringComparison.Ordinal) || f is "xmp-data" or "iptc-data" or "icc-profile-data");
            var text = Encoding.Latin1.GetString(rendition.Content);
            foreach (var mark in new[] { "Exif\0", "EXIF", "XMP ", "ICCP", "ICC_PROFILE", "Photoshop", "http://ns.adobe.com" }) Assert.DoesNotContain(mark, text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task All_sizes_come_from_one_decode_in_the_order_asked_and_none_is_enlarged()
    {
        await using var pool = new Pool();

        var made = Assert.IsType<PictureOutcome.Made>(await pool.TileAsync(Corpus.PathOf("orientation/landscape_6.jpg"), specs: Recipe.All));

        Assert.Equal(["tile", "tile2x", "screen"], made.Renditions.Select(r => r.Name));
        Assert.Equal([(480, 320), (960, 640), (1800, 1200)], made.Renditions.Select(r => (r.Width, r.Height)));
        Assert.Equal(["image/webp", "image/webp", "image/jpeg"], made.Renditions.Select(r => r.ContentType));
    }

    [Fact]
    public async Task Transparency_stays_and_makes_the_screen_a_WebP()
    {
        await using var pool = new Pool();

        var made = Assert.IsType<PictureOutcome.Made>(await pool.TileAsync(Corpus.PathOf("png/alpha_2048.png"), specs: Recipe.All));

        Assert.True(made.Facts.HasAlpha);
        Assert.All(made.Renditions, r => Assert.Equal("image/webp", r.ContentType));
        using var tile = Image.NewFromBuffer(made.Renditions[0].Content);
        Assert.True(tile.HasAlpha());
    }

    [Theory]
    [InlineData("gif/earth_44f.gif", 44)]
    [InlineData("webp/animated_squares.webp", 9)]
    public async Task An_animation_moves_on_the_screen_and_stands_still_as_a_tile(string file, int frames)
    {
        await using var pool = new Pool();

        var made = Assert.IsType<PictureOutcome.Made>(await pool.TileAsync(Corpus.PathOf(file), specs: Recipe.All));

        Assert.Equal(frames, made.Facts.Frames);
        using var tile = Image.NewFromBuffer(made.Renditions[0].Content);
        using var screen = Image.NewFromBuffer(made.Renditions[^1].Content, "[n=-1]");
        Assert.False(tile.Contains("n-pages") && (int)tile.Get("n-pages") > 1);
        Assert.Equal(frames, (int)screen.Get("n-pages"));
        Assert.True(screen.Contains("delay"));
    }

    [Fact]
    public async Task The_placeholder_is_the_reference_implementations()
    {
        // A picture of one colour has one well-known hash whatever the size: mean, no terms.
        await using var pool = new Pool();
        using var plain = Image.Black(100, 50, bands: 3).NewFromImage(255, 0, 0).Copy(interpretation: Enums.Interpretation.Srgb);
        var path = pool.Write("red.png", plain.PngsaveBuffer());

        var made = Assert.IsType<PictureOutcome.Made>(await pool.TileAsync(path));

        Assert.Equal(0xFF0000, made.Facts.DominantColour!.Value & 0xFE0000 | (made.Facts.DominantColour.Value & 0xFFFF) / 0x10000 | 0x010000);
        var hash = made.Facts.Thumbhash!;
        var header = hash[0] | (hash[1] << 8) | (hash[2] << 16);
        Assert.Equal(21, header & 63); // luma 1/3 of 63
        Assert.Equal(47, (header >> 6) & 63); // yellow-blue 0.5
        Assert.Equal(63, (header >> 12) & 63); // red-green 1
        Assert.Equal(0, header >> 23);
        Assert.True((hash[4] & 0x80) != 0, "landscape");
    }
}
