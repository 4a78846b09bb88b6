using System.Globalization;

namespace Vitrine.Tests.Imaging;

/// <summary>One row of <c>CorpusTable.tsv</c>: what must come of a file of the corpus.</summary>
/// <param name="Outcome"><c>made</c>, a problem code, or <c>none</c> for a file that never has a preview.</param>
/// <param name="Distance">How far the tile may be from the judge's: mean CIE76 colour difference over a 64 x 64 grid.</param>
public sealed record CorpusRow(string File, string Type, string Outcome, int Width, int Height, double Distance)
{
    public override string ToString() => File;
}

public static class CorpusTable
{
    public static IReadOnlyList<CorpusRow> Rows { get; } =
        [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Imaging", "CorpusTable.tsv"))
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split('\t'))
            .Select(c => new CorpusRow(c[0], c[1], c[2], Number(c, 3), Number(c, 4), c.Length > 5 && c[5].Length > 0 ? double.Parse(c[5], CultureInfo.InvariantCulture) : 0))];

    public static TheoryData<string> All => [.. Rows.Select(r => r.File)];

    public static TheoryData<string> Judged => [.. Rows.Where(r => r.Distance > 0).Select(r => r.File)];

    public static CorpusRow Of(string file) => Rows.First(r => r.File == file);

    private static int Number(string[] columns, int index) =>
        columns.Length > index && columns[index].Length > 0 ? int.Parse(columns[index], CultureInfo.InvariantCulture) : 0;
}
