using Vitrine.Library.Albums;

namespace Vitrine.Tests.Library.Albums;

public sealed class PositionTests
{
    [Fact]
    public void There_is_always_one_between_two()
    {
        var chance = new Random(3);
        var all = new List<string> { Position.Between(null, null)! };
        for (var n = 0; n < 3000; n++)
        {
            var at = chance.Next(all.Count + 1);
            var made = Position.Between(at == 0 ? null : all[at - 1], at == all.Count ? null : all[at]);
            Assert.NotNull(made);
            Assert.True(Position.IsValid(made), made);
            all.Insert(at, made);
        }

        Assert.Equal(all.Order(StringComparer.Ordinal), all);
        Assert.Equal(all.Count, all.Distinct().Count());
    }

    [Fact]
    public void Appending_and_prepending_stay_short()
    {
        var (last, first) = (Position.Between(null, null), Position.Between(null, null));
        for (var n = 0; n < 100_000; n++)
        {
            var (next, before) = (Position.Between(last, null), Position.Between(null, first));
            Assert.True(string.CompareOrdinal(last, next) < 0 && string.CompareOrdinal(before, first) < 0);
            (last, first) = (next, before);
        }

        Assert.InRange(last!.Length, 1, 5);
        Assert.InRange(first!.Length, 1, 5);
    }

    [Fact]
    public void One_spot_takes_thousands_of_moves_and_then_says_that_it_is_full()
    {
        var (low, high) = (Position.Between(null, null), Position.Between(Position.Between(null, null), null));
        var moves = 0;
        for (; Position.Between(low, high) is { } between; moves++) high = between;
        Assert.InRange(moves, 3000, 20_000);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("a00")]
    [InlineData("b0")]
    [InlineData("a0;DROP")]
    [InlineData("00")]
    public void Texts_of_others_are_no_positions(string text) => Assert.False(Position.IsValid(text));

    [Fact]
    public void Two_that_are_not_in_order_have_nothing_between_them() => Assert.Null(Position.Between("a1", "a1"));
}
