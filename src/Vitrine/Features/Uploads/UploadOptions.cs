using System.ComponentModel.DataAnnotations;

namespace Vitrine.Features.Uploads;

/// <summary>Section <c>Uploads</c>: how much one upload may bring.</summary>
public sealed class UploadOptions
{
    public const string Section = "Uploads";

    /// <summary>Bytes of the largest file taken; larger ones are refused before their first byte.</summary>
    [Range(1, long.MaxValue)]
    public long MaxFileBytes { get; set; } = 50_000_000_000;
}
