using Microsoft.AspNetCore.Http;
using Vitrine.Web;

namespace Vitrine.Tests.Web;

public class PreconditionsTests
{
    private const string Tag = "\"abc,d\"";
    private static readonly DateTimeOffset Modified = new(2026, 5, 3, 14, 20, 10, 500, TimeSpan.Zero);

    [Theory]
    [Trait("trust", "R07")]
    [InlineData(Tag, null, true)]
    [InlineData("W/" + Tag, null, true)]
    [InlineData("\"x\", " + Tag, null, true)]
    [InlineData("*", null, true)]
    [InlineData("\"other\"", null, false)]
    [InlineData("nonsense", null, false)]
    [InlineData("\"other\"", "Sun, 03 May 2026 14:20:10 GMT", false)]
    [InlineData(null, "Sun, 03 May 2026 14:20:10 GMT", true)]
    [InlineData(null, "Sun, 03 May 2026 14:20:09 GMT", false)]
    [InlineData(null, "never", false)]
    [InlineData(null, null, false)]
    public void A_client_is_told_when_it_holds_the_present_bytes(string? noneMatch, string? since, bool holds)
    {
        var request = Request(("If-None-Match", noneMatch), ("If-Modified-Since", since));

        Assert.Equal(holds, Preconditions.HoldsCurrent(request, Tag, Modified));
    }

    [Theory]
    [Trait("trust", "R08")]
    [InlineData(null, Tag, true)]
    [InlineData(Tag, Tag, true)]
    [InlineData("\"old\", " + Tag, Tag, true)]
    [InlineData("*", Tag, true)]
    [InlineData("W/" + Tag, Tag, false)]
    [InlineData("\"old\"", Tag, false)]
    [InlineData("nonsense", Tag, false)]
    [InlineData("*", null, false)]
    [InlineData(Tag, null, false)]
    public void A_change_needs_the_version_it_names(string? match, string? present, bool may) =>
        Assert.Equal(may, Preconditions.MayChange(Request(("If-Match", match)), present));

    [Theory]
    [InlineData(null, true)]
    [InlineData(Tag, true)]
    [InlineData("W/" + Tag, false)]
    [InlineData("\"old\"", false)]
    [InlineData("Sun, 03 May 2026 14:20:10 GMT", true)]
    [InlineData("Sun, 03 May 2026 14:20:11 GMT", false)]
    [InlineData("nonsense", false)]
    public void A_part_is_only_added_to_the_same_bytes(string? ifRange, bool fits) =>
        Assert.Equal(fits, Preconditions.RangeStillFits(Request(("If-Range", ifRange)), Tag, Modified));

    private static HttpRequest Request(params (string Name, string? Value)[] headers)
    {
        var request = new DefaultHttpContext().Request;
        foreach (var (name, value) in headers)
            if (value is not null) request.Headers[name] = value;
        return request;
    }
}
