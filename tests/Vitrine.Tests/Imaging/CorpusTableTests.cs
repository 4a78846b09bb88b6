using System.Globalization;
using Vitrine.Imaging;
using Vitrine.Library;

namespace Vitrine.Tests.Imaging;

/// <summary>Every file of the corpus comes out as the table says; a file that the table does not know fails.</summary>
[Trait("trust", "C02")]
[Trait("trust", "C03")]
public sealed class CorpusTableTests
{
    [Fact]
    public void The_table_knows_every_file_of_the_corpus() =>
        Assert.Equal(Corpus.Files(), CorpusTable.Rows.Select(r => r.File).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(CorpusTable.All), MemberType = typeof(CorpusTable))]
    public async Task A_file_comes_out_as_the_table_says(string file)
    {
        var row = CorpusTable.Of(file);
        var path = Corpus.PathOf(file);
        var type = Pool.TypeOf(path);

        Assert.Equal(row.Type, type.Name);
        var (outcome, width, height) = type.Decodable ? await MakeAsync(path) : (NameOf(Undecoded.ProblemOf(type, file)), 0, 0);
        Assert.Equal((row.Outcome, row.Width, row.Height), (outcome, width, height));
    }

    /// <summary>Upright, right-sized, right-coloured: compared with Debian's own libvips, another version than ours, as a program of its own.</summary>
    [Theory]
    [MemberData(nameof(CorpusTable.Judged), MemberType = typeof(CorpusTable))]
    public async Task A_tile_looks_as_the_judge_makes_it(string file)
    {
        var row = CorpusTable.Of(file);
        await using var pool = new Pool();
        var judged = await Judge.ThumbnailAsync(Corpus.PathOf(file), pool.Folder);
        var made = Assert.IsType<PictureOutcome.Made>(await pool.TileAsync(Corpus.PathOf(file)));

        var distance = Judge.Distance(judged, made.Renditions[0].Content);

        Assert.True(distance <= row.Distance, string.Create(CultureInfo.InvariantCulture, $"{file}: {distance:0.00} > {row.Distance}"));
    }

    private static async Task<(string Outcome, int Width, int Height)> MakeAsync(string path)
    {
        await using var pool = new Pool();
        return await pool.TileAsync(path) switch
        {
            PictureOutcome.Made made => ("made", made.Renditions[0].Width, made.Renditions[0].Height),
            PictureOutcome.Refused refused => (refused.Code, 0, 0),
            var other => (other.ToString(), 0, 0),
        };
    }

    private static string NameOf(ProblemCode? problem) => problem switch
    {
        null => "none",
        ProblemCode.PreviewFollows => "preview_follows",
        ProblemCode.NotAPicture => "not_a_picture",
        ProblemCode.Damaged => "damaged",
        var other => other.ToString()!,
    };
}
