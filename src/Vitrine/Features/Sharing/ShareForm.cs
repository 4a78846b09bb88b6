using System.Globalization;
using Vitrine.Library;
using Vitrine.Library.Links;
using Vitrine.Web;

namespace Vitrine.Features.Sharing;

/// <summary>The form of a new link as it was sent, or as it starts.</summary>
public sealed record ShareForm
{
    public string Name { get; init; } = "";
    public string Title { get; init; } = "";
    public string Password { get; init; } = "";

    /// <summary>Days until it ends; 0 is never.</summary>
    public int Days { get; init; }

    public string MaxOpens { get; init; } = "";
    public bool CanDownload { get; init; }
    public bool ShowMetadata { get; init; }

    /// <summary>What the link shows: an album, or else the items.</summary>
    public AlbumId? Album { get; init; }

    public IReadOnlyList<MediaId> Items { get; init; } = [];
    public string? Wrong { get; init; }

    public static ShareForm Read(IFormCollection form) => new()
    {
        Name = MediaTexts.Line(form.Text("name"))!,
        Title = MediaTexts.Line(form.Text("title"))!,
        Password = form.Raw("password"),
        Days = int.TryParse(form.Text("days"), NumberStyles.None, CultureInfo.InvariantCulture, out var days) ? Math.Min(days, 3650) : 0,
        MaxOpens = form.Text("maxOpens"),
        CanDownload = form.Ticked("canDownload"),
        ShowMetadata = form.Ticked("showMetadata"),
        Album = AlbumId.TryParse(form.Text("album"), out var album) ? album : null,
        Items = form.MediaIds(),
    };

    /// <summary>A number that is none is refused like one that is too great.</summary>
    public NewLink ToLink(DateTimeOffset now) => new()
    {
        Name = Name,
        Album = Album,
        Items = Album is null ? Items : [],
        Title = Title,
        Password = Password,
        ExpiresAt = Days > 0 ? now.AddDays(Days) : null,
        MaxOpens = MaxOpens.Length == 0 ? null : int.TryParse(MaxOpens, NumberStyles.None, CultureInfo.InvariantCulture, out var most) ? most : 0,
        CanDownload = CanDownload,
        ShowMetadata = ShowMetadata,
    };
}

/// <summary>A link as its owner sees it.</summary>
/// <param name="What">The title of the album, or how many items.</param>
/// <param name="OpenedAt">The latest opens.</param>
public sealed record LinkRow(ShareLink Link, string What, string? Url, bool Expired, IReadOnlyList<DateTimeOffset> OpenedAt)
{
    public IEnumerable<string> Rights
    {
        get
        {
            yield return Link.CanDownload ? "download" : "view only";
            if (Link.ShowMetadata) yield return "with details";
            if (Link.PasswordHash is not null) yield return "password";
        }
    }
}
