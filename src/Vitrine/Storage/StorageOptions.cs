using System.ComponentModel.DataAnnotations;

namespace Vitrine.Storage;

/// <summary>Section <c>Storage</c>: where originals and renditions lie.</summary>
public sealed class StorageOptions
{
    public const string Section = "Storage";

    /// <summary>Which store: <c>disk</c>.</summary>
    [RegularExpression("disk", ErrorMessage = "VITRINE_STORAGE__KIND must be \"disk\".")]
    public string Kind { get; set; } = "disk";

    public DiskOptions Disk { get; set; } = new();
}

/// <summary>Section <c>Storage:Disk</c>.</summary>
public sealed class DiskOptions
{
    /// <summary>The store's folder; empty means <c>media</c> inside <c>Site:Data</c>.</summary>
    public string Path { get; set; } = "";

    /// <summary>
    /// Bytes of free space below which new files are refused with 507. What remains is for the database, sidecars and logs,
    /// so that reading, deleting and signing in go on working on a full disk.
    /// </summary>
    [Range(0, long.MaxValue, ErrorMessage = "VITRINE_STORAGE__DISK__FREEFLOOR must not be negative.")]
    public long FreeFloor { get; set; } = 256L * 1024 * 1024;
}
