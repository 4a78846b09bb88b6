using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Vitrine.Library;

/// <summary>The one door for ids and secrets. Ids are UUIDv7 (RFC 9562): their text sorts by time of making.</summary>
public static class Ids
{
#pragma warning disable RS0030 // this is the one door
    public static Guid New(TimeProvider time) => Guid.CreateVersion7(time.GetUtcNow());
#pragma warning restore RS0030

    private static readonly long Latest = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    /// <summary>When an id was made: its first 48 bits are Unix milliseconds. An id that nobody made may name a time after all time; that is the last.</summary>
    public static DateTimeOffset MadeAt(Guid id) =>
        DateTimeOffset.FromUnixTimeMilliseconds(Math.Min(long.Parse(id.ToString("N").AsSpan(0, 12), System.Globalization.NumberStyles.HexNumber, null), Latest));

    /// <summary>What sorts before every id made at this moment or later, and after every earlier one.</summary>
    public static Guid FirstAt(DateTimeOffset moment) => Guid.ParseExact($"{Math.Max(0, moment.ToUnixTimeMilliseconds()):x12}{new string('0', 20)}", "N");

    /// <summary>A fresh secret of 160 random bits as URL-safe text.</summary>
    public static string NewSecret() => Base64Url(RandomNumberGenerator.GetBytes(20));

    /// <summary>A fresh token for an address that people read and type: 26 of 32 letters and digits without look-alikes, 130 random bits.</summary>
    public static string NewToken() => RandomNumberGenerator.GetString("0123456789abcdefghjkmnpqrstvwxyz", 26);

    /// <summary>How secrets are kept and looked up: SHA-256, lower-case hex.</summary>
    public static string HashSecret(string secret) =>
        Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(secret)));

    private static string Base64Url(byte[] bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);
}

/// <summary>Names a media item; 32 lower-case hex digits in text. The upload and the item it becomes share it.</summary>
public readonly record struct MediaId(Guid Value) : IComparable<MediaId>
{
    public static MediaId New(TimeProvider time) => new(Ids.New(time));

    public static bool TryParse([NotNullWhen(true)] string? text, out MediaId id)
    {
        var ok = Guid.TryParseExact(text, "N", out var value) && text == value.ToString("N");
        id = new MediaId(value);
        return ok;
    }

    public DateTimeOffset MadeAt => Ids.MadeAt(Value);

    public int CompareTo(MediaId other) => string.CompareOrdinal(ToString(), other.ToString());

    public override string ToString() => Value.ToString("N");

    public static bool operator <(MediaId left, MediaId right) => left.CompareTo(right) < 0;
    public static bool operator >(MediaId left, MediaId right) => left.CompareTo(right) > 0;
    public static bool operator <=(MediaId left, MediaId right) => left.CompareTo(right) <= 0;
    public static bool operator >=(MediaId left, MediaId right) => left.CompareTo(right) >= 0;
}

/// <summary>Names an account; 32 lower-case hex digits in text.</summary>
public readonly record struct AccountId(Guid Value)
{
    public static AccountId New(TimeProvider time) => new(Ids.New(time));

    public static bool TryParse([NotNullWhen(true)] string? text, out AccountId id)
    {
        var ok = Guid.TryParseExact(text, "N", out var value);
        id = new AccountId(value);
        return ok;
    }

    public override string ToString() => Value.ToString("N");
}

/// <summary>Names an album; 32 lower-case hex digits in text. Albums sort by when they were made.</summary>
public readonly record struct AlbumId(Guid Value)
{
    public static AlbumId New(TimeProvider time) => new(Ids.New(time));

    public static bool TryParse([NotNullWhen(true)] string? text, out AlbumId id)
    {
        var ok = Guid.TryParseExact(text, "N", out var value) && text == value.ToString("N");
        id = new AlbumId(value);
        return ok;
    }

    public override string ToString() => Value.ToString("N");
}

/// <summary>Names a share link to those who manage it, never to those who hold it; 32 lower-case hex digits in text.</summary>
public readonly record struct LinkId(Guid Value)
{
    public static LinkId New(TimeProvider time) => new(Ids.New(time));

    public static bool TryParse([NotNullWhen(true)] string? text, out LinkId id)
    {
        var ok = Guid.TryParseExact(text, "N", out var value) && text == value.ToString("N");
        id = new LinkId(value);
        return ok;
    }

    public override string ToString() => Value.ToString("N");
}
