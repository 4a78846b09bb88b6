namespace Vitrine.Library;

/// <summary>Fields that a person set, also to nothing: they win over what the file says. The numbers are kept.</summary>
[Flags]
public enum ByPerson
{
    None = 0,
    Title = 1,
    Description = 2,
    Place = 4,
    Tags = 8,
    TakenAt = 16,
}
