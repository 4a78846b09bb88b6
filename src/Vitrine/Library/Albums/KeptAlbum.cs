using System.Text.Json.Serialization;
using Vitrine.Library.Publishing;

namespace Vitrine.Library.Albums;

/// <summary>An album as its file in the store keeps it.</summary>
/// <param name="Public">How it is shown to everybody; null for what is private.</param>
internal sealed record KeptAlbum(
    string Id, string Owner, long Version, string Title, string? Description, AlbumOrder Order, string? Cover, DateTimeOffset CreatedAt,
    IReadOnlyList<KeptMember>? Members, string? Parent = null, KeptPublication? Public = null)
{
    public static KeptAlbum Of(Album album, IReadOnlyList<AlbumMember> members, Publication? publication) => new(
        album.Id.ToString(), album.Owner.ToString(), album.Version, album.Title, album.Description, album.Order, album.ChosenCover?.ToString(),
        album.CreatedAt, [.. members.Select(member => new KeptMember(member.Account.ToString(), member.Role, member.Since))], album.Parent?.ToString(),
        publication is null ? null : KeptPublication.Of(publication));

    /// <summary>Null when it contradicts itself.</summary>
    public Album? ToAlbum() => AlbumId.TryParse(Id, out var id) && AccountId.TryParse(Owner, out var owner) && Title is { Length: > 0 }
        ? new Album
        {
            Id = id,
            Owner = owner,
            Version = Version,
            Title = Title,
            Description = Description,
            Order = Order,
            ChosenCover = MediaId.TryParse(Cover, out var cover) ? cover : null,
            Parent = AlbumId.TryParse(Parent, out var parent) ? parent : null,
            Visibility = Public?.Visibility ?? Visibility.Private,
            CreatedAt = CreatedAt,
        }
        : null;

    /// <summary>Those that make sense.</summary>
    public IReadOnlyList<AlbumMember> ToMembers() =>
    [
        .. from member in Members ?? []
           where AccountId.TryParse(member.Account, out _) && member.Role is >= AlbumRole.Viewer and <= AlbumRole.Manager
           select new AlbumMember(new AccountId(Guid.ParseExact(member.Account, "N")), member.Role, member.Since ?? CreatedAt),
    ];
}

/// <param name="Since">Null in files of older versions.</param>
internal sealed record KeptMember(string Account, AlbumRole Role, DateTimeOffset? Since = null);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(KeptAlbum))]
internal sealed partial class AlbumsJson : JsonSerializerContext;
