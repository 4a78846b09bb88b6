using Vitrine.Features.Gallery.Api;

namespace Vitrine.Tests.Features.Gallery;

public class TimelineSectionTests
{
    [Theory]
    [InlineData("2026-05", "2026-05-01T00:00:00.000", "2026-06-01T00:00:00.000")]
    [InlineData("2026-12", "2026-12-01T00:00:00.000", "2027-01-01T00:00:00.000")]
    [InlineData("2024-02-29", "2024-02-29T00:00:00.000", "2024-03-01T00:00:00.000")]
    public void A_section_is_a_month_or_a_day(string text, string from, string until)
    {
        Assert.True(TimelineEndpoints.TryParseSection(text, out var start, out var end));
        Assert.Equal((from, until), (start.ToString(), end.ToString()));
    }

    [Theory]
    [InlineData("2026")]
    [InlineData("2026-13")]
    [InlineData("2026-02-30")]
    [InlineData("2026-5")]
    [InlineData("2026-05-03T00:00")]
    [InlineData("9999-12")]
    [InlineData("' OR 1=1--")]
    public void Nothing_else_is(string text) => Assert.False(TimelineEndpoints.TryParseSection(text, out _, out _));
}
