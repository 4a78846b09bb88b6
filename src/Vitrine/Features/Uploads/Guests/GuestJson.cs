using System.Text.Json.Serialization;
using Vitrine.Library;
using Vitrine.Library.Guests;
using Vitrine.Web.Json;

namespace Vitrine.Features.Uploads.Guests;

/// <summary>One file that a guest added through a link.</summary>
/// <param name="Bytes">What it takes of what the link takes.</param>
/// <param name="Standing">Whether it is on its way, waits for a yes, is in the album, or is there no longer.</param>
/// <param name="Problem">Why it has no preview.</param>
/// <param name="Renditions">The pictures made from it so far.</param>
public sealed record GuestFileJson(
    string Id,
    string? FileName,
    long Bytes,
    [property: JsonConverter(typeof(SnakeCase<GuestStanding>))] GuestStanding Standing,
    [property: JsonConverter(typeof(SnakeCase<MediaState>))] MediaState State,
    ProblemJson? Problem,
    IReadOnlyList<RenditionJson> Renditions)
{
    public static GuestFileJson From(GuestFile file, string root) => new(
        file.Id.ToString(),
        file.Item?.FileName,
        file.Bytes,
        GuestStandings.Of(file),
        file.Item?.State ?? MediaState.Received,
        file.Item?.Problem is { } problem ? ProblemJson.Of(problem) : null,
        [.. (file.Item?.Renditions ?? []).OrderBy(r => r.Width).Select(r => RenditionJson.From(file.Id, r, root))]);
}

/// <param name="Next">The cursor of the next page, null on the last.</param>
public sealed record GuestFilesJson(IReadOnlyList<GuestFileJson> Items, string? Next);

public enum GuestStanding
{
    OnItsWay,
    Waiting,
    InTheAlbum,
    Gone,
}

internal static class GuestStandings
{
    public static GuestStanding Of(GuestFile file) => file switch
    {
        { IsUnderWay: true } => GuestStanding.OnItsWay,
        { Item.WaitsIn: not null } => GuestStanding.Waiting,
        { Item.TrashedAt: null, Item: not null } => GuestStanding.InTheAlbum,
        _ => GuestStanding.Gone,
    };
}
