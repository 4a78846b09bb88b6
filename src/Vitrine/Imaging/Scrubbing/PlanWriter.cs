namespace Vitrine.Imaging.Scrubbing;

/// <summary>Puts a plan together from front to back.</summary>
internal sealed class PlanWriter
{
    /// <summary>About 6 MB of plan. A photo has ten pieces, an hour of video with a telemetry track some thousand.</summary>
    private const int MostPieces = 100_000;

    private readonly List<Piece> pieces = [];

    public long Length => pieces.Count == 0 ? 0 : pieces[^1].End;

    public void Copy(long source, long length)
    {
        if (length == 0) return;
        if (pieces.Count > 0 && pieces[^1] is { Source: >= 0 } last && last.Source + last.Length == source)
            pieces[^1] = last with { Length = last.Length + length };
        else Add(new Piece(Length, length, source, null, 0));
    }

    public void Write(ReadOnlySpan<byte> literal)
    {
        if (literal.Length > 0) Add(new Piece(Length, literal.Length, -1, literal.ToArray(), 0));
    }

    public void Fill(byte filler, long length)
    {
        if (length > 0) Add(new Piece(Length, length, -1, null, filler));
    }

    public ScrubPlan Build() => new(pieces);

    private void Add(Piece piece)
    {
        if (pieces.Count == MostPieces) throw Refuse.TooManyParts($"More than {MostPieces} pieces.");
        pieces.Add(piece);
    }
}
