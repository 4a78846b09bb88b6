namespace Vitrine.Library;

/// <summary>
/// The database of an embedded backend as a thing to look after. Registered only where the metadata is a file of ours.
/// Every member throws <see cref="CatalogUnavailableException"/> with one sentence for an operator when it cannot.
/// </summary>
public interface IDatabase
{
    string Path { get; }

    /// <summary>What lies there, without making or changing anything.</summary>
    DatabaseState Inspect();

    /// <summary>
    /// Makes a new database, or brings an older one to the present schema after a checked backup (<c>backups/before-vN-....db</c>);
    /// looks the file over for damage. Only <c>serve</c> calls this; two at once do it once.
    /// </summary>
    Task MigrateAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Copies the database as it is now into a new file by the backup API, while the site runs, and checks the copy.
    /// Nothing lies at <paramref name="target"/> unless it is whole.
    /// </summary>
    Task BackUpAsync(string target, CancellationToken cancellationToken);

    /// <summary>Throws unless a file is a whole database of ours, of this or an earlier schema: for restore.</summary>
    Task CheckAsync(string file, CancellationToken cancellationToken);
}

public enum DatabaseState
{
    /// <summary>No file, or one in which nothing was made yet.</summary>
    Absent,
    Present,

    /// <summary>Of an earlier schema: <c>serve</c> migrates, verbs refuse.</summary>
    Older,

    /// <summary>Of a later schema: this program must not touch it.</summary>
    Newer,
}
