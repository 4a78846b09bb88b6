using Microsoft.AspNetCore.Http.HttpResults;
using Vitrine.Library;
using Vitrine.Library.Albums;
using Vitrine.Settings;
using Vitrine.Web;
using Vitrine.Web.Access;

namespace Vitrine.Features.Uploads;

/// <summary>What the upload page says before the first byte.</summary>
/// <param name="MaxFileBytes">Bytes per file.</param>
/// <param name="Left">What the account's quota still takes; null is no quota.</param>
/// <param name="Albums">Those that the files may join.</param>
/// <param name="Chosen">The one that was asked for.</param>
public sealed record UploadRoom(long MaxFileBytes, long? Left, IReadOnlyList<Album> Albums, AlbumId? Chosen);

/// <summary>One file of a form upload and what became of it.</summary>
public sealed record UploadedFile(string FileName, IntakeOutcome Outcome);

/// <summary>The page with the form, which the queue element makes better.</summary>
public sealed class UploadPages(IUploadCatalog uploads, AddableAlbums albums, Live<IntakeOptions> options)
{
    /// <summary>The page again, saying why the form was not taken.</summary>
    internal async Task<IResult> AgainAsync(HttpContext context, IntakeOutcome.Rejected refusal, CancellationToken cancellationToken) =>
        new RazorComponentResult<UploadPage>(new { Room = await RoomOfAsync(context, null, cancellationToken), Error = refusal.Detail ?? Problems.All[refusal.Code].Detail })
        {
            StatusCode = Problems.All[refusal.Code].Status,
        };

    /// <param name="album">Chosen beforehand, where somebody comes from its page.</param>
    internal async Task<IResult> ShowAsync(HttpContext context, string? album, CancellationToken cancellationToken) =>
        new RazorComponentResult<UploadPage>(new { Room = await RoomOfAsync(context, AlbumId.TryParse(album, out var id) ? id : null, cancellationToken) });

    private async Task<UploadRoom> RoomOfAsync(HttpContext context, AlbumId? chosen, CancellationToken cancellationToken)
    {
        var account = context.Visitor().Account!;
        var usage = await uploads.UsageAsync(account.Id, cancellationToken);
        var left = account.QuotaBytes is { } quota ? Math.Max(0, quota - usage.Used - usage.Reserved) : (long?)null;
        return new UploadRoom(options.Value.MaxFileBytes, left, await albums.FindAsync(context.Visitor(), cancellationToken), chosen);
    }
}

internal static class UploadPageRoutes
{
    public static void MapUploadPages(this IEndpointRouteBuilder app) =>
        app.MapGet("/upload", (HttpContext context, UploadPages pages, string? album, CancellationToken cancellationToken) => pages.ShowAsync(context, album, cancellationToken))
            .Admits(Who.People);
}
