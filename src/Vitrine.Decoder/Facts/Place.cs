using MetadataExtractor.Formats.Exif;

namespace Vitrine.Decoder.Facts;

/// <summary>Coordinates, when they are possible ones. (0, 0) is what a receiver without a fix writes.</summary>
internal static class Place
{
    public static (double? Latitude, double? Longitude) Read(FileMetadata metadata)
    {
        var location = metadata.Gps?.GetGeoLocation();
        if (location is null || location.IsZero || double.IsNaN(location.Latitude) || double.IsNaN(location.Longitude)) return (null, null);
        return Math.Abs(location.Latitude) <= 90 && Math.Abs(location.Longitude) <= 180
            ? (Math.Round(location.Latitude, 7), Math.Round(location.Longitude, 7))
            : (null, null);
    }

    public static double? Altitude(FileMetadata metadata)
    {
        var gps = metadata.Gps;
        if (gps is null || Read(metadata).Latitude is null) return null;
        if (!MetadataExtractor.DirectoryExtensions.TryGetRational(gps, GpsDirectory.TagAltitude, out var metres) || metres.Denominator == 0) return null;
        var below = MetadataExtractor.DirectoryExtensions.TryGetInt32(gps, GpsDirectory.TagAltitudeRef, out var reference) && reference == 1;
        return Math.Round(metres.ToDouble() * (below ? -1 : 1), 1);
    }
}
