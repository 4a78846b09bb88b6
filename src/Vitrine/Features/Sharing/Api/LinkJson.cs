using System.Text.Json.Serialization;
using Vitrine.Library.Guests;
using Vitrine.Library.Links;

namespace Vitrine.Features.Sharing.Api;

/// <summary>A link to be made.</summary>
/// <param name="Name">For whom it is, 1 to 100 characters; never shown to those who hold it.</param>
/// <param name="Password">At least 8 characters; left out, none is asked for.</param>
/// <param name="MaxOpens">1 to 1000 visitors; left out, no limit.</param>
/// <param name="CanDownload">Originals may be downloaded; needs <c>showMetadata</c> where a file cannot be cleaned of it.</param>
/// <param name="CanUpload">Guests may add files to the album; only for links to albums.</param>
/// <param name="ShowMetadata">Titles, dates, places and file names are shown, and originals keep what stands in them.</param>
/// <param name="CanView">False for a link that only takes: its holders see just what they added themselves.</param>
/// <param name="Reviewed">What guests add waits until the album's owner or a manager approves it.</param>
/// <param name="MaxFiles">1 to 100000 files in all; left out, no limit.</param>
/// <param name="MaxBytes">Bytes in all; left out, as many as the quota of the album's owner takes.</param>
/// <param name="Accepts">Any of <c>pictures</c>, <c>videos</c>, <c>audio</c>; left out, any file. Told from the bytes.</param>
public sealed record NewLinkJson(
    string? Name = null, string? Password = null, DateTimeOffset? ExpiresAt = null, int? MaxOpens = null, bool CanDownload = false, bool CanUpload = false,
    bool ShowMetadata = false, bool CanView = true, bool Reviewed = true, int? MaxFiles = null, long? MaxBytes = null, IReadOnlyList<string>? Accepts = null)
{
    /// <summary>Null where the link takes nothing; a kind that is none is refused as no kind.</summary>
    public GuestRules? Guests => CanUpload
        ? new GuestRules { Reviewed = Reviewed, MaxFiles = MaxFiles, MaxBytes = MaxBytes, Accepts = Accepts is null ? AcceptedKinds.Anything : AcceptedKindsReading.Read(Accepts) }
        : null;
}

/// <param name="Token">Told only now.</param>
/// <param name="Url">The whole address.</param>
public sealed record MadeLinkJson(string Id, string Token, string Url);

/// <summary>A link as its owner sees it; its token and password are told to nobody.</summary>
/// <param name="Album">The id of the album it shows, or null.</param>
/// <param name="Items">The ids of the items it shows; empty for an album.</param>
/// <param name="Opens">How many visitors opened it.</param>
/// <param name="Guests">Null for a link that takes nothing.</param>
/// <param name="HasAddress">False for a link that came back from the store, where no address is kept; its maker gives it one at <c>/shares/{id}/address</c>.</param>
public sealed record LinkJson(
    string Id, string Name, string? Album, IReadOnlyList<string> Items, string? Title, bool HasPassword, DateTimeOffset? ExpiresAt, int? MaxOpens,
    bool CanDownload, bool ShowMetadata, DateTimeOffset CreatedAt, long Opens, DateTimeOffset? LastOpenedAt, bool CanView, LinkGuestsJson? Guests, bool HasAddress)
{
    public static LinkJson From(ShareLink link) => new(
        link.Id.ToString(), link.Name, link.Album?.ToString(), [.. link.Items.Select(item => item.ToString())], link.Title, link.PasswordHash is not null,
        link.ExpiresAt, link.MaxOpens, link.CanDownload, link.ShowMetadata, link.CreatedAt, link.Opens, link.LastOpenedAt,
        link.CanView, link.Guests is { } rules ? LinkGuestsJson.From(rules) : null, link.HasAddress);
}

/// <summary>What a link takes from guests, and how much it has taken.</summary>
/// <param name="Reviewed">What is added waits until it is approved.</param>
/// <param name="Accepts">Null for any file.</param>
public sealed record LinkGuestsJson(bool Reviewed, int? MaxFiles, long? MaxBytes, IReadOnlyList<string>? Accepts, long Files, long Bytes)
{
    public static LinkGuestsJson From(GuestRules rules) => new(
        rules.Reviewed, rules.MaxFiles, rules.MaxBytes, rules.Accepts == AcceptedKinds.Anything ? null : rules.Accepts.Names(), rules.Files, rules.Bytes);
}

/// <param name="Next">The cursor of the next page, null on the last.</param>
public sealed record LinkPageJson(IReadOnlyList<LinkJson> Items, string? Next);

[JsonSerializable(typeof(NewLinkJson))]
[JsonSerializable(typeof(MadeLinkJson))]
[JsonSerializable(typeof(LinkPageJson))]
[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
public sealed partial class SharingJson : JsonSerializerContext;
