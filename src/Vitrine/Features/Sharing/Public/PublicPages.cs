using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Library.Publishing;
using Vitrine.Settings;
using Vitrine.Web;
using Vitrine.Web.Access;

namespace Vitrine.Features.Sharing.Public;

/// <summary>What everybody sees: the front page where the site has one, people's pages, and the things themselves.</summary>
internal static class PublicPages
{
    private const int CardsPerPage = 24;
    private const int EntriesInFeed = 30;

    public static void MapPublicPages(this IEndpointRouteBuilder app)
    {
        var open = app.MapGroup("").Admits(Who.Everyone).WithMetadata(AtShareDoor.Too).ExcludeFromDescription();
        open.MapGet("/public", FrontAsync);
        open.MapGet("/public/feed", FrontFeedAsync);
        open.MapGet("/people/{name}", PersonAsync);
        open.MapGet("/people/{name}/feed", PersonFeedAsync);

        var things = app.MapGroup("/p/{address}").Admits(Who.Onlookers).ExcludeFromDescription();
        things.MapGet("", ShowAsync);
        things.MapGet("/media/{id}", ShowItemAsync);
        things.MapGet("/oembed", EmbedAsync);
        things.MapGet("/albums/{inside}", ShowAsync);
        things.MapGet("/albums/{inside}/media/{id}", ShowItemAsync);
    }

    private static async Task<IResult> FrontAsync(Live<PublicOptions> options, PublicViews views, string? after, CancellationToken cancellationToken) =>
        options.Value.FrontPage && Cursor.TryRead(after, out var cursor)
            ? Pages.Show<PublicPage>(new { View = await views.SiteAsync(cursor, CardsPerPage, cancellationToken), IsStart = cursor is null })
            : Problems.Of(ProblemCode.NotFound);

    private static async Task<IResult> FrontFeedAsync(
        HttpContext context, Live<PublicOptions> options, PublicViews views, Feed feed, CancellationToken cancellationToken) =>
        options.Value.FrontPage
            ? feed.Answer(context, await views.SiteAsync(null, EntriesInFeed, cancellationToken))
            : Problems.Of(ProblemCode.NotFound);

    private static async Task<IResult> PersonAsync(PublicViews views, string name, string? after, CancellationToken cancellationToken) =>
        Cursor.TryRead(after, out var cursor) && await views.PersonAsync(Decoded(name), cursor, CardsPerPage, cancellationToken) is { } view
            ? Pages.Show<PublicPage>(new { View = view, IsStart = cursor is null })
            : Problems.Of(ProblemCode.NotFound);

    private static async Task<IResult> PersonFeedAsync(HttpContext context, PublicViews views, Feed feed, string name, CancellationToken cancellationToken) =>
        await views.PersonAsync(Decoded(name), null, EntriesInFeed, cancellationToken) is { } view
            ? feed.Answer(context, view)
            : Problems.Of(ProblemCode.NotFound);

    private static async Task<IResult> ShowAsync(
        HttpContext context, IAccountCatalog accounts, IMediaCatalog catalog, ShareViews views, string? after, CancellationToken cancellationToken)
    {
        if (!Cursor.TryRead(after, out var cursor)) return Problems.Of(ProblemCode.NotFound);
        var (offer, at) = await LookedAtAsync(context, accounts, cancellationToken);
        if (offer is Publication { Item: { } id })
        {
            return await catalog.FindAsync(offer.Scope, id, cancellationToken) is { } item
                ? Pages.Show<ShareItemPage>(new { View = await views.ItemAsync(context, offer, at, item, isHome: true, cancellationToken) })
                : Problems.Of(ProblemCode.NotFound);
        }

        return await views.PageAsync(context, offer, at, cursor, VisitEndpoints.TilesPerPage, cancellationToken) is { } view
            ? Pages.Show<SharePage>(new { View = view })
            : Problems.Of(ProblemCode.NotFound);
    }

    private static async Task<IResult> ShowItemAsync(
        HttpContext context, IAccountCatalog accounts, IMediaCatalog catalog, ShareViews views, string id, CancellationToken cancellationToken)
    {
        var (offer, at) = await LookedAtAsync(context, accounts, cancellationToken);
        return MediaId.TryParse(id, out var media) && await catalog.FindAsync(offer.Scope, media, cancellationToken) is { } item
            ? Pages.Show<ShareItemPage>(new { View = await views.ItemAsync(context, offer, at, item, isHome: offer is Publication { Item: not null }, cancellationToken) })
            : Problems.Of(ProblemCode.NotFound);
    }

    private static async Task<IResult> EmbedAsync(
        HttpContext context, IAccountCatalog accounts, OEmbed embed, string? format, int? maxwidth, int? maxheight, CancellationToken cancellationToken)
    {
        var (offer, at) = await LookedAtAsync(context, accounts, cancellationToken);
        return await embed.AnswerAsync(context, offer, at, format, maxwidth, maxheight, cancellationToken);
    }

    private static async Task<(IOffer Offer, Viewpoint At)> LookedAtAsync(HttpContext context, IAccountCatalog accounts, CancellationToken cancellationToken)
    {
        var visitor = (Visitor.Onlooker)context.Visitor();
        var at = Viewpoint.Of(visitor.Publication, await accounts.FindAsync(visitor.Publication.Owner, cancellationToken));
        return (visitor.Offer!, at.At(visitor.Offer!));
    }

    /// <summary>The one character that the server leaves encoded in a path.</summary>
    private static string Decoded(string name) => name.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
}
