namespace Vitrine.Library.Publishing;

/// <summary>
/// How an album or item is shown to everybody, as its file in the store keeps it. The address is no more of a secret there than what it leads
/// to, which lies beside it.
/// </summary>
internal sealed record KeptPublication(string Address, Visibility Visibility, bool CanDownload, bool ShowMetadata, DateTimeOffset Since)
{
    public static KeptPublication Of(Publication publication) =>
        new(publication.Address, publication.Visibility, publication.CanDownload, publication.ShowMetadata, publication.Since);

    /// <summary>Null when it makes no sense.</summary>
    public Publication? Of(AccountId owner, AlbumId? album, MediaId? item) =>
        Visibility is Visibility.Unlisted or Visibility.Public && Address is { Length: > 0 }
            ? new Publication
            {
                Owner = owner,
                Address = Address,
                Album = album,
                Item = item,
                Visibility = Visibility,
                CanDownload = CanDownload,
                ShowMetadata = ShowMetadata,
                Since = Since,
            }
            : null;
}
