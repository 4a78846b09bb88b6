using Vitrine.Imaging;

namespace Vitrine.Tests.Imaging;

public sealed class SnifferTests
{
    [Theory]
    [InlineData("audio/cover.flac", "flac")]
    [InlineData("audio/cover.m4a", "m4a")]
    [InlineData("audio/viper.mp3", "mp3")]
    [InlineData("audio/viper.ogg", "ogg")]
    [InlineData("audio/full.opus", "opus")]
    [InlineData("avif/kimono_rotate90.avif", "avif")]
    [InlineData("avif/seq_10bit.avif", "avif")]
    [InlineData("bmp/small.bmp", "bmp")]
    [InlineData("broken/random.png", "unknown")]
    [InlineData("broken/zero.jpg", "unknown")]
    [InlineData("broken/truncated.heic", "heic")]
    [InlineData("gif/static.gif", "gif")]
    [InlineData("heic/nokia_hdr.heif", "heic")]
    [InlineData("jpeg/tiny_canon40d.jpg", "jpeg")]
    [InlineData("jxl/8bit_srgb.jxl", "jxl")]
    [InlineData("jxl/cafe.jxl", "jxl")]
    [InlineData("names/no_extension", "jpeg")]
    [InlineData("other/favicon.ico", "ico")]
    [InlineData("other/wizard.psd", "psd")]
    [InlineData("other/world.jp2", "jp2")]
    [InlineData("pdf/password.pdf", "pdf")]
    [InlineData("png/apng_ball.png", "apng")]
    [InlineData("png/indexed.png", "png")]
    [InlineData("raw/canon_eos_6d.dng", "dng")]
    [InlineData("raw/kodak_dc50.kdc", "kdc")]
    [InlineData("svg/script.svg", "svg")]
    [InlineData("svg/struct_image.svg", "svg")]
    [InlineData("tiff/bigtiff.tif", "tiff")]
    [InlineData("tiff/multipage_lzw.tif", "tiff")]
    [InlineData("video/av1_tiny.mp4", "mp4")]
    [InlineData("video/earth.avi", "avi")]
    [InlineData("video/hevc_rot90.mov", "mov")]
    [InlineData("video/rabbit320.webm", "webm")]
    [InlineData("video/sample.mkv", "mkv")]
    [InlineData("webp/animated_squares.webp", "webp")]
    [InlineData("wrongext/jpeg_named.png", "jpeg")]
    [InlineData("wrongext/png_named.jpg", "png")]
    [InlineData("wrongext/text_named.jpg", "text")]
    [Trait("trust", "C02")]
    public void A_real_file_is_what_its_bytes_say(string file, string expected) =>
        Assert.Equal(expected, Sniffer.Sniff(Corpus.Head(file)).Name);

    [Theory]
    [InlineData("<!DOCTYPE html><html>", "html")]
    [InlineData("  <HTML><script>alert(1)</script>", "html")]
    [InlineData("<?xml version=\"1.0\"?><a/>", "xml")]
    [InlineData("<?xml version=\"1.0\"?>\n<SVG onload=alert(1)>", "svg")]
    [InlineData("GIF89a/*<script>*/=1;alert(1)", "gif")]
    [InlineData("BMW is a maker of cars", "text")]
    [InlineData("#EXTM3U\n#EXT-X-STREAM-INF", "text")]
    [InlineData("FWS\u0005", "unknown")]
    [InlineData("\u0000\u0001", "unknown")]
    [InlineData("", "unknown")]
    [Trait("trust", "C01")]
    public void Text_that_could_harm_a_page_is_named_and_never_inline_unless_it_is_a_picture(string text, string expected)
    {
        var type = Sniffer.Sniff(System.Text.Encoding.UTF8.GetBytes(text));

        Assert.Equal(expected, type.Name);
        Assert.Equal(expected == "gif", type.Inline);
    }

    [Fact]
    public void Only_the_types_of_the_rule_are_shown_in_place()
    {
        string[] allowed =
        [
            "image/jpeg", "image/png", "image/apng", "image/gif", "image/webp", "image/avif",
            "video/mp4", "video/webm", "video/ogg", "audio/mpeg", "audio/mp4", "audio/ogg", "audio/flac", "audio/wav",
        ];

        var inline = typeof(Vitrine.Imaging.Sniffing.FileTypes).GetFields()
            .Select(f => (FileType)f.GetValue(null)!).Where(t => t.Inline).Select(t => t.ContentType);

        Assert.Empty(inline.Except(allowed));
    }

    [Fact]
    public void Every_cut_of_every_head_gets_an_answer()
    {
        foreach (var file in Corpus.Files())
        {
            var head = Corpus.Head(file);
            for (var length = 0; length <= Math.Min(head.Length, 700); length++) Sniffer.Sniff(head.AsSpan(0, length));
        }
    }
}
