using System.Text.Json;
using System.Text.Json.Serialization;
using Vitrine.Library.Guests;

namespace Vitrine.Library.Links;

/// <summary>A link as its file in the store keeps it: all but what opens it, its token and its password (RULES 10).</summary>
internal sealed record KeptLink
{
    public required string Id { get; init; }
    public required string Owner { get; init; }
    public required string Name { get; init; }
    public string? Album { get; init; }
    public IReadOnlyList<string>? Items { get; init; }
    public string? Title { get; init; }
    public bool HasPassword { get; init; }
    public DateTimeOffset? ExpiresAt { get; init; }
    public int? MaxOpens { get; init; }
    public bool CanDownload { get; init; }
    public bool ShowMetadata { get; init; }
    public bool CanView { get; init; } = true;
    public KeptGuestRules? Guests { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public long Opens { get; init; }
    public DateTimeOffset? LastOpenedAt { get; init; }

    public static KeptLink Of(ShareLink link) => new()
    {
        Id = link.Id.ToString(),
        Owner = link.Owner.ToString(),
        Name = link.Name,
        Album = link.Album?.ToString(),
        Items = [.. link.Items.Select(item => item.ToString())],
        Title = link.Title,
        HasPassword = link.PasswordHash is not null,
        ExpiresAt = link.ExpiresAt,
        MaxOpens = link.MaxOpens,
        CanDownload = link.CanDownload,
        ShowMetadata = link.ShowMetadata,
        CanView = link.CanView,
        Guests = link.Guests is { } rules ? KeptGuestRules.Of(rules) : null,
        CreatedAt = link.CreatedAt,
        Opens = link.Opens,
        LastOpenedAt = link.LastOpenedAt,
    };

    /// <summary>A link without an address; null when the file contradicts itself.</summary>
    public ShareLink? ToLink()
    {
        if (!LinkId.TryParse(Id, out var id) || !AccountId.TryParse(Owner, out var owner) || Name is not { Length: > 0 }) return null;
        var isOfAlbum = AlbumId.TryParse(Album, out var album);
        var named = Items ?? [];
        var items = named.Select(item => MediaId.TryParse(item, out var media) ? media : (MediaId?)null).OfType<MediaId>().ToList();
        if (isOfAlbum != (Album is not null) || items.Count != named.Count || isOfAlbum == (items.Count > 0) || (Guests is not null && !isOfAlbum)) return null;
        return new ShareLink
        {
            Id = id,
            Owner = owner,
            TokenHash = ShareLink.NoAddress(id),
            Name = Name,
            Album = isOfAlbum ? album : null,
            Items = items,
            Title = Title,
            PasswordHash = HasPassword ? "" : null,
            ExpiresAt = ExpiresAt,
            MaxOpens = MaxOpens,
            CanDownload = CanDownload,
            ShowMetadata = ShowMetadata,
            CanView = CanView,
            Guests = Guests?.ToRules(),
            CreatedAt = CreatedAt,
            Opens = Opens,
            LastOpenedAt = LastOpenedAt,
        };
    }
}

internal sealed record KeptGuestRules(bool Reviewed, int? MaxFiles, long? MaxBytes, AcceptedKinds Accepts, long Files, long Bytes)
{
    public static KeptGuestRules Of(GuestRules rules) => new(rules.Reviewed, rules.MaxFiles, rules.MaxBytes, rules.Accepts, rules.Files, rules.Bytes);

    public GuestRules ToRules() =>
        new() { Reviewed = Reviewed, MaxFiles = MaxFiles, MaxBytes = MaxBytes, Accepts = Accepts, Files = Files, Bytes = Bytes };
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(KeptLink))]
internal sealed partial class LinksJson : JsonSerializerContext;
