using Vitrine.Library.Publishing;
using Vitrine.Storage;

namespace Vitrine.Library.Albums;

/// <summary>
/// Keeps <c>catalog/albums/{id}.json</c> in the store: an album, its members and how it is shown to everybody, without what is in it, which stands in the sidecars of
/// the items (RULES 10). Clears what deleted albums left behind, in bounded steps.
/// </summary>
internal sealed class AlbumFiles(
    IAlbumCatalog albums, IAlbumMembers members, IPublicationCatalog publications, IBlobStore blobs, TimeProvider time, ILogger<AlbumFiles> log)
    : DueFiles("The files of albums", TimeSpan.FromSeconds(10), time, log)
{
    public const string Prefix = Keys.Catalog + "albums/";

    private const int Batch = 50;
    private const int RowsAtOnce = 200;

    public static BlobKey KeyOf(AlbumId id) => new($"{Prefix}{id}.json");

    /// <summary>Writes the files that are due and clears deleted albums; returns how many albums it touched.</summary>
    public override async Task<int> WriteDueAsync(CancellationToken cancellationToken)
    {
        var touched = 0;
        while (await albums.FilesDueAsync(Batch, cancellationToken) is { Count: > 0 } due)
        {
            foreach (var album in due) await WriteAsync(album, cancellationToken);
            touched += due.Count;
            if (due.Count < Batch) break;
        }

        foreach (var id in await albums.DeletedAsync(Batch, cancellationToken))
        {
            await blobs.DeleteAsync(KeyOf(id), cancellationToken);
            while (!await albums.ClearAsync(id, RowsAtOnce, cancellationToken))
            {
            }

            touched++;
        }

        return touched;
    }

    /// <summary>The albums as the store knows them, with their members; files that make no sense are told and passed over.</summary>
    public static async IAsyncEnumerable<KeptAlbum> ReadAsync(
        IBlobStore blobs, Action<string> tell, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var (key, kept) in KeptFiles.ReadAsync(blobs, Prefix, AlbumsJson.Default.KeptAlbum, cancellationToken))
        {
            if (kept?.ToAlbum() is null) tell($"album not understood: {key}");
            else yield return kept;
        }
    }

    private async Task WriteAsync(Album album, CancellationToken cancellationToken)
    {
        var written = await KeptFiles.WriteAsync(blobs, KeyOf(album.Id), AlbumsJson.Default.KeptAlbum, () => FindAsync(album.Id, cancellationToken), cancellationToken);
        if (written) await albums.FileWrittenAsync(album.Id, album.Version, cancellationToken);
    }

    private async Task<KeptAlbum?> FindAsync(AlbumId id, CancellationToken cancellationToken) =>
        await albums.FindAsync(id, cancellationToken) is { } album
            ? KeptAlbum.Of(
                album,
                await members.OfAlbumAsync(id, cancellationToken),
                album.Visibility == Visibility.Private ? null : await publications.OfAsync(id, cancellationToken))
            : null;
}
