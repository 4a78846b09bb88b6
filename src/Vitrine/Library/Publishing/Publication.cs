using Vitrine.Library.Access;

namespace Vitrine.Library.Publishing;

/// <summary>Who may see an album or an item besides those it is shared with.</summary>
public enum Visibility
{
    /// <summary>Nobody.</summary>
    Private,

    /// <summary>Whoever knows the address, which stands in no list.</summary>
    Unlisted,

    /// <summary>Everybody who can reach the site; it is listed on its owner's public page and in the feeds.</summary>
    Public,
}

/// <summary>
/// An album or one item that its owner shows to everybody. A snapshot of its row. What is private has none; made anew it gets
/// another address, so whoever knew the old one has to be told.
/// </summary>
public sealed record Publication : IOffer
{
    /// <summary>The owner of the album or item: nobody else publishes it. While their account is disabled it is absent.</summary>
    public required AccountId Owner { get; init; }

    /// <summary>A token (<see cref="Ids.NewToken"/>), the whole secret of what is unlisted; looked up by its hash.</summary>
    public required string Address { get; init; }

    /// <summary>What is shown: an album, or else <see cref="Item"/>.</summary>
    public AlbumId? Album { get; init; }

    public MediaId? Item { get; init; }

    /// <summary>Never <see cref="Visibility.Private"/>.</summary>
    public required Visibility Visibility { get; init; }

    public bool CanDownload { get; init; }
    public bool ShowMetadata { get; init; }

    /// <summary>Since when it has this visibility, to the millisecond; lists are in this order.</summary>
    public required DateTimeOffset Since { get; init; }

    public bool IsListed => Visibility == Visibility.Public;

    /// <summary>False when less of an original is given than before.</summary>
    public bool GivesAsMuchAs(Publication before) => CanDownload == before.CanDownload && ShowMetadata == before.ShowMetadata;

    /// <summary>The id of the album or item.</summary>
    public Guid Thing => Album?.Value ?? Item!.Value.Value;

    public IReadOnlyList<MediaId> Items => Item is { } item ? [item] : [];

    public string? Title => null;

    public Scope Scope => Album is { } album ? new Scope.InAlbum(album) : new Scope.Named(Owner, Items);
}
