using System.Text.Json.Serialization;
using Vitrine.Library.Links;

namespace Vitrine.Features.Sharing.Api;

/// <summary>A link to be made.</summary>
/// <param name="Name">For whom it is, 1 to 100 characters; never shown to those who hold it.</param>
/// <param name="Password">At least 8 characters; left out, none is asked for.</param>
/// <param name="MaxOpens">1 to 1000 visitors; left out, no limit.</param>
/// <param name="CanDownload">Originals may be downloaded; needs <c>showMetadata</c> where a file cannot be cleaned of it.</param>
/// <param name="CanUpload">Not possible yet.</param>
/// <param name="ShowMetadata">Titles, dates, places and file names are shown, and originals keep what stands in them.</param>
public sealed record NewLinkJson(
    string? Name = null, string? Password = null, DateTimeOffset? ExpiresAt = null, int? MaxOpens = null, bool CanDownload = false, bool CanUpload = false,
    bool ShowMetadata = false);

/// <param name="Token">Told only now.</param>
/// <param name="Url">The whole address.</param>
public sealed record MadeLinkJson(string Id, string Token, string Url);

/// <summary>A link as its owner sees it; its token and password are told to nobody.</summary>
/// <param name="Album">The id of the album it shows, or null.</param>
/// <param name="Items">The ids of the items it shows; empty for an album.</param>
/// <param name="Opens">How many visitors opened it.</param>
public sealed record LinkJson(
    string Id, string Name, string? Album, IReadOnlyList<string> Items, string? Title, bool HasPassword, DateTimeOffset? ExpiresAt, int? MaxOpens,
    bool CanDownload, bool ShowMetadata, DateTimeOffset CreatedAt, long Opens, DateTimeOffset? LastOpenedAt)
{
    public static LinkJson From(ShareLink link) => new(
        link.Id.ToString(), link.Name, link.Album?.ToString(), [.. link.Items.Select(item => item.ToString())], link.Title, link.PasswordHash is not null,
        link.ExpiresAt, link.MaxOpens, link.CanDownload, link.ShowMetadata, link.CreatedAt, link.Opens, link.LastOpenedAt);
}

/// <param name="Next">The cursor of the next page, null on the last.</param>
public sealed record LinkPageJson(IReadOnlyList<LinkJson> Items, string? Next);

[JsonSerializable(typeof(NewLinkJson))]
[JsonSerializable(typeof(MadeLinkJson))]
[JsonSerializable(typeof(LinkPageJson))]
[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
public sealed partial class SharingJson : JsonSerializerContext;
