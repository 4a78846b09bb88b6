using Vitrine.Storage;

namespace Vitrine.Library.Links;

/// <summary>
/// Keeps <c>catalog/links/{id}.json</c> in the store: what a link shows and allows, without what opens it (RULES 10). The file of a revoked
/// link goes.
/// </summary>
internal sealed class LinkFileWriter(ILinkCatalog links, IBlobStore blobs, TimeProvider time, ILogger<LinkFileWriter> log)
    : DueFiles("The files of links", TimeSpan.FromSeconds(20), time, log)
{
    public const string Prefix = Keys.Catalog + "links/";

    private const int Batch = 50;

    public static BlobKey KeyOf(LinkId id) => new($"{Prefix}{id}.json");

    /// <summary>Writes or removes the files that are due; returns how many.</summary>
    public override async Task<int> WriteDueAsync(CancellationToken cancellationToken)
    {
        var written = 0;
        while (await links.FilesDueAsync(Batch, cancellationToken) is { Count: > 0 } due)
        {
            foreach (var file in due)
            {
                var done = await KeptFiles.WriteAsync(
                    blobs, KeyOf(file.Link), LinksJson.Default.KeptLink,
                    async () => await links.FindAsync(file.Link, cancellationToken) is { } link ? KeptLink.Of(link) : null,
                    cancellationToken);
                if (done) await links.FileWrittenAsync(file, cancellationToken);
            }

            written += due.Count;
            if (due.Count < Batch) break;
        }

        return written;
    }

    /// <summary>The links as the store knows them, none with an address; files that make no sense are told and passed over.</summary>
    public static async IAsyncEnumerable<ShareLink> ReadAsync(
        IBlobStore blobs, Action<string> tell, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var (key, kept) in KeptFiles.ReadAsync(blobs, Prefix, LinksJson.Default.KeptLink, cancellationToken))
        {
            if (kept?.ToLink() is { } link) yield return link;
            else tell($"link not understood: {key}");
        }
    }
}
