using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Library.Albums;
using Vitrine.Library.Links;
using Vitrine.Library.Publishing;
using Vitrine.Web;
using Vitrine.Web.Json;
using Vitrine.Web.Viewing;

namespace Vitrine.Features.Sharing;

/// <summary>One page of what is offered.</summary>
public sealed record ShareView
{
    public required string Title { get; init; }
    public string? Description { get; init; }
    public required Viewpoint At { get; init; }
    public required IReadOnlyList<SharedItem> Items { get; init; }
    public string? NextUrl { get; init; }

    /// <summary>Whether originals would be offered if nothing had to be taken out of them first.</summary>
    public required bool Withheld { get; init; }

    /// <summary>All of it as a zip; null where originals are not for this visitor.</summary>
    public string? ArchiveUrl { get; init; }

    /// <summary>Where guests add to it; null where they may not, and for its owner.</summary>
    public string? AddUrl { get; init; }

    /// <summary>It shows nothing to those who hold it.</summary>
    public bool OnlyAdds { get; init; }

    /// <summary>The albums inside, with what is shown of them; on the first page.</summary>
    public IReadOnlyList<InsideCard> Albums { get; init; } = [];

    /// <summary>The way down from the top to here, without here; empty at the top.</summary>
    public IReadOnlyList<Crumb> Way { get; init; } = [];

    /// <summary>Null where nothing is told to chats and search engines.</summary>
    public Preview? Preview { get; init; }
}

/// <param name="Root">Where the cover is seen.</param>
public sealed record InsideCard(Album Album, MediaItem? Cover, string Url, string Root);

/// <param name="Originals">Whether this one's original is given.</param>
/// <param name="Nameless">Stands for its name where nothing that is known of it is shown.</param>
public sealed record SharedItem(MediaItem Item, bool Originals, string? Nameless);

/// <summary>Where something that is offered is looked at: by those who hold a link, by its owner as they do, or by everybody.</summary>
/// <param name="Top">The page of tiles of all that is offered, or of the only item.</param>
/// <param name="Base">What stands before <c>/media</c> and <c>/albums</c>.</param>
/// <param name="IsTold">Whether chats and other sites are told title and picture.</param>
public sealed record Viewpoint(string Top, string Base, bool IsTold)
{
    /// <summary>The album inside that is looked at; null at the top.</summary>
    public AlbumId? Inside { get; init; }

    /// <summary>The page of tiles.</summary>
    public string Home => Inside is { } album ? Of(album) : Top;

    /// <summary>Where items and their bytes are.</summary>
    public string Root => Inside is { } album ? $"{Of(album)}/media" : $"{Base}/media";

    /// <summary>For whom the link is, when its owner looks at it as they do.</summary>
    public string? SeenAs { get; init; }

    /// <summary>For search engines too.</summary>
    public bool IsListed { get; init; }

    /// <summary>Whose it is, where that is told.</summary>
    public Person? By { get; init; }

    public static Viewpoint Of(string token, ShareLink link) => new($"/s/{token}", $"/s/{token}", !link.IsProtected);

    public static Viewpoint AsOwner(ShareLink link) => new($"/shares/{link.Id}/view", $"/shares/{link.Id}", IsTold: false) { SeenAs = link.Name };

    /// <param name="owner">Told of what is public: it stands on their page.</param>
    public static Viewpoint Of(Publication publication, Account? owner) => new(PublicUrls.Of(publication), PublicUrls.Of(publication), IsTold: true)
    {
        IsListed = publication.IsListed,
        By = publication.IsListed && owner is not null ? Person.Of(owner) : null,
    };

    public string Of(AlbumId inside) => $"{Base}/albums/{inside}";

    /// <summary>The same at what a visitor asked for: all of it, or an album inside.</summary>
    public Viewpoint At(IOffer offer) => this with { Inside = (offer as InsideOffer)?.Inside };
}

/// <summary>Somebody who has a public page.</summary>
public sealed record Person(string Name, string Url)
{
    public static Person Of(Account account) => new(account.Name, PublicUrls.Person(account.Name));
}

public sealed record ShareItemView(StageView Stage, string? BackUrl, string Title, Viewpoint At, bool ShowMetadata, bool Withheld, Preview? Preview);

/// <summary>What other sites are told of a page; whole addresses.</summary>
/// <param name="OEmbedUrl">Where the same stands as oEmbed.</param>
public sealed record Preview(string Title, string? Description, string Url, PreviewPicture? Picture, string? OEmbedUrl);

public sealed record PreviewPicture(string Url, int Width, int Height);

/// <summary>Addresses of what is shown to everybody, relative to the site.</summary>
public static class PublicUrls
{
    public const string Front = "/public";

    public static string Of(Publication publication) => $"/p/{publication.Address}";

    public static string Person(string name) => $"/people/{Uri.EscapeDataString(name)}";
}
