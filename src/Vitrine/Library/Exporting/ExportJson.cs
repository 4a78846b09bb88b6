using System.Text.Json;
using System.Text.Json.Serialization;
using Vitrine.Library.Albums;
using Vitrine.Library.Guests;
using Vitrine.Library.Links;

namespace Vitrine.Library.Exporting;

/// <summary>
/// <c>account.json</c> of an export: what the site knows about an account's media beside the files themselves. Of a large library the items go on in
/// <c>account-2.json</c> and so on. No secrets: no password, key, session or address of a link.
/// </summary>
internal sealed record ExportJson
{
    public int Format { get; init; } = 1;
    public ExportedAccount? Account { get; init; }
    public IReadOnlyList<ExportedAlbum>? Albums { get; init; }
    public IReadOnlyList<ExportedLink>? Links { get; init; }
    public required IReadOnlyList<ExportedItem> Items { get; init; }

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, ExportingJson.Default.ExportJson);
}

internal sealed record ExportedAccount(string Id, string Name, bool IsAdmin, long? QuotaBytes, DateTimeOffset CreatedAt, DateTimeOffset ExportedAt, string? Email = null);

/// <param name="Items">Ids in the album's order, other people's too.</param>
/// <param name="Parent">The id of the album that it lies in.</param>
/// <param name="Path">Where it would stand as a folder in the folders of those it lies in: <c>Summer/Norway</c>. No two have the same.</param>
internal sealed record ExportedAlbum(
    string Id, string Title, string? Description, AlbumOrder Order, DateTimeOffset CreatedAt, IReadOnlyList<string> Items, string? Parent, string Path);

internal sealed record ExportedLink(
    string Id, string Name, string? Album, IReadOnlyList<string> Items, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt, int? MaxOpens, long Opens, bool CanDownload, bool ShowMetadata,
    bool CanView, GuestRules? Guests)
{
    public static ExportedLink Of(ShareLink link) => new(
        link.Id.ToString(), link.Name, link.Album?.ToString(), [.. link.Items.Select(item => item.ToString())], link.CreatedAt, link.ExpiresAt, link.MaxOpens, link.Opens,
        link.CanDownload, link.ShowMetadata, link.CanView, link.Guests);
}

/// <param name="File">Its path in the archive; null where it is missing there.</param>
/// <param name="Item">As its sidecar in the store knows it.</param>
internal sealed record ExportedItem(string? File, Sidecar Item);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ExportJson))]
internal sealed partial class ExportingJson : JsonSerializerContext;
