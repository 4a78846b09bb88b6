using System.ComponentModel;
using System.Text.Json;
using Vitrine.Library;
using Vitrine.Library.Albums;
using Vitrine.Library.Audit;
using Vitrine.Web;
using Vitrine.Web.Access;
using Vitrine.Web.Audit;
using Vitrine.Web.Json;

namespace Vitrine.Features.Albums.Api;

/// <summary>Albums themselves.</summary>
public static class AlbumEndpoints
{
    public static void MapAlbumsApi(this IEndpointRouteBuilder app)
    {
        var albums = app.MapApi("Albums");
        albums.MapPost("/albums", MakeAsync).Audits(AuditAct.AlbumMade)
            .WithName("makeAlbum")
            .WithSummary("Make an album")
            .Produces<AlbumJson>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        albums.MapGet("/albums", ListAsync)
            .WithName("listAlbums")
            .WithSummary("List your albums, or those shared with you")
            .WithDescription("Newest first.")
            .Produces<AlbumPageJson>()
            .ProducesProblem(StatusCodes.Status400BadRequest);
        albums.MapGet("/albums/{album}", ReadAsync)
            .WithName("getAlbum")
            .WithSummary("Read one album")
            .Produces<AlbumJson>()
            .ProducesProblem(StatusCodes.Status404NotFound);
        albums.MapPatch("/albums/{album}", EditAsync).Audits(AuditAct.AlbumChanged)
            .WithName("editAlbum")
            .WithSummary("Change title, description, order or cover")
            .WithDescription("With `If-Match`, only that version is changed.")
            .Produces<AlbumJson>()
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status412PreconditionFailed)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        albums.MapDelete("/albums/{album}", DeleteAsync).Audits(AuditAct.AlbumDeleted)
            .WithName("deleteAlbum")
            .WithSummary("Delete an album")
            .WithDescription("Its items stay in their libraries.")
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> MakeAsync(
        HttpContext context, NewAlbumJson body, IAlbumCatalog albums, TimeProvider time, CancellationToken cancellationToken)
    {
        var form = new AlbumForm
        {
            Title = MediaTexts.Line(body.Title) ?? "",
            Description = MediaTexts.Lines(body.Description) ?? "",
            Order = body.Order,
        }.Check();
        if (form.Wrong is { } wrong) return Problems.Of(ProblemCode.InvalidField, wrong);
        var album = form.ToAlbum(context.Visitor().Account!.Id, time);
        await albums.MakeAsync(album, cancellationToken);
        context.Names(new SeenAlbum(album, AlbumRole.Owner));
        return Results.Created($"/api/v1/albums/{album.Id}", AlbumJson.From(new SeenAlbum(album, AlbumRole.Owner)));
    }

    private static async Task<IResult> ListAsync(
        HttpContext context,
        IAlbumCatalog albums,
        IAlbumMembers members,
        AlbumAccess access,
        [Description("1 to 100 albums.")][DefaultValue(50)] int? limit,
        [Description("The `next` of the page before.")] string? cursor,
        [Description("`true`: those that others share with you.")] bool? shared,
        CancellationToken cancellationToken)
    {
        if (ApiRoutes.RefusePage(limit, 100, cursor, out var after) is { } wrong) return wrong;
        if (context.Visitor().Scope is not Library.Access.Scope.Own { Account: var account }) return Results.Ok(new AlbumPageJson([], null));
        var page = shared == true
            ? await members.SharedWithAsync(account, after, limit ?? 50, cancellationToken)
            : await albums.OfOwnerAsync(account, after, limit ?? 50, cancellationToken);
        var items = new List<AlbumJson>(page.Items.Count);
        foreach (var album in page.Items)
        {
            if (await access.FindAsync(context.Visitor(), album.Id, cancellationToken) is { } seen) items.Add(AlbumJson.From(seen));
        }

        return Results.Ok(new AlbumPageJson(items, page.Next?.ToString()));
    }

    private static async Task<IResult> ReadAsync(HttpContext context, AlbumAccess access, string album, CancellationToken cancellationToken) =>
        await access.FindAsync(context, album, cancellationToken) is { } seen ? Answer(context, seen) : Problems.Of(ProblemCode.NotFound);

    private static async Task<IResult> EditAsync(
        HttpContext context, AlbumAccess access, IAlbumCatalog albums, AlbumEditJson body, string album, CancellationToken cancellationToken)
    {
        if (await access.FindAsync(context, album, cancellationToken) is not { } seen) return Problems.Of(ProblemCode.NotFound);
        if (!seen.MayEdit) return Problems.Of(ProblemCode.NotYourPart);
        if (!Preconditions.MayChange(context.Request, Tagged.Of(seen.Album.Version))) return Problems.Of(ProblemCode.StaleVersion);
        var (edit, wrong) = Read(body);
        if (edit is null) return Problems.Of(ProblemCode.InvalidField, wrong);
        var expected = context.Request.Headers.IfMatch.Count > 0 ? seen.Album.Version : (long?)null;
        return await albums.EditAsync(seen.Album.Id, edit, expected, cancellationToken) switch
        {
            AlbumEditOutcome.Edited edited => Answer(context, seen with { Album = edited.Album }),
            AlbumEditOutcome.Stale => Problems.Of(ProblemCode.StaleVersion),
            AlbumEditOutcome.CoverIsElsewhere => Problems.Of(ProblemCode.InvalidField, "cover is the id of an item that the album shows."),
            _ => Problems.Of(ProblemCode.NotFound),
        };
    }

    private static async Task<IResult> DeleteAsync(
        HttpContext context, AlbumAccess access, IAlbumCatalog albums, string album, CancellationToken cancellationToken)
    {
        if (await access.FindAsync(context, album, cancellationToken) is not { } seen) return Problems.Of(ProblemCode.NotFound);
        if (!seen.MayDelete) return Problems.Of(ProblemCode.NotYourPart);
        return await albums.DeleteAsync(seen.Album.Id, cancellationToken) ? Results.NoContent() : Problems.Of(ProblemCode.NotFound);
    }

    private static (AlbumEdit? Edit, string? Wrong) Read(AlbumEditJson body)
    {
        var edit = new AlbumEdit { Title = MediaTexts.Line(body.Title), Description = MediaTexts.Lines(body.Description) };
        if (AlbumForm.Refuse(edit.Title, edit.Description) is { } wrong) return (null, wrong);
        if (body.Order is { } word)
        {
            var orders = Enum.GetValues<AlbumOrder>().ToDictionary(each => JsonNamingPolicy.SnakeCaseLower.ConvertName(each.ToString()));
            if (!orders.TryGetValue(word, out var order)) return (null, $"order is one of {string.Join(", ", orders.Keys)}.");
            edit = edit with { Order = order };
        }

        if (body.Cover is null) return (edit, null);
        return MediaId.TryParse(body.Cover, out var cover) ? (edit with { Cover = cover }, null) : (null, "cover is the id of an item that the album shows.");
    }

    private static IResult Answer(HttpContext context, SeenAlbum seen)
    {
        context.Response.Headers.ETag = Tagged.Of(seen.Album.Version);
        return Results.Ok(AlbumJson.From(seen));
    }
}
