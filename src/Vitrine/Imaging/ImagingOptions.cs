using System.ComponentModel.DataAnnotations;

namespace Vitrine.Imaging;

/// <summary>Section <c>Imaging</c>: the decoder children and what they may use.</summary>
public sealed class ImagingOptions
{
    public const string Section = "Imaging";

    /// <summary>The decoder's executable; empty means <c>decoder/vitrine-decoder</c> beside the site, or a build of this repository.</summary>
    public string Decoder { get; set; } = "";

    /// <summary>How many pictures are decoded at once; 0 means one per processor. One thread each: more children beat more threads.</summary>
    [Range(0, 64, ErrorMessage = "must be 0 to 64.")]
    public int Workers { get; set; }

    /// <summary>Memory for all decoders together, in MiB. A picture that needs more gets no preview.</summary>
    [Range(96, 65_536, ErrorMessage = "must be 96 to 65536.")]
    public int MemoryMegabytes { get; set; } = 256;

    /// <summary>Pictures of more pixels are not decoded, whatever their format.</summary>
    [Range(1, 10_000, ErrorMessage = "must be 1 to 10000.")]
    public int MaxMegapixels { get; set; } = 300;

    /// <summary>
    /// Where originals lie in a bucket or on another disk than the data folder, a picture is copied to it while it is decoded; one larger than so
    /// many MiB gets no preview.
    /// </summary>
    [Range(1, 65_536, ErrorMessage = "must be 1 to 65536.")]
    public int CopyMegabytes { get; set; } = 512;

    /// <summary>CPU time for one picture; the kernel ends the decoder beyond it. The wall clock's backstop is ten times that.</summary>
    [Range(1, 3600, ErrorMessage = "must be 1 to 3600.")]
    public int CpuSeconds { get; set; } = 20;

    /// <summary>A decoder is replaced after this many pictures, so that nothing leaks for long.</summary>
    [Range(1, 100_000, ErrorMessage = "must be 1 to 100000.")]
    public int PicturesPerDecoder { get; set; } = 200;

    /// <summary>A decoder without work ends after this many seconds; a new one starts in some milliseconds.</summary>
    [Range(1, 86_400, ErrorMessage = "must be 1 to 86400.")]
    public int IdleSeconds { get; set; } = 5;

    public int WorkersOrDefault => Workers > 0 ? Workers : Environment.ProcessorCount;

    public long MemoryBytes => MemoryMegabytes * 1024L * 1024;
}
