using Vitrine.Storage;

namespace Vitrine.Library;

/// <summary>What a broken world is called when it is one file's outcome among others, rather than the whole answer.</summary>
public static class IntakeFailures
{
    /// <summary>Null for what is not the world's fault but ours.</summary>
    public static ProblemCode? CodeOf(Exception broken) => broken switch
    {
        StorageFullException or CatalogUnavailableException { Full: true } => ProblemCode.StorageFull,
        StorageReadOnlyException or CatalogUnavailableException { ReadOnly: true } => ProblemCode.ReadOnlySite,
        StorageUnavailableException or CatalogUnavailableException => ProblemCode.Unavailable,
        _ => null,
    };
}
