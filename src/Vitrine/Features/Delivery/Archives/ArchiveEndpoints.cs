using System.ComponentModel;
using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Library.Archives;
using Vitrine.Library.Audit;
using Vitrine.Web;
using Vitrine.Web.Access;
using Vitrine.Web.Audit;
using Vitrine.Web.Json;

namespace Vitrine.Features.Delivery.Archives;

/// <summary>A selection as one zip: by the form of the selection bar, and for programs.</summary>
internal sealed class ArchiveEndpoints(IMediaCatalog catalog, ArchiveMaking archives, ArchiveSending sending)
{
    /// <summary>What a form of the selection holds anywhere.</summary>
    private const int MostIds = 500;

    /// <summary>What fits into an address of 8 KB.</summary>
    private const int MostIdsInAddress = 200;

    /// <summary>What the catalog looks up at once.</summary>
    private const int IdsAtOnce = 100;

    public void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/download", (Delegate)DownloadAsync).ValidatesForm().NotAudited("gives people what is theirs").Admits(Who.People).ExcludeFromDescription();
        app.MapApi("Bytes").MapGet("/media/archive", (HttpContext context, [Description("Up to 200 ids with commas between; absent ones are left out.")] string ids) =>
                SendAsync(context, ids.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries), MostIdsInAddress))
            .WithName("archiveMedia")
            .WithSummary("Originals as one zip")
            .WithDescription("Stored, not packed; `Content-Length` is exact. What cannot be read is named in `_missing.txt` inside.")
            .Produces(StatusCodes.Status200OK, contentType: "application/zip")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    /// <summary>One item is the file itself.</summary>
    private async Task DownloadAsync(HttpContext context)
    {
        var ids = context.Form()["id"];
        if (ids.Count == 0) await Results.LocalRedirect(LocalPath.OrHome(context.Form().Text("back"))).ExecuteAsync(context);
        else if (ids is [var only] && MediaId.TryParse(only, out var id)) await Results.LocalRedirect($"/media/{id}/original?download=1").ExecuteAsync(context);
        else await SendAsync(context, ids, MostIds);
    }

    private async Task SendAsync(HttpContext context, IReadOnlyList<string?> texts, int most)
    {
        if (texts.Count > most)
        {
            await Problems.Of(ProblemCode.InvalidRequest, $"At most {most} items at once. Choose fewer and download the rest after.").ExecuteAsync(context);
            return;
        }

        var items = await FindAsync(context.Visitor().Scope, texts, context.RequestAborted);
        if (items.Count == 0) await Problems.Of(ProblemCode.NotFound).ExecuteAsync(context);
        else await sending.SendAsync(context, await archives.OfOriginalsAsync(items, context.RequestAborted), Doors.BelongingAsync);
    }

    private async Task<IReadOnlyList<MediaItem>> FindAsync(Scope scope, IReadOnlyList<string?> texts, CancellationToken cancellationToken)
    {
        var ids = texts.Select(text => MediaId.TryParse(text, out var id) ? id : (MediaId?)null).OfType<MediaId>().Distinct();
        var items = new List<MediaItem>();
        foreach (var some in ids.Chunk(IdsAtOnce)) items.AddRange(await catalog.FindManyAsync(scope, some, cancellationToken));
        return items;
    }
}
