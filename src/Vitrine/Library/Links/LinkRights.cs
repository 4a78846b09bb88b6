namespace Vitrine.Library.Links;

/// <summary>What becomes of an original that is asked for through a link.</summary>
public enum LinkOriginal
{
    /// <summary>The link is for looking only.</summary>
    NotOffered,

    /// <summary>It may hold where and by whom it was taken, and nothing can take that out yet: pictures made from it are offered instead.</summary>
    Withheld,

    /// <summary>Without what tells place, device and person.</summary>
    Scrubbed,

    AsItIs,
}

/// <summary>The one place that says what of an original a link gives (RULES 24). It fails closed.</summary>
public sealed class LinkRights(IOriginalScrubbing scrubbing)
{
    public LinkOriginal Original(ShareLink link, MediaItem item) => link switch
    {
        { CanDownload: false } => LinkOriginal.NotOffered,
        { ShowMetadata: true } => LinkOriginal.AsItIs,
        _ => scrubbing.MayScrub(item) ? LinkOriginal.Scrubbed : LinkOriginal.Withheld,
    };
}

/// <summary>Whether an original can be given without what tells place, device and person, and be checked for it.</summary>
public interface IOriginalScrubbing
{
    bool MayScrub(MediaItem item);
}

/// <summary>Nothing can be scrubbed: no link gives an original unless its owner lets it keep its metadata.</summary>
internal sealed class NoScrubbing : IOriginalScrubbing
{
    public bool MayScrub(MediaItem item) => false;
}
