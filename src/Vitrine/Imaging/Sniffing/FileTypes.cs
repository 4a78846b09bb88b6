using System.Collections.Frozen;
using System.Reflection;
using static Vitrine.Imaging.MediaKind;

namespace Vitrine.Imaging.Sniffing;

/// <summary>Every type we can tell from bytes. Inline is RULES 22's list and nothing else; decodable is what the decoder loads today.</summary>
public static class FileTypes
{
    public static readonly FileType Jpeg = Picture("jpeg", "image/jpeg", ".jpg");
    public static readonly FileType Png = Picture("png", "image/png", ".png");
    public static readonly FileType Apng = Picture("apng", "image/apng", ".png");
    public static readonly FileType Gif = Picture("gif", "image/gif", ".gif");
    public static readonly FileType Webp = Picture("webp", "image/webp", ".webp");
    public static readonly FileType Avif = Picture("avif", "image/avif", ".avif");
    public static readonly FileType Tiff = new("tiff", Image, "image/tiff", ".tif", Inline: false, Decodable: true);

    public static readonly FileType Heic = Kept("heic", Image, "image/heic", ".heic");
    public static readonly FileType Heif = Kept("heif", Image, "image/heif", ".heif");
    public static readonly FileType Jxl = Kept("jxl", Image, "image/jxl", ".jxl");
    public static readonly FileType Bmp = Kept("bmp", Image, "image/bmp", ".bmp");
    public static readonly FileType Ico = Kept("ico", Image, "image/vnd.microsoft.icon", ".ico");
    public static readonly FileType Psd = Kept("psd", Image, "image/vnd.adobe.photoshop", ".psd");
    public static readonly FileType Jp2 = Kept("jp2", Image, "image/jp2", ".jp2");
    public static readonly FileType Svg = Kept("svg", Image, "image/svg+xml", ".svg");
    public static readonly FileType Dng = Kept("dng", Image, "image/x-adobe-dng", ".dng");
    public static readonly FileType Cr2 = Kept("cr2", Image, "image/x-canon-cr2", ".cr2");
    public static readonly FileType Cr3 = Kept("cr3", Image, "image/x-canon-cr3", ".cr3");
    public static readonly FileType Crw = Kept("crw", Image, "image/x-canon-crw", ".crw");
    public static readonly FileType Nef = Kept("nef", Image, "image/x-nikon-nef", ".nef");
    public static readonly FileType Arw = Kept("arw", Image, "image/x-sony-arw", ".arw");
    public static readonly FileType Orf = Kept("orf", Image, "image/x-olympus-orf", ".orf");
    public static readonly FileType Pef = Kept("pef", Image, "image/x-pentax-pef", ".pef");
    public static readonly FileType Kdc = Kept("kdc", Image, "image/x-kodak-kdc", ".kdc");
    public static readonly FileType Raf = Kept("raf", Image, "image/x-fuji-raf", ".raf");
    public static readonly FileType Rw2 = Kept("rw2", Image, "image/x-panasonic-rw2", ".rw2");
    public static readonly FileType X3f = Kept("x3f", Image, "image/x-sigma-x3f", ".x3f");

    public static readonly FileType Mp4 = Played("mp4", Video, "video/mp4", ".mp4");
    public static readonly FileType M4v = Played("m4v", Video, "video/mp4", ".m4v");
    public static readonly FileType Webm = Played("webm", Video, "video/webm", ".webm");
    public static readonly FileType OggVideo = Played("ogv", Video, "video/ogg", ".ogv");
    public static readonly FileType Mov = Kept("mov", Video, "video/quicktime", ".mov");
    public static readonly FileType ThreeGp = Kept("3gp", Video, "video/3gpp", ".3gp");
    public static readonly FileType ThreeG2 = Kept("3g2", Video, "video/3gpp2", ".3g2");
    public static readonly FileType Mkv = Kept("mkv", Video, "video/x-matroska", ".mkv");
    public static readonly FileType Avi = Kept("avi", Video, "video/x-msvideo", ".avi");
    public static readonly FileType MpegTs = Kept("ts", Video, "video/mp2t", ".ts");
    public static readonly FileType MpegPs = Kept("mpeg", Video, "video/mpeg", ".mpg");
    public static readonly FileType Flv = Kept("flv", Video, "video/x-flv", ".flv");
    public static readonly FileType Asf = Kept("wmv", Video, "video/x-ms-asf", ".wmv");

    public static readonly FileType Mp3 = Played("mp3", Audio, "audio/mpeg", ".mp3");
    public static readonly FileType M4a = Played("m4a", Audio, "audio/mp4", ".m4a");
    public static readonly FileType Ogg = Played("ogg", Audio, "audio/ogg", ".ogg");
    public static readonly FileType Opus = Played("opus", Audio, "audio/ogg", ".opus");
    public static readonly FileType Flac = Played("flac", Audio, "audio/flac", ".flac");
    public static readonly FileType Wav = Played("wav", Audio, "audio/wav", ".wav");
    public static readonly FileType Aac = Kept("aac", Audio, "audio/aac", ".aac");
    public static readonly FileType Aiff = Kept("aiff", Audio, "audio/aiff", ".aiff");
    public static readonly FileType Amr = Kept("amr", Audio, "audio/amr", ".amr");
    public static readonly FileType Midi = Kept("midi", Audio, "audio/midi", ".mid");

    public static readonly FileType Pdf = Kept("pdf", Document, "application/pdf", ".pdf");
    public static readonly FileType PostScript = Kept("ps", Document, "application/postscript", ".ps");
    public static readonly FileType Html = Kept("html", Document, "text/html", ".html");
    public static readonly FileType Xml = Kept("xml", Document, "application/xml", ".xml");
    public static readonly FileType Text = Kept("text", Document, "text/plain", ".txt");
    public static readonly FileType Rtf = Kept("rtf", Document, "application/rtf", ".rtf");
    public static readonly FileType Epub = Kept("epub", Document, "application/epub+zip", ".epub");
    public static readonly FileType OpenDocument = Kept("odf", Document, "application/vnd.oasis.opendocument.text", ".odt");
    public static readonly FileType Office = Kept("office", Document, "application/zip", "");
    public static readonly FileType OldOffice = Kept("ole", Document, "application/x-ole-storage", "");

    public static readonly FileType Zip = Kept("zip", Other, "application/zip", ".zip");
    public static readonly FileType Gzip = Kept("gzip", Other, "application/gzip", ".gz");
    public static readonly FileType SevenZip = Kept("7z", Other, "application/x-7z-compressed", ".7z");
    public static readonly FileType Rar = Kept("rar", Other, "application/vnd.rar", ".rar");
    public static readonly FileType Xz = Kept("xz", Other, "application/x-xz", ".xz");
    public static readonly FileType Zstd = Kept("zstd", Other, "application/zstd", ".zst");
    public static readonly FileType Executable = Kept("executable", Other, "application/octet-stream", "");

    private static readonly FrozenDictionary<string, FileType> ByName = typeof(FileTypes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (FileType)field.GetValue(null)!).ToFrozenDictionary(type => type.Name);

    /// <summary>The type of a <see cref="FileType.Name"/> that was kept.</summary>
    public static FileType Named(string name) => ByName.GetValueOrDefault(name, FileType.Unknown);

    private static FileType Picture(string name, string contentType, string extension) =>
        new(name, Image, contentType, extension, Inline: true, Decodable: true);

    private static FileType Played(string name, MediaKind kind, string contentType, string extension) =>
        new(name, kind, contentType, extension, Inline: true, Decodable: false);

    private static FileType Kept(string name, MediaKind kind, string contentType, string extension) =>
        new(name, kind, contentType, extension, Inline: false, Decodable: false);
}
