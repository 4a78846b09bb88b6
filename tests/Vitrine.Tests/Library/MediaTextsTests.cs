using Vitrine.Library;

namespace Vitrine.Tests.Library;

public class MediaTextsTests
{
    [Fact]
    public void Texts_are_kept_in_one_form()
    {
        Assert.Equal("Café au lait", MediaTexts.Line("  Cafe\u0301 au\nlait "));
        Assert.Equal("one\ntwo", MediaTexts.Lines("one\r\ntwo\0"));
        Assert.Equal(["Sea", "sun"], MediaTexts.Tags([" Sea", "", "sun", "SEA"])!);
        Assert.Null(MediaTexts.Line(null));
    }

    [Fact]
    public void A_text_may_be_as_long_as_its_limit_and_no_longer()
    {
        Assert.Null(MediaTexts.Refuse(new string('a', 200), new string('a', 5000), new string('a', 200), [.. Enumerable.Repeat(new string('a', 50), 64)]));

        Assert.Equal("The title may have 200 characters; this has 201.", MediaTexts.Refuse(new string('a', 201), null, null, null));
        Assert.Equal("The description may have 5,000 characters; this has 5,001.", MediaTexts.Refuse(null, new string('a', 5001), null, null));
        Assert.Equal("The place may have 200 characters; this has 201.", MediaTexts.Refuse(null, null, new string('a', 201), null));
        Assert.Equal("The tag may have 50 characters; this has 51.", MediaTexts.Refuse(null, null, null, ["ok", new string('a', 51)]));
        Assert.Equal("At most 64 tags; these are 65.", MediaTexts.Refuse(null, null, null, [.. Enumerable.Range(0, 65).Select(i => $"{i}")]));
    }
}
