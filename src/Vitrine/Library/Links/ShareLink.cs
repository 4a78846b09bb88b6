using Vitrine.Library.Access;
using Vitrine.Library.Guests;

namespace Vitrine.Library.Links;

/// <summary>
/// An address that shows an album, or some items, to whoever has it. A snapshot of its row; what it gives never changes: a link is made
/// and revoked, not edited. The token itself is known to those who were given it and to nobody else.
/// </summary>
public sealed record ShareLink : IOffer
{
    public required LinkId Id { get; init; }

    /// <summary>Who made it. When they may no longer share the album, or their account is disabled, the link is dead.</summary>
    public required AccountId Owner { get; init; }

    /// <summary>SHA-256 of the token in the address; see <see cref="HasAddress"/>.</summary>
    public required string TokenHash { get; init; }

    /// <summary>For whom it is, 1 to 100 characters; never shown to those who hold it.</summary>
    public required string Name { get; init; }

    /// <summary>What it shows: an album, or else the items.</summary>
    public AlbumId? Album { get; init; }

    /// <summary>At most <see cref="ILinkCatalog.MostItems"/>, in the order shown; empty for an album.</summary>
    public IReadOnlyList<MediaId> Items { get; init; } = [];

    /// <summary>What stands above shared items, at most 200 characters; an album has its own title.</summary>
    public string? Title { get; init; }

    public string? PasswordHash { get; init; }
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>So many visitors may open it; null is no limit.</summary>
    public int? MaxOpens { get; init; }

    /// <summary>Originals may be downloaded, as far as <see cref="LinkRights"/> allows.</summary>
    public bool CanDownload { get; init; }

    /// <summary>Titles, descriptions, dates, places and file names are shown, and originals keep what stands in them.</summary>
    public bool ShowMetadata { get; init; }

    /// <summary>What it is for can be seen. Through a link that is only for adding, everybody sees just what they added themselves.</summary>
    public bool CanView { get; init; } = true;

    /// <summary>What it takes from guests; null for a link that takes nothing. Only links to albums take something.</summary>
    public GuestRules? Guests { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>How many visitors opened it.</summary>
    public long Opens { get; init; }

    public DateTimeOffset? LastOpenedAt { get; init; }

    /// <summary>
    /// False for a link that came back from its file in the store (rebuild), where no token is kept: nobody comes by it before it gets a new
    /// address. Had it a password, <see cref="PasswordHash"/> is empty till then.
    /// </summary>
    public bool HasAddress => TokenHash != NoAddress(Id);

    /// <summary>Just what the link shows.</summary>
    public Scope Scope => this switch
    {
        { CanView: false } => Scope.None,
        { Album: { } album } => new Scope.InAlbum(album),
        _ => new Scope.Named(Owner, Items),
    };

    /// <summary>Stands where a hash stands otherwise, which no token has.</summary>
    public static string NoAddress(LinkId id) => $"none-{id}";

    public bool IsProtected => PasswordHash is not null || MaxOpens is not null;
}
