using System.Buffers.Binary;

namespace Vitrine.Imaging.Scrubbing.Jpeg;

/// <summary>
/// The pieces of an ICC profile (ICC.1 annex B.4). They stay whole, so they must be one: numbered in order, with a profile's mark, and
/// just as long together as the profile says. Else words could pass for colours.
/// </summary>
internal sealed class ProfilePieces
{
    private const int Head = 14;

    private int pieces;
    private int expected;
    private long left;

    public static bool IsOne(ReadOnlySpan<byte> content) =>
        content.StartsWith("ICC_PROFILE\0"u8) && content.Length > Head && content[12] >= 1 && content[12] <= content[13];

    public void Add(ReadOnlySpan<byte> content)
    {
        var data = content[Head..];
        if (pieces == 0)
        {
            if (data.Length < 128 || !data[36..40].SequenceEqual("acsp"u8)) throw Refuse.Damaged("A colour profile that is none.");
            (expected, left) = (content[13], BinaryPrimitives.ReadUInt32BigEndian(data));
        }

        pieces++;
        left -= data.Length;
        if (content[12] != pieces || content[13] != expected || left < 0) throw Refuse.Damaged("The pieces of the colour profile do not fit together.");
    }

    public void MustBeWhole()
    {
        if (pieces != expected || left != 0) throw Refuse.Damaged("The colour profile is not whole.");
    }
}
