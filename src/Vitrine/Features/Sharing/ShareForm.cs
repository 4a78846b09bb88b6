using System.Globalization;
using Vitrine.Library;
using Vitrine.Library.Guests;
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

    /// <summary>One of <c>view</c>, <c>both</c>, <c>add</c>: whether those who have it look, add, or do both.</summary>
    public string For { get; init; } = "view";

    public bool Reviewed { get; init; } = true;
    public string MaxFiles { get; init; } = "";

    /// <summary>In millions.</summary>
    public string MaxMegabytes { get; init; } = "";

    /// <summary>The names of kinds; none ticked is any file.</summary>
    public IReadOnlyList<string> Accepts { get; init; } = [];

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
        For = form.Text("for") is ("add" or "both") and var purpose ? purpose : "view",
        Reviewed = form.Ticked("reviewed"),
        MaxFiles = form.Text("maxFiles"),
        MaxMegabytes = form.Text("maxMegabytes"),
        Accepts = [.. form["accepts"].OfType<string>()],
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
        MaxOpens = Number(MaxOpens),
        CanDownload = CanDownload,
        ShowMetadata = ShowMetadata,
        CanView = Album is null || For != "add",
        Guests = Album is null || For == "view" ? null : new GuestRules
        {
            Reviewed = Reviewed,
            MaxFiles = Number(MaxFiles),
            MaxBytes = Number(MaxMegabytes) * 1_000_000L,
            Accepts = Accepts.Count == 0 ? AcceptedKinds.Anything : AcceptedKindsReading.Read(Accepts),
        },
    };

    private static int? Number(string text) =>
        text.Length == 0 ? null : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}

/// <summary>A link as its owner sees it.</summary>
/// <param name="What">The title of the album, or how many items.</param>
/// <param name="OpenedAt">The latest opens.</param>
/// <param name="IsMine">Whoever looks made it.</param>
public sealed record LinkRow(ShareLink Link, string What, string? Url, bool Expired, IReadOnlyList<DateTimeOffset> OpenedAt, bool IsMine)
{
    public IEnumerable<string> Rights
    {
        get
        {
            if (Link.CanView) yield return Link.CanDownload ? "download" : Link.Guests is null ? "view only" : "view";
            if (Link.Guests is { } rules)
            {
                yield return Link.CanView ? "add" : "add only";
                if (!rules.Reviewed) yield return "without approval";
                if (rules.Accepts != AcceptedKinds.Anything) yield return rules.Accepts.Words();
                yield return rules.MaxFiles is { } most ? $"{rules.Files} of {Wording.Count(most, "file")}" : Wording.Count(rules.Files, "file");
                if (rules.MaxBytes is { } bytes) yield return $"{Sizes.Text(rules.Bytes)} of {Sizes.Text(bytes)}";
            }

            if (Link.ShowMetadata) yield return "with details";
            if (Link.PasswordHash is not null) yield return "password";
        }
    }
}
