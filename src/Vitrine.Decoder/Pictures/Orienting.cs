using NetVips;

namespace Vitrine.Decoder.Pictures;

/// <summary>Turns the pixels upright. Turning reads in any order, so the picture, small by now, is first made and kept in memory.</summary>
internal static class Orienting
{
    public static void Keep(Picture picture) => picture.Become(pixels => pixels.CopyMemory());

    public static void Upright(Picture picture)
    {
        switch (picture.Header.Orientation)
        {
            case 2: picture.Become(p => p.FlipHor()); break;
            case 3: picture.Become(p => p.Rot180()); break;
            case 4: picture.Become(p => p.FlipVer()); break;
            case 5: Both(picture, p => p.Rot90(), p => p.FlipHor()); break;
            case 6: picture.Become(p => p.Rot90()); break;
            case 7: Both(picture, p => p.Rot270(), p => p.FlipHor()); break;
            case 8: picture.Become(p => p.Rot270()); break;
            default: return;
        }

        picture.Become(pixels => pixels.CopyMemory());
    }

    private static void Both(Picture picture, Func<Image, Image> first, Func<Image, Image> second)
    {
        picture.Become(first);
        picture.Become(second);
    }
}
