using Vitrine.Metadata.DynamoDb.Engine;

namespace Vitrine.Tests.Metadata;

/// <summary>An answer's date against the moments it was asked and had. What a node does about it, <c>ClockTests</c> shows.</summary>
[Trait("trust", "W01")]
public sealed class SharedClockTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0, 0, 0, 0)]
    [InlineData(0.9, 0.95, 0, 0)] // a date has no fractions
    [InlineData(-600, 0, -300, 0)] // a slow answer, or a node that was stopped meanwhile
    [InlineData(-600, 0, 0, 0)]
    [InlineData(7201, 7201.1, 0, 7200)] // two hours ahead
    [InlineData(-3600, -3599, 0, -3599)] // an hour behind
    public void Only_what_no_delay_explains_is_skew(double sent, double received, double theirs, double skew) =>
        Assert.Equal(TimeSpan.FromSeconds(skew), SharedClock.SkewOf(Noon.AddSeconds(sent), Noon.AddSeconds(received), Noon.AddSeconds(theirs)));
}
