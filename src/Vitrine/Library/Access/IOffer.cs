namespace Vitrine.Library.Access;

/// <summary>What is offered to somebody without an account, by a link or to everybody: an album or some items, and how much of them.</summary>
public interface IOffer
{
    /// <summary>The album that is offered, or else the items.</summary>
    AlbumId? Album { get; }

    /// <summary>In the order shown; empty for an album.</summary>
    IReadOnlyList<MediaId> Items { get; }

    /// <summary>What stands above shared items; an album has its own title.</summary>
    string? Title { get; }

    /// <summary>Originals may be downloaded, as far as <see cref="Links.LinkRights"/> allows.</summary>
    bool CanDownload { get; }

    /// <summary>Titles, descriptions, dates, places and file names are shown, and originals keep what stands in them.</summary>
    bool ShowMetadata { get; }

    /// <summary>Just what is offered.</summary>
    Scope Scope { get; }
}
