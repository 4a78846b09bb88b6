using System.Diagnostics.CodeAnalysis;

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

    private readonly string? value;

    /// <exception cref="ArgumentException">The text is not a valid key.</exception>
    public BlobKey(string value)
    {
        if (!IsValid(value)) throw new ArgumentException($"Not a valid storage key: {value}", nameof(value));
        this.value = value;
    }

    public string Value => value ?? throw new InvalidOperationException("An empty BlobKey was used.");

    public static bool IsValid([NotNullWhen(true)] string? text) =>
        !string.IsNullOrEmpty(text)
        && System.Text.Encoding.UTF8.GetByteCount(text) <= LongestKey
        && text.Split('/').All(IsValidSegment);

    public override string ToString() => Value;

    private static bool IsValidSegment(string segment) =>
        segment.Length > 0
        && segment[0] != '.'
        && System.Text.Encoding.UTF8.GetByteCount(segment) <= LongestSegment
        && !segment.Any(c => char.IsControl(c) || c == '\\');
}
