namespace Vitrine.Library.Moving;

/// <summary>
/// The whole metadata of a site, row by row, out of one backend and into another. Not for pages: it walks over everything, in bounded
/// steps. Passes <c>CatalogRowsContract</c>.
/// </summary>
public interface ICatalogRows
{
    /// <summary>So long after the site became read-only a write may still be under way that had not seen it.</summary>
    TimeSpan WritersHeed { get; }

    /// <summary>
    /// All rows of a part, each once, in any order. Only a site that is read-only gives one state of itself. Throws
    /// <see cref="CatalogUnavailableException"/> when it meets a row that it does not know: nothing is left behind unseen.
    /// </summary>
    /// <param name="livesBeyond">What is forgotten by itself before this moment is left out, so that two reads tell the same.</param>
    IAsyncEnumerable<CatalogRow> ReadAsync(CatalogPart part, DateTimeOffset livesBeyond, CancellationToken cancellationToken);

    /// <summary>
    /// Puts all rows of a site, those of <see cref="CatalogPart.Frame"/> first, into metadata that nobody uses yet, with what follows from
    /// them. A row that is there already, the same, changes nothing: a copy that was cut off is written again from its beginning.
    /// </summary>
    Task WriteAsync(IAsyncEnumerable<CatalogRow> rows, CancellationToken cancellationToken);

    /// <summary>Removes everything but the standing: what an earlier, other copy left. Repeating it goes on.</summary>
    Task ClearAsync(CancellationToken cancellationToken);
}
