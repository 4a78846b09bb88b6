using Vitrine.Library.Access;
using Vitrine.Library.Albums;

namespace Vitrine.Library.Guests;

/// <summary>Yes or no to what guests added, by the owner of the album and its managers.</summary>
public sealed class Reviewing(IGuestCatalog guests, AlbumAccess albums)
{
    /// <summary>The album as somebody may decide for it; null for what is absent and for what is forbidden alike.</summary>
    public async Task<SeenAlbum?> FindAsync(Visitor visitor, AlbumId album, CancellationToken cancellationToken) =>
        await albums.FindAsync(visitor, album, cancellationToken) is { MayShare: true } seen ? seen : null;

    public Task<MediaItem?> DecideAsync(SeenAlbum seen, MediaId item, Verdict verdict, CancellationToken cancellationToken) => verdict switch
    {
        Verdict.Approve => guests.ApproveAsync(seen.Album.Id, item, cancellationToken),
        Verdict.Reject => guests.RejectAsync(seen.Album.Id, item, cancellationToken),
        _ => throw new ArgumentOutOfRangeException(nameof(verdict), verdict, "Neither yes nor no."),
    };
}

public enum Verdict
{
    Approve,
    Reject,
}
