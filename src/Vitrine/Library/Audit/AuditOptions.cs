using System.ComponentModel.DataAnnotations;

namespace Vitrine.Library.Audit;

/// <summary>Section <c>Audit</c>.</summary>
public sealed class AuditOptions
{
    public const string Section = "Audit";

    /// <summary>For how many days it is kept who did what.</summary>
    [Range(1, 3650, ErrorMessage = "must be between 1 and 3650.")]
    public int Days { get; set; } = 365;
}
