using System.IO.Compression;
using System.Text;

namespace Vitrine.Tests.Imaging.Scrubbing;

/// <summary>A word that is planted wherever a file has room for words, and how it is found again in any form it may have taken.</summary>
internal static class Canary
{
    public const string Word = "Kanarienvogel";

    public static ReadOnlySpan<byte> Plain => "Kanarienvogel"u8;

    private static readonly byte[][] Forms = [.. FormsOf(Encoding.ASCII.GetBytes(Word))];

    /// <summary>How often it is in there: plain, UTF-16, hex, base64, and inside of anything that inflates.</summary>
    public static int CountIn(ReadOnlySpan<byte> bytes) => Count(bytes) + Inflated(bytes).Sum(part => Count(part));

    private static int Count(ReadOnlySpan<byte> bytes)
    {
        var found = 0;
        foreach (var form in Forms) found += bytes.Count(form);
        return found;
    }

    private static IEnumerable<byte[]> FormsOf(byte[] word)
    {
        yield return word;
        yield return Encoding.Unicode.GetBytes(Word);
        yield return Encoding.BigEndianUnicode.GetBytes(Word);
        yield return Encoding.ASCII.GetBytes(Convert.ToHexStringLower(word));
        for (var skipped = 0; skipped < 3; skipped++)
            yield return Encoding.ASCII.GetBytes(Convert.ToBase64String(word, skipped, (word.Length - skipped) / 3 * 3));
    }

    private static List<byte[]> Inflated(ReadOnlySpan<byte> bytes)
    {
        var parts = new List<byte[]>();
        for (var at = bytes.IndexOf((byte)0x78); at >= 0 && at + 1 < bytes.Length;)
        {
            if (((0x78 << 8) | bytes[at + 1]) % 31 == 0 && Inflate(bytes[at..].ToArray()) is { Length: > 0 } part) parts.Add(part);
            var next = bytes[(at + 1)..].IndexOf((byte)0x78);
            at = next < 0 ? -1 : at + 1 + next;
        }

        return parts;
    }

    private static byte[] Inflate(byte[] packed)
    {
        using var text = new MemoryStream();
        try
        {
            using var inflating = new ZLibStream(new MemoryStream(packed), CompressionMode.Decompress);
            inflating.CopyTo(text);
        }
        catch (Exception broken) when (broken is InvalidDataException or IOException)
        {
            // What came out before the damage counts too.
        }

        return text.ToArray();
    }
}
