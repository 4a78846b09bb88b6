using Vitrine.Features.Delivery;
using Vitrine.Storage;

namespace Vitrine.Tests.Features.Delivery;

public class RangeHeaderTests
{
    [Theory]
    [Trait("trust", "R01")]
    [InlineData("bytes=0-0", 0, 1)]
    [InlineData("bytes=5-", 5, 95)]
    [InlineData("bytes=-1", 99, 1)]
    [InlineData("bytes=-1000", 0, 100)]
    [InlineData("bytes=0-99999999", 0, 100)]
    [InlineData("bytes=99-99", 99, 1)]
    [InlineData("BYTES=10-19", 10, 10)]
    [InlineData("bytes=10-99999999999999999999999", 10, 90)]
    public void One_range_is_clipped_to_the_file(string header, long offset, long length) =>
        Assert.Equal(Asked.Part(new ByteRange(offset, length)), RangeHeader.Parse(header, 100));

    [Theory]
    [Trait("trust", "R02")]
    [InlineData("bytes=100-", 100)]
    [InlineData("bytes=99999999999999999999-", 100)]
    [InlineData("bytes=-0", 100)]
    [InlineData("bytes=0-0", 0)]
    [InlineData("bytes=0-", 0)]
    [InlineData("bytes=-5", 0)]
    public void A_range_without_a_byte_is_refused(string header, long length) =>
        Assert.Equal(Asked.Nothing, RangeHeader.Parse(header, length));

    [Theory]
    [Trait("trust", "R03")]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("bytes=")]
    [InlineData("bytes=-")]
    [InlineData("bytes=5-2")]
    [InlineData("bytes=a-b")]
    [InlineData("bytes=1-2-3")]
    [InlineData("bytes=+1-2")]
    [InlineData("bytes=1 -2")]
    [InlineData("bytes=٣-٤")]
    [InlineData("items=0-1")]
    [InlineData("bytes=0-1,4-5")]
    [InlineData("bytes=0-1,")]
    public void What_is_not_one_well_formed_range_is_passed_over(string? header) =>
        Assert.Equal(Asked.Everything, RangeHeader.Parse(header, 100));
}
