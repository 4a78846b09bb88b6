using System.Buffers.Binary;
using System.IO.Hashing;
using System.Security.Cryptography;

namespace Vitrine.Library;

/// <summary>A checksum that a client sent with a body: the body counts only when it matches.</summary>
public sealed class BodyChecksum : IDisposable
{
    private readonly IncrementalHash? digest;
    private readonly Crc32? crc;
    private readonly byte[] expected;

    private BodyChecksum(IncrementalHash? digest, Crc32? crc, byte[] expected)
    {
        this.digest = digest;
        this.crc = crc;
        this.expected = expected;
    }

    /// <summary>By their names in tus.</summary>
    public static IReadOnlyList<string> Algorithms { get; } = ["sha1", "sha256", "md5", "crc32"];

    /// <summary>False when the digest has not the algorithm's length. The algorithm is one of <see cref="Algorithms"/>.</summary>
    public static bool TryCreate(string algorithm, byte[] expected, out BodyChecksum? checksum)
    {
        checksum = null;
        if (expected.Length != LengthOf(algorithm)) return false;
        checksum = algorithm == "crc32"
            ? new BodyChecksum(null, new Crc32(), expected)
            : new BodyChecksum(IncrementalHash.CreateHash(NameOf(algorithm)), null, expected);
        return true;
    }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        digest?.AppendData(bytes);
        crc?.Append(bytes);
    }

    /// <summary>Call once, at the end of the body.</summary>
    public bool Matches() => CryptographicOperations.FixedTimeEquals(digest?.GetHashAndReset() ?? CrcBytes(), expected);

    public void Dispose() => digest?.Dispose();

    private byte[] CrcBytes()
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, crc!.GetCurrentHashAsUInt32());
        return bytes;
    }

    private static int LengthOf(string algorithm) => algorithm switch
    {
        "sha1" => SHA1.HashSizeInBytes,
        "sha256" => SHA256.HashSizeInBytes,
        "md5" => MD5.HashSizeInBytes,
        _ => sizeof(uint),
    };

    private static HashAlgorithmName NameOf(string algorithm) => algorithm switch
    {
        "sha1" => HashAlgorithmName.SHA1,
        "sha256" => HashAlgorithmName.SHA256,
        _ => HashAlgorithmName.MD5,
    };
}
