using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Vitrine.Storage;

/// <summary>
/// The name of some bytes in a store: slash-separated segments of at most 150 UTF-8 bytes each, never empty, never
/// starting with a dot, without control characters or backslashes, 900 bytes in all (S3 allows 1 024).
/// Whoever builds a key has already made the name safe; this type only refuses what must never reach a file system.
/// </summary>
public readonly record struct BlobKey
{
    private const int LongestSegment = 150;
    private const int LongestKey = 900;

    private static readonly SearchValues<char> Refused =
        SearchValues.Create([.. Enumerable.Range(0, 0x100).Select(code => (char)code).Where(char.IsControl), '\\']);

    private readonly string? value;

    /// <exception cref="ArgumentException">The text is not a valid key.</exception>
    public BlobKey(string value)
    {
        if (!IsValid(value)) throw new ArgumentException($"Not a valid storage key: {value}", nameof(value));
        this.value = value;
    }

    public string Value => value ?? throw new InvalidOperationException("An empty BlobKey was used.");

    /// <summary>Asked for every row that is read, so it allocates nothing.</summary>
    public static bool IsValid([NotNullWhen(true)] string? text)
    {
        if (string.IsNullOrEmpty(text) || Encoding.UTF8.GetByteCount(text) > LongestKey) return false;
        foreach (var segment in text.AsSpan().Split('/'))
        {
            if (!IsValidSegment(text.AsSpan(segment))) return false;
        }

        return true;
    }

    public override string ToString() => Value;

    private static bool IsValidSegment(ReadOnlySpan<char> segment) =>
        segment.Length > 0
        && segment[0] != '.'
        && Encoding.UTF8.GetByteCount(segment) <= LongestSegment
        && !segment.ContainsAny(Refused);
}
