using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace Vitrine.Tests.Features.Accounts;

/// <summary>An authenticator app, by RFC 6238 and 4226 and not by the library that the site uses.</summary>
public sealed class AuthenticatorApp(string base32, TimeProvider time)
{
    private readonly byte[] secret = FromBase32(base32);

    public string Code(int stepsLater = 0)
    {
        var counter = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, (time.GetUtcNow().ToUnixTimeSeconds() / 30) + stepsLater);
#pragma warning disable CA5350 // what authenticator apps compute
        var hash = HMACSHA1.HashData(secret, counter);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(hash[^1] & 15)) & int.MaxValue;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }

    private static byte[] FromBase32(string text)
    {
        var bits = string.Concat(text.Where(char.IsAsciiLetterOrDigit).Select(letter => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(letter, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        return [.. Enumerable.Range(0, bits.Length / 8).Select(n => Convert.ToByte(bits.Substring(n * 8, 8), 2))];
    }
}
