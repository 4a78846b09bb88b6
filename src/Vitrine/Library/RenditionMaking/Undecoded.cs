using Vitrine.Imaging;

namespace Vitrine.Library;

/// <summary>What to say of a file that no decoder takes. A name that promises a picture or a film over bytes that are neither is worth saying.</summary>
internal static class Undecoded
{
    private static readonly HashSet<string> PictureNames = new(StringComparer.OrdinalIgnoreCase)
    {
        ".jpg", ".jpeg", ".jpe", ".png", ".apng", ".gif", ".webp", ".avif", ".heic", ".heif", ".jxl", ".tif", ".tiff", ".bmp", ".dng", ".cr2", ".cr3", ".nef", ".arw", ".orf", ".raf", ".rw2",
    };

    private static readonly HashSet<string> FilmNames = new(StringComparer.OrdinalIgnoreCase)
    {
        ".mp4", ".m4v", ".mov", ".webm", ".mkv", ".avi", ".3gp", ".mts", ".m2ts",
    };

    /// <summary>Null for a file that never has a preview, such as a text or an archive.</summary>
    public static ProblemCode? ProblemOf(FileType type, string fileName)
    {
        if (type.Kind is MediaKind.Image or MediaKind.Video or MediaKind.Audio || type.Name == "pdf") return ProblemCode.PreviewFollows;
        var extension = Path.GetExtension(fileName);
        if (PictureNames.Contains(extension)) return ProblemCode.NotAPicture;
        return FilmNames.Contains(extension) ? ProblemCode.Damaged : null;
    }
}
