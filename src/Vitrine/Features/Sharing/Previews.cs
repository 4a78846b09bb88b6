using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Web;
using Vitrine.Web.Json;

namespace Vitrine.Features.Sharing;

/// <summary>Puts together what other sites are told of a page, never more than the page shows.</summary>
public sealed class Previews(LinkAddress address)
{
    private const string Biggest = "screen";

    /// <summary>Of the page of tiles. Null where nothing is told.</summary>
    public Preview? OfHome(HttpContext context, Viewpoint at, string title, string? description, MediaItem? cover) => at.IsTold
        ? new Preview(title, description, Whole(context, at.Home), Picture(context, at, cover), at.Inside is null ? Whole(context, $"{at.Home}/oembed") : null)
        : null;

    /// <summary>Of one item's page, which is the home of what shows just that.</summary>
    public Preview? OfItem(HttpContext context, Viewpoint at, IOffer offer, MediaItem item, bool isHome)
    {
        if (!at.IsTold) return null;
        var description = offer.ShowMetadata ? item.Description : null;
        var path = isHome ? at.Home : MediaUrls.Page(item.Id, at.Root);
        return new Preview(NameOf(offer, item), description, Whole(context, path), Picture(context, at, item), isHome ? Whole(context, $"{at.Home}/oembed") : null);
    }

    /// <summary>Where nothing that is known of an item is shown, its kind is its name.</summary>
    public static string NameOf(IOffer offer, MediaItem item) => Nameless(offer, item) ?? Wording.Name(item);

    public static string? Nameless(IOffer offer, MediaItem item) => offer.ShowMetadata ? null : Wording.Kind(item.Kind);

    public string Whole(HttpContext context, string path) => address.Site(context.Request) + path;

    private PreviewPicture? Picture(HttpContext context, Viewpoint at, MediaItem? item) => item?.FindRendition(Biggest) is { } screen
        ? new PreviewPicture(Whole(context, MediaUrls.Rendition(item.Id, Biggest, at.Root)), screen.Width, screen.Height)
        : null;
}
