using Vitrine.Library;

namespace Vitrine.Tests.Library;

public sealed class SortKeyTests
{
    [Theory]
    [InlineData("IMG_9.JPG", "img_00000009.jpg")]
    [InlineData("img_0010.jpg", "img_00000010.jpg")]
    [InlineData("２０２４ ﬁle", "00002024 file")]
    [InlineData("a\u001fb\u0000c", "a b c")]
    [InlineData("123456789012.mov", "123456789012.mov")]
    [InlineData("", "")]
    public void Names_fold_case_width_and_numbers(string name, string key) => Assert.Equal(key, SortKey.OfName(name));

    [Fact]
    public void The_worst_names_still_have_a_key_that_fits_a_cursor()
    {
        string[] names = ["\ud800", new string('9', 300), new string('\u1e9e', 300), string.Concat(Enumerable.Repeat("\ud83d\ude00", 200)), "\ufdfa" + new string('\ufdfa', 250)];

        Assert.All(names, name =>
        {
            var key = SortKey.OfName(name);
            Assert.InRange(key.Length, 0, 100);
            Assert.True(Cursor.TryParse(new Cursor(key, Guid.Empty.ToString("N")).ToString(), out var back));
            Assert.Equal(key, back!.Key);
        });
    }

    [Theory]
    [InlineData(MediaSort.TakenNewest, "2020-01-01T00:00:00.000", true)]
    [InlineData(MediaSort.TakenNewest, "2020-01-01T00:00:00.000Z", false)]
    [InlineData(MediaSort.UploadedNewest, "2020-01-01T00:00:00.000Z", true)]
    [InlineData(MediaSort.LargestFirst, "0000000000000000012", true)]
    [InlineData(MediaSort.LargestFirst, "-12", false)]
    [InlineData(MediaSort.NameAscending, "' OR 1=1--", true)]
    public void A_cursor_fits_the_order_that_gave_it(MediaSort sort, string key, bool fits) =>
        Assert.Equal(fits, SortKey.Fits(sort, new Cursor(key, Guid.Empty.ToString("N"))));
}
