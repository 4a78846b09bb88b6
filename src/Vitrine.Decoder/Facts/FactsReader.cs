using MetadataExtractor;
using MetadataExtractor.Formats.Exif;
using NetVips;
using Vitrine.Decoder.Facts;
using XmpCore;

namespace Vitrine.Decoder.Pictures;

/// <summary>
/// What EXIF, XMP and IPTC say, as far as they can be read. Broken metadata never fails a picture: a part that throws is left out.
/// </summary>
internal static class FactsReader
{
    public static void Read(Picture picture)
    {
        if (!picture.Order.WantFacts) return;
        var metadata = new FileMetadata(Directories(picture.Order.Path, picture.Order.Type));
        var (takenAt, offset, takenFrom) = Taken.Read(metadata);
        var (latitude, longitude) = Place.Read(metadata);
        picture.Facts = picture.Facts with
        {
            TakenAt = takenAt,
            TakenOffsetMinutes = offset,
            TakenFrom = takenFrom,
            Latitude = latitude,
            Longitude = longitude,
            AltitudeMetres = Place.Altitude(metadata),
            CameraMake = Camera.Make(metadata),
            CameraModel = Camera.Model(metadata),
            Lens = Camera.Lens(metadata),
            Exposure = Camera.Exposure(metadata),
            FNumber = Camera.FNumber(metadata),
            FocalLengthMm = Camera.FocalLength(metadata),
            Iso = Camera.Iso(metadata),
            Title = Words.Title(metadata),
            Description = Words.Description(metadata),
            Keywords = Words.Keywords(metadata),
            Rating = Words.Rating(metadata),
            More = More.Read(metadata),
        };
    }

    private static IReadOnlyList<MetadataExtractor.Directory> Directories(string path, string type)
    {
        try
        {
            // It remembers the names that earlier pictures had for their namespaces, and would tell of this one by them.
            XmpMetaFactory.Reset();
            if (type == "avif") return FromLibvips(path);
            using var file = File.OpenRead(path);
            return ImageMetadataReader.ReadMetadata(file);
        }
        catch (Exception)
        {
            // The library throws whatever its parsing meets; OutOfMemoryException too, for lying lengths.
            return [];
        }
    }

    /// <summary>The library does not know AVIF's boxes, libvips does.</summary>
    private static List<MetadataExtractor.Directory> FromLibvips(string path)
    {
        using var image = Loading.Open(path, "avif");
        var directories = new List<MetadataExtractor.Directory>();
        if (image.Contains("exif-data") && image.Get("exif-data") is byte[] { Length: > 6 } exif)
        {
            var start = exif.AsSpan().StartsWith("Exif\0\0"u8) ? 6 : 0;
            directories.AddRange(new ExifReader().Extract(new MetadataExtractor.IO.ByteArrayReader(exif, start)));
        }

        if (image.Contains("xmp-data") && image.Get("xmp-data") is byte[] xmp) directories.Add(new MetadataExtractor.Formats.Xmp.XmpReader().Extract(xmp));
        return directories;
    }
}
