using System.Text.RegularExpressions;

namespace Vitrine.Tests.Imaging.Scrubbing;

/// <summary>What exiftool may find in a scrubbed file, by group and tag: shapes, colours, codecs, lengths. Times must be zero.</summary>
internal static partial class AllowedTags
{
    private const string NoTime = "0000:00:00 00:00:00";

    private static readonly Dictionary<string, HashSet<string>> Groups = new()
    {
        ["ExifTool"] = Words("ExifToolVersion"),
        ["File"] = Words("BitsPerSample ColorComponents EncodingProcess ExifByteOrder FileType FileTypeExtension ImageHeight ImageWidth MIMEType YCbCrSubSampling"),
        ["Composite"] = Words("AvgBitrate ImageSize Megapixels Rotation"),
        ["IFD"] = Words("Orientation"),
        ["JFIF"] = Words("JFIFVersion ResolutionUnit XResolution YResolution"),
        ["Adobe"] = Words("APP14Flags0 APP14Flags1 ColorTransform DCTEncodeVersion"),
        ["GIF"] = Words("AnimationIterations BackgroundColor BitsPerPixel ColorResolutionDepth Duration FrameCount GIFVersion HasColorMap ImageHeight ImageWidth TransparentColor"),
        ["PNG"] = Words("AnimationFrames AnimationPlays BackgroundColor BitDepth BlueX BlueY ColorType Compression Filter Gamma GreenX GreenY ImageHeight ImageWidth Interlace Palette RedX RedY SRGBRendering Transparency SignificantBits WhitePointX WhitePointY"),
        ["PNG-pHYs"] = Words("PixelUnits PixelsPerUnitX PixelsPerUnitY"),
        ["RIFF"] = Words("AnimationLoopCount BackgroundColor Duration HorizontalScale ImageHeight ImageWidth VP8Version VerticalScale WebP_Flags AlphaPreprocessing AlphaFiltering AlphaCompression"),
        ["Meta"] = Words("MetaImageSize PrimaryItemReference"),
        ["QuickTime"] = Words("AV1ConfigurationVersion AuxiliaryImageType AverageFrameRate BitDepthChroma BitDepthLuma ChromaFormat ChromaSamplePosition ColorPrimaries ColorProfiles CompatibleBrands ConstantFrameRate ConstraintIndicatorFlags CurrentTime Duration GenProfileCompatibilityFlags GeneralLevelIDC GeneralProfileIDC GeneralProfileSpace GeneralTierFlag HEVCConfigurationVersion HandlerType ImagePixelDepth ImageSpatialExtent MajorBrand MatrixCoefficients MatrixStructure MediaDataOffset MediaDataSize MinSpatialSegmentationIDC MinorVersion MovieHeaderVersion NextTrackID NumTemporalLayers ParallelismType PixelAspectRatio PosterTime PreferredRate PreferredVolume PreviewDuration PreviewTime Rotation SelectionDuration SelectionTime TemporalIDNested TimeScale TransferCharacteristics"),
        ["Track"] = Words("AudioBitsPerSample AudioChannelTypes AudioChannels AudioFormat AudioSampleRate AverageBitrate Balance BitDepth BufferSize CleanApertureDimensions CompressorID EncodedPixelsDimensions Endianness GraphicsMode HandlerClass HandlerType ImageHeight ImageWidth LayoutFlags MatrixStructure MaxBitrate MediaDuration MediaHeaderVersion MediaLanguageCode MediaTimeScale NumChannelDescriptions OpColor OtherFormat PixelAspectRatio ProductionApertureDimensions PurchaseFileFormat SourceImageHeight SourceImageWidth TrackDuration TrackHeaderVersion TrackID TrackLayer TrackVolume VideoFieldOrder VideoFrameRate XResolution YResolution"),
    };

    public static bool Allows(string tag, string value)
    {
        var (group, name) = (Number().Replace(tag.Split(':')[0], ""), tag.Split(':')[1]);
        if (group is "System" || group.StartsWith("ICC", StringComparison.Ordinal)) return true; // of the file system; the colour profile
        if (group == "PNG" && name == "ProfileName") return value == "icc";
        if (group is "QuickTime" or "Track" && name.EndsWith("Date", StringComparison.Ordinal)) return value == NoTime;
        return Groups.TryGetValue(group, out var names) && names.Contains(name);
    }

    private static HashSet<string> Words(string words) => [.. words.Split(' ')];

    [GeneratedRegex("[0-9]+$")]
    private static partial Regex Number();
}
