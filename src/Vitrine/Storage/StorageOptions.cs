using System.ComponentModel.DataAnnotations;

namespace Vitrine.Storage;

/// <summary>Section <c>Storage</c>: where originals and renditions lie.</summary>
public sealed class StorageOptions
{
    public const string Section = "Storage";

    /// <summary>Which store: <c>disk</c> of this machine, or a bucket by <c>s3</c>.</summary>
    [RegularExpression("disk|s3", ErrorMessage = "must be disk or s3.")]
    public string Kind { get; set; } = "disk";
}

/// <summary>Section <c>Storage:Disk</c>: the store on this machine's disk.</summary>
public sealed class DiskOptions
{
    public const string Section = "Storage:Disk";

    /// <summary>The store's folder; empty means <c>media</c> inside <c>Site:Data</c>.</summary>
    public string Path { get; set; } = "";

    /// <summary>
    /// Bytes of free space below which new files are refused with 507. What remains is for the database, sidecars and logs,
    /// so that reading, deleting and signing in go on working on a full disk.
    /// </summary>
    [Range(0, long.MaxValue, ErrorMessage = "must not be negative.")]
    public long FreeFloor { get; set; } = 256L * 1024 * 1024;
}
