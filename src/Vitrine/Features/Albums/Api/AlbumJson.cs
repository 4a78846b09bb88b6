using System.Text.Json.Serialization;
using Vitrine.Library.Albums;
using Vitrine.Web.Json;

namespace Vitrine.Features.Albums.Api;

/// <summary>An album. What is in it stands at <c>/api/v1/albums/{id}/items</c>.</summary>
public sealed record AlbumJson
{
    public required string Id { get; init; }
    public required string Title { get; init; }
    public required string? Description { get; init; }

    [JsonConverter(typeof(SnakeCase<AlbumOrder>))]
    public required AlbumOrder Order { get; init; }

    /// <summary>The id of the item on its card: the chosen one, else the first.</summary>
    public required string? Cover { get; init; }

    /// <summary>How many items it shows.</summary>
    public required long Items { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Rises with every change of the album itself; the number in the ETag.</summary>
    public required long Version { get; init; }

    /// <summary>What the one who asks may do with it.</summary>
    [JsonConverter(typeof(SnakeCase<AlbumRole>))]
    public required AlbumRole Role { get; init; }

    public static AlbumJson From(SeenAlbum seen) => new()
    {
        Id = seen.Album.Id.ToString(),
        Title = seen.Album.Title,
        Description = seen.Album.Description,
        Order = seen.Album.Order,
        Cover = seen.Album.Cover?.ToString(),
        Items = seen.Album.Items,
        CreatedAt = seen.Album.CreatedAt,
        Version = seen.Album.Version,
        Role = seen.Role,
    };
}

/// <param name="Next">The cursor of the next page, null on the last.</param>
public sealed record AlbumPageJson(IReadOnlyList<AlbumJson> Items, string? Next);

/// <param name="Title">1 to 200 characters.</param>
/// <param name="Description">At most 5 000 characters.</param>
/// <param name="Order"><c>taken_oldest</c> (the default), <c>taken_newest</c> or <c>by_hand</c>.</param>
public sealed record NewAlbumJson(
    string? Title = null, string? Description = null, [property: JsonConverter(typeof(SnakeCase<AlbumOrder>))] AlbumOrder Order = default);

/// <summary>Fields that are left out stay as they are; an empty description clears it.</summary>
/// <param name="Cover">The id of an item that the album shows.</param>
public sealed record AlbumEditJson(string? Title = null, string? Description = null, string? Order = null, string? Cover = null);

/// <param name="Name">The account's.</param>
/// <param name="Role"><c>viewer</c>, <c>contributor</c>, <c>editor</c> or <c>manager</c>.</param>
public sealed record MemberJson(string Name, [property: JsonConverter(typeof(SnakeCase<AlbumRole>))] AlbumRole Role, DateTimeOffset Since);

/// <summary>At most 200, the earliest first.</summary>
public sealed record MembersJson(IReadOnlyList<MemberJson> Items);

/// <param name="Role"><c>viewer</c>, <c>contributor</c>, <c>editor</c> or <c>manager</c>.</param>
public sealed record MemberRoleJson([property: JsonConverter(typeof(SnakeCase<AlbumRole>))] AlbumRole Role = default);

[JsonSerializable(typeof(AlbumJson))]
[JsonSerializable(typeof(MembersJson))]
[JsonSerializable(typeof(MemberRoleJson))]
[JsonSerializable(typeof(AlbumPageJson))]
[JsonSerializable(typeof(NewAlbumJson))]
[JsonSerializable(typeof(AlbumEditJson))]
[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
public sealed partial class AlbumsApiJson : JsonSerializerContext;
