using Vitrine.Library;
using Vitrine.Library.Albums;
using Vitrine.Web;

namespace Vitrine.Features.Albums;

/// <summary>The texts of an album as a person or a program wrote them, and what is wrong with them.</summary>
public sealed record AlbumForm
{
    public string Title { get; init; } = "";
    public string Description { get; init; } = "";
    public AlbumOrder Order { get; init; }

    /// <summary>The album that it should lie in; null is none.</summary>
    public AlbumId? Parent { get; init; }

    /// <summary>One sentence about the first field that cannot be used.</summary>
    public string? Wrong { get; init; }

    public static AlbumForm From(Album album) => new() { Title = album.Title, Description = album.Description ?? "", Order = album.Order, Parent = album.Parent };

    public static AlbumForm Read(IFormCollection form) => new()
    {
        Title = MediaTexts.Line(form.Text("title"))!,
        Description = MediaTexts.Lines(form.Text("description"))!,
        Order = Enum.TryParse<AlbumOrder>(form.Text("order"), out var order) && Enum.IsDefined(order) ? order : default,
        Parent = AlbumId.TryParse(form.Text("parent"), out var parent) ? parent : null,
    };

    public AlbumForm Check() => this with { Wrong = Refuse(Title, Description) };

    /// <summary>Null when both can be used; a null title was not said.</summary>
    public static string? Refuse(string? title, string? description) =>
        title is "" ? "Give the album a title." : MediaTexts.Refuse(title, description, null, null);

    /// <summary>Why an album cannot lie where it should; null when it does.</summary>
    public static string? Refuse(Nesting nesting) => nesting switch
    {
        Nesting.Cycle => "An album cannot lie in itself, or in one that lies in it.",
        Nesting.TooDeep => $"Albums lie in one another {IAlbumCatalog.MostLevels} levels deep at most, and no more than {IAlbumCatalog.MostMoved} are moved together.",
        Nesting.TooMany => $"{IAlbumCatalog.MostInside} albums lie in that one already. Choose another.",
        Nesting.Absent => "That album is not one of yours. Choose another.",
        _ => null,
    };

    public Album ToAlbum(AccountId owner, TimeProvider time) => new()
    {
        Id = AlbumId.New(time),
        Owner = owner,
        Version = 1,
        Title = Title,
        Description = Description.Length == 0 ? null : Description,
        Order = Order,
        CreatedAt = time.GetUtcNow(),
    };
}
