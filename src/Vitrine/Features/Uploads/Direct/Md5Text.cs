using System.Security.Cryptography;

namespace Vitrine.Features.Uploads.Direct;

/// <summary>An MD5 in base64, as HTTP has it, and in lower-case hex, as stores do.</summary>
internal static class Md5Text
{
    /// <summary>Null when it is none.</summary>
    public static string? ToHex(string? base64)
    {
        Span<byte> bytes = stackalloc byte[MD5.HashSizeInBytes];
        return base64 is { Length: 24 } && Convert.TryFromBase64String(base64, bytes, out var length) && length == bytes.Length ? Convert.ToHexStringLower(bytes) : null;
    }

    /// <summary>Null when it is none.</summary>
    public static string? ToBase64(string hex)
    {
        Span<byte> bytes = stackalloc byte[MD5.HashSizeInBytes];
        return hex.Length == 2 * bytes.Length && Convert.FromHexString(hex, bytes, out _, out _) == System.Buffers.OperationStatus.Done ? Convert.ToBase64String(bytes) : null;
    }
}
