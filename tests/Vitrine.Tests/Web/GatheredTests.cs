using System.IO.Compression;
using System.Text;
using Vitrine.Web;

namespace Vitrine.Tests.Web;

/// <summary>What is written in pieces is compressed as if it had come at once.</summary>
public sealed class GatheredTests
{
    private const int Piece = 4096;

    [Fact]
    public async Task Pieces_and_flushes_cost_no_bytes()
    {
        var text = Text(100_000);

        var inPieces = await CompressedAsync(text, Piece);

        Assert.Equal((await CompressedAsync(text, text.Length)).Length, inPieces.Length);
        Assert.Equal(text, Plain(inPieces));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(128 * 1024)]
    [InlineData((128 * 1024) + 1)]
    [InlineData(1_000_000)]
    public async Task Any_length_comes_out_whole(int length)
    {
        var text = Text(length);

        Assert.Equal(text, Plain(await CompressedAsync(text, Piece)));
        Assert.Equal(text, Plain(Compressed(text)));
    }

    private static async Task<byte[]> CompressedAsync(byte[] text, int piece)
    {
        using var answer = new MemoryStream();
        await using (var gathered = new Gathered(Brotli(answer)))
        {
            foreach (var part in text.Chunk(piece))
            {
                await gathered.WriteAsync(part, TestContext.Current.CancellationToken);
                await gathered.FlushAsync(TestContext.Current.CancellationToken);
            }
        }

        return answer.ToArray();
    }

    private static byte[] Compressed(byte[] text)
    {
        using var answer = new MemoryStream();
        using (var gathered = new Gathered(Brotli(answer))) gathered.Write(text);
        return answer.ToArray();
    }

    private static byte[] Plain(byte[] compressed)
    {
        using var brotli = new BrotliStream(new MemoryStream(compressed), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        brotli.CopyTo(plain);
        return plain.ToArray();
    }

    private static BrotliStream Brotli(Stream answer) => new(answer, new BrotliCompressionOptions { Quality = 1 }, leaveOpen: true);

    private static byte[] Text(int length)
    {
        var text = new StringBuilder();
        for (var n = 0; text.Length < length; n++) text.Append("{\"id\":\"").Append(n * 7919).Append("\",\"title\":null,\"place\":\"Lisbon\"},");
        return Encoding.UTF8.GetBytes(text.ToString(0, length));
    }
}
