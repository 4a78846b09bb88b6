using System.Text.RegularExpressions;

namespace Vitrine.Tests;

/// <summary>
/// The promises of trust that come first (P0), by id. Each is held by a test that carries its id, is due with a feature that is not
/// here yet, or does not apply; the last two say why. A row that is neither fails.
/// </summary>
public sealed partial class TrustTable
{
    private static readonly string[] Held =
    [
        "U01", "U02", "U03", "U04", "U05", "U09", "U12",
        "T01", "T02", "T03", "T04", "T05", "T06", "T07", "T08", "T17", "T18",
        "C01", "C02", "C03", "C05", "C06", "C07", "C08",
        "A01", "A02", "A03", "A06", "A07",
        "L01", "L02", "L03", "L05", "L07", "L08", "L10", "L11", "L12", "L13",
        "S01", "S02", "S03", "S04", "S05", "S08", "S10",
        "H01", "H02", "H03", "H06", "H07",
        "R01", "R02", "R07",
        "D01", "D02", "D03", "D09", "D14",
        "P01", "P02", "I01", "I02", "I04", "M01",
        "K01", "K02", "K03", "K04", "K05", "K06", "B01", "B02", "B03", "B06", "B08", "N01", "N03", "W01", "E01", "E02", "G02", "G03", "G06",
    ];

    private static readonly Dictionary<string, string> Due = [];

    private static readonly Dictionary<string, string> NotApplicable = new()
    {
        ["U06"] = "there is no Idempotency-Key: the same bytes of the same owner are one item (RULES 8)",
        ["F01"] = "the site fetches nothing from addresses that visitors give",
        ["F03"] = "the site fetches nothing from addresses that visitors give",
        ["K07"] = "originals are never moved; comes with the move between stores",
        ["G01"] = "nothing was released yet whose data could be opened",
    };

    [Fact]
    public void Every_promise_is_held_by_a_test_or_says_why_not()
    {
        var tested = Repository.Files(".cs").SelectMany(path => Id().Matches(File.ReadAllText(path))).Select(match => match.Groups[1].Value).ToHashSet();
        Assert.Empty(Held.Except(tested).Select(id => $"{id} is said to be held, but no test carries its id"));
        Assert.Empty(Due.Keys.Concat(NotApplicable.Keys).Intersect(tested).Select(id => $"{id} has a test now: move it to Held"));
        Assert.Empty(Held.Intersect(Due.Keys).Concat(Held.Intersect(NotApplicable.Keys)).Concat(Due.Keys.Intersect(NotApplicable.Keys)));
        TestContext.Current.TestOutputHelper?.WriteLine($"{Held.Length} held, {Due.Count} due, {NotApplicable.Count} not applicable");
    }

    [GeneratedRegex("Trait\\(\"trust\", \"([A-Z][0-9]{2})\"\\)")]
    private static partial Regex Id();
}
