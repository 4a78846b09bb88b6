using Vitrine.Library.Albums;
using Vitrine.Storage;

namespace Vitrine.Library;

/// <summary>The albums of an account that goes, and its part in those of others. What waits in its albums comes into its trash by that.</summary>
internal sealed class AlbumPurge(IAlbumCatalog albums, IAlbumMembers members, IBlobStore blobs)
{
    private const int Batch = 20;
    private const int RowsAtOnce = 200;

    /// <summary>Of a large album: the rest is cleared as that of any deleted one is (<see cref="AlbumFiles"/>).</summary>
    private const int MostRounds = 10;

    /// <summary>Returns how many albums went.</summary>
    public async Task<int> RemoveSomeAsync(AccountId owner, CancellationToken cancellationToken)
    {
        var removed = 0;
        foreach (var album in (await albums.OfOwnerAsync(owner, null, Batch, cancellationToken)).Items)
        {
            if (!await albums.DeleteAsync(album.Id, cancellationToken)) continue;
            removed++;

            // Before its rows: a rebuild would make the album again from its file.
            await blobs.DeleteAsync(AlbumFiles.KeyOf(album.Id), cancellationToken);
            for (var round = 0; round < MostRounds && !await albums.ClearAsync(album.Id, RowsAtOnce, cancellationToken); round++)
            {
            }
        }

        return removed;
    }

    /// <summary>Returns how many albums of others it left.</summary>
    public async Task<int> LeaveSomeAsync(AccountId member, CancellationToken cancellationToken)
    {
        var left = 0;
        foreach (var album in (await members.SharedWithAsync(member, null, Batch, cancellationToken)).Items)
        {
            if (await members.RemoveAsync(album.Id, member, cancellationToken)) left++;
        }

        return left;
    }
}
