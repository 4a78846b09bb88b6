namespace Vitrine.Decoder.Pictures;

/// <summary>What is done to a picture, in order. The header was read and admitted before.</summary>
internal static class Pipeline
{
    private static readonly Action<Picture>[] Steps =
    [
        Loading.Shrunk,
        Sizing.ToLargestBox,
        Colours.ToSrgb,
        Orienting.Keep,
        Orienting.Upright,
        Opacity.DropWhenFull,
        Renditions.Make,
        Placeholder.Make,
        FactsReader.Read,
    ];

    public static void Run(Picture picture)
    {
        foreach (var step in Steps) step(picture);
    }
}
