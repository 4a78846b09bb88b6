namespace Vitrine.Imaging.Scrubbing;

/// <summary>
/// A scrubbed file as pieces of the original and bytes of our own: its length is known, and any range of it can be read without
/// reading what comes before. Small (some hundred bytes for a photo); holds nothing open and may be kept.
/// </summary>
public sealed class ScrubPlan
{
    private readonly Piece[] pieces;

    internal ScrubPlan(IReadOnlyList<Piece> pieces)
    {
        this.pieces = [.. pieces];
        Length = pieces.Count == 0 ? 0 : pieces[^1].End;
        Cost = pieces.Sum(piece => 64L + (piece.Literal?.Length ?? 0));
    }

    /// <summary>Bytes of the scrubbed file.</summary>
    public long Length { get; }

    /// <summary>About how many bytes of memory the plan holds.</summary>
    public long Cost { get; }

    /// <summary>The scrubbed file over the original's bytes, which stay the caller's to dispose.</summary>
    public IFileBytes Over(IFileBytes original) => new ScrubbedBytes(this, original);

    /// <summary>Reads from one piece, so it may return less than was asked for.</summary>
    internal async ValueTask<int> ReadAsync(IFileBytes original, long offset, Memory<byte> target, CancellationToken cancellationToken)
    {
        if (offset < 0 || offset >= Length || target.IsEmpty) return 0;
        var piece = pieces[Find(offset)];
        var skipped = offset - piece.At;
        var part = target[..(int)Math.Min(target.Length, piece.Length - skipped)];
        if (piece.Source >= 0) return await original.ReadAsync(piece.Source + skipped, part, cancellationToken);
        if (piece.Literal is { } literal) literal.AsMemory((int)skipped, part.Length).CopyTo(part);
        else part.Span.Fill(piece.Filler);
        return part.Length;
    }

    private int Find(long offset)
    {
        var (low, high) = (0, pieces.Length - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (pieces[middle].At <= offset) low = middle;
            else high = middle - 1;
        }

        return low;
    }

    private sealed class ScrubbedBytes(ScrubPlan plan, IFileBytes original) : IFileBytes
    {
        public long Length => plan.Length;

        public ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken) =>
            plan.ReadAsync(original, offset, buffer, cancellationToken);
    }
}

/// <summary>A run of the result: from the original where <paramref name="Source"/> is not negative, else the literal, else one byte repeated.</summary>
internal readonly record struct Piece(long At, long Length, long Source, byte[]? Literal, byte Filler)
{
    public long End => At + Length;
}
