using NetVips;

namespace Vitrine.Decoder.Pictures;

/// <summary>
/// To sRGB (or gray) in eight bits. A profile is applied only where there is one that is not sRGB: libvips would otherwise go through
/// a floating-point conversion that changes nothing and costs a fifth of the whole. CMYK always needs one.
/// </summary>
internal static class Colours
{
    private const string Profile = "icc-profile-data";

    public static void ToSrgb(Picture picture)
    {
        if (NeedsProfile(picture.Pixels)) picture.Become(ByProfile);
        if (picture.Pixels.Interpretation is not (Enums.Interpretation.Srgb or Enums.Interpretation.Bw))
            picture.Become(pixels => pixels.Colourspace(IsGray(pixels) ? Enums.Interpretation.Bw : Enums.Interpretation.Srgb));
        if (picture.Pixels.Format != Enums.BandFormat.Uchar) picture.Become(pixels => pixels.Cast(Enums.BandFormat.Uchar));
    }

    private static bool NeedsProfile(Image image) =>
        image.Interpretation == Enums.Interpretation.Cmyk || (image.Contains(Profile) && !IccProfile.IsSrgb((byte[])image.Get(Profile)));

    /// <summary>A profile that does not fit the pixels is ignored, as browsers do.</summary>
    private static Image ByProfile(Image image)
    {
        try
        {
            return image.IccTransform("srgb", embedded: true, inputProfile: image.Interpretation == Enums.Interpretation.Cmyk ? "cmyk" : null, depth: 8);
        }
        catch (VipsException)
        {
            return image;
        }
    }

    private static bool IsGray(Image image) => image.Interpretation is Enums.Interpretation.Grey16 || image.Bands <= 2;
}
