using System.Net.Http.Headers;
using Vitrine.Features.Delivery;

namespace Vitrine.Tests.Features.Delivery;

[Trait("trust", "H02")]
public class FileNameHeaderTests
{
    [Theory]
    [InlineData("a.jpg", "attachment; filename=\"a.jpg\"")]
    [InlineData("two words; and more.jpg", "attachment; filename=\"two words; and more.jpg\"")]
    [InlineData("a\"\r\nSet-Cookie: x.jpg", "attachment; filename=\"a___Set-Cookie: x.jpg\"; filename*=UTF-8''a%22__Set-Cookie%3A%20x.jpg")]
    [InlineData("é漢.jpg", "attachment; filename=\"__.jpg\"; filename*=UTF-8''%C3%A9%E6%BC%A2.jpg")]
    [InlineData("100%41.jpg", "attachment; filename=\"100_41.jpg\"; filename*=UTF-8''100%2541.jpg")]
    [InlineData("photo\u202egpj.exe", "attachment; filename=\"photo_gpj.exe\"")]
    [InlineData("..\\x", "attachment; filename=\"_x\"")]
    [InlineData("../../etc/passwd", "attachment; filename=\"_.._etc_passwd\"")]
    [InlineData("nul\0.jpg", "attachment; filename=\"nul_.jpg\"")]
    [InlineData("", "attachment; filename=\"file\"")]
    [InlineData(" .. ", "attachment; filename=\"file\"")]
    public void A_name_stays_on_its_line_and_in_its_folder(string name, string header) =>
        Assert.Equal(header, FileNameHeader.For(name, attachment: true));

    [Fact]
    public void Half_a_surrogate_pair_is_no_character() =>
        Assert.Equal("attachment; filename=\"half _ pair.jpg\"", FileNameHeader.For("half \ud83d pair.jpg", attachment: true));

    [Fact]
    public void A_long_name_is_cut_and_keeps_its_extension()
    {
        var header = ContentDispositionHeaderValue.Parse(FileNameHeader.For(new string('漢', 300) + ".jpeg", attachment: false));

        Assert.Equal("inline", header.DispositionType);
        Assert.Equal(new string('漢', 250) + ".jpeg", header.FileNameStar);
    }

    [Fact]
    public void Every_character_of_the_basic_plane_makes_one_valid_line()
    {
        for (var c = 0; c <= char.MaxValue; c++)
        {
            var header = FileNameHeader.For($"a{(char)c}b.jpg", attachment: true);
            Assert.DoesNotContain(header, unit => unit is < ' ' or > '~');
            Assert.True(ContentDispositionHeaderValue.TryParse(header, out _), header);
        }
    }
}
