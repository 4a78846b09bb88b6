using Vitrine.Storage;

namespace Vitrine.Library.Moving;

/// <summary>Store and metadata of one end of a move. What does not move is the same at both ends.</summary>
public sealed record MovePlace(IBlobStore Blobs, IStoreMarker Marker, ISiteCatalog Site, IMediaCatalog Media, ICatalogRows Rows);

/// <summary>What is to move, and what is to be set afterwards, for a sentence to an operator, e.g. <c>VITRINE_STORAGE__KIND=s3</c>.</summary>
/// <param name="Files">Null when the files stay where they are.</param>
/// <param name="Metadata">Null when the metadata stays.</param>
public sealed record MovePlan(string? Files, string? Metadata)
{
    /// <summary>All that is to be set, as either old home says it.</summary>
    public string Instead => string.Join(" and ", new[] { Files, Metadata }.OfType<string>());
}

/// <summary>What was done, with counts that add up (see <see cref="CopyPass"/>).</summary>
/// <param name="First">While the site worked; null when no files moved.</param>
/// <param name="Second">While it was read-only.</param>
/// <param name="Rows">Rows of each kind, the same in both catalogs; null when the metadata stays.</param>
/// <param name="ReadOnly">For how long the site took no changes.</param>
public sealed record MoveReport(CopyPass? First, CopyPass? Second, IReadOnlyDictionary<string, long>? Rows, TimeSpan ReadOnly);
