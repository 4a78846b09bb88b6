using System.ComponentModel.DataAnnotations;

namespace Vitrine.Library;

/// <summary>Section <c>Trash</c>.</summary>
public sealed class TrashOptions
{
    public const string Section = "Trash";

    /// <summary>After so many days in the trash an item is deleted for ever, and a deleted account with all that it has.</summary>
    [Range(1, 3650, ErrorMessage = "must be between 1 and 3650.")]
    public int Days { get; set; } = 30;
}
