using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Amazon.S3.Model;

namespace Vitrine.Storage.S3;

/// <summary>
/// What a bucket holds of an upload, as its row keeps it (<see cref="PartialUpload.Note"/>). Part n is always the bytes [(n-1)P, nP), so a late
/// writer can only write the same bytes again; what fills no part lies in tails. Of the parts' tags only a running digest is kept:
/// before they are put together they are listed, and must come to the same.
/// </summary>
internal sealed record S3Parts
{
    /// <summary>The smallest P (RULES 6); the last part alone may be shorter.</summary>
    public const int Smallest = 8 * 1024 * 1024;

    /// <summary>S3 takes 10 000.</summary>
    private const int Most = 9_000;

    private const int Mebibyte = 1024 * 1024;

    /// <summary>P.</summary>
    public required int Size { get; init; }

    /// <summary>Whole name of the final object and the multipart upload at it; null before the first part.</summary>
    public string? Name { get; init; }
    public string? UploadId { get; init; }

    public int Count { get; init; }

    /// <summary>Bytes in all parts.</summary>
    public long Bytes { get; init; }

    public byte[] Digest { get; init; } = [];

    public IReadOnlyList<S3Tail> Tails { get; init; } = [];

    /// <summary>Whether anything of it was ever put into <c>incoming/</c>.</summary>
    public bool HadTails { get; init; }

    public int TailBytes => Tails.Sum(tail => tail.Length);

    public long Length => Bytes + TailBytes;

    public static S3Parts New(long lengthAtMost) => new()
    {
        Size = (int)Math.Max(Smallest, ((lengthAtMost / Most) + Mebibyte) / Mebibyte * Mebibyte),
    };

    /// <summary>Null for an upload of which nothing lies in the bucket.</summary>
    public static S3Parts? Read(byte[] note) => note.Length == 0 ? null : JsonSerializer.Deserialize<S3Parts>(note);

    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this);

    public S3Parts With(PartETag part, int bytes) => this with
    {
        Count = Count + 1,
        Bytes = Bytes + bytes,
        Digest = Chained(Digest, part.ETag),
    };

    /// <summary>The listed parts as those to put together; null when they are not the ones that were written.</summary>
    public List<PartETag>? Proved(IReadOnlyList<PartDetail> listed)
    {
        if (listed.Count < Count || listed.Take(Count).Sum(part => part.Size ?? 0) != Bytes) return null;
        var digest = Array.Empty<byte>();
        foreach (var part in listed.Take(Count)) digest = Chained(digest, part.ETag);
        return digest.AsSpan().SequenceEqual(Digest) ? [.. listed.Take(Count).Select(TagOf)] : null;
    }

    private static PartETag TagOf(PartDetail part) => new()
    {
        PartNumber = part.PartNumber,
        ETag = part.ETag,
        ChecksumCRC32 = part.ChecksumCRC32,
    };

    private static byte[] Chained(byte[] digest, string tag) => SHA256.HashData([.. digest, .. Encoding.UTF8.GetBytes(tag.Trim('"'))]);
}

/// <summary>The rest of an append that filled no part, until the next one brings more. No two have a name in common.</summary>
/// <param name="Name">Whole name of the object.</param>
/// <param name="Tag">Of the bytes that were written.</param>
internal sealed record S3Tail(string Name, int Length, string Tag);
