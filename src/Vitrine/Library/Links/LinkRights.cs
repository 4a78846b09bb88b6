using Vitrine.Library.Access;
using Vitrine.Library.Scrubbing;

namespace Vitrine.Library.Links;

/// <summary>What becomes of an original that is asked for through a link, or by the public.</summary>
public enum LinkOriginal
{
    /// <summary>It is for looking only.</summary>
    NotOffered,

    /// <summary>It may hold where and by whom it was taken, and that cannot be taken out: pictures made from it are offered instead.</summary>
    Withheld,

    /// <summary>Without what tells place, device and person.</summary>
    Scrubbed,

    AsItIs,
}

/// <summary>The one place that says what of an original a link or the public gets (RULES 24). It fails closed.</summary>
public sealed class LinkRights(IScrubbedOriginals scrubbed)
{
    /// <summary>By type alone, for lists; the bytes may still refuse to be scrubbed.</summary>
    public LinkOriginal Original(IOffer offer, MediaItem item) => offer switch
    {
        { CanDownload: false } => LinkOriginal.NotOffered,
        { ShowMetadata: true } => LinkOriginal.AsItIs,
        _ => scrubbed.MayScrub(item) ? LinkOriginal.Scrubbed : LinkOriginal.Withheld,
    };

    /// <summary>After a look at the bytes, where it depends on them. Throws what the store throws.</summary>
    public async Task<LinkOriginal> LookAsync(IOffer offer, MediaItem item, CancellationToken cancellationToken)
    {
        var given = Original(offer, item);
        if (given != LinkOriginal.Scrubbed) return given;
        if (await scrubbed.OpenAsync(item, cancellationToken) is not ScrubbedOriginal.Opened(var file)) return LinkOriginal.Withheld;
        await file.DisposeAsync();
        return LinkOriginal.Scrubbed;
    }
}
