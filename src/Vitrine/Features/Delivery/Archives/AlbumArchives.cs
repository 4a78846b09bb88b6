using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Library.Albums;
using Vitrine.Library.Archives;
using Vitrine.Library.Links;
using Vitrine.Web;
using Vitrine.Web.Access;

namespace Vitrine.Features.Delivery.Archives;

/// <summary>All of an album, or all that a link or the public sees, as one zip: to those who may have each original by itself, and in the same form.</summary>
internal sealed class AlbumArchives(IAlbumCatalog albums, IMediaCatalog catalog, ArchiveMaking archives, Doors doors, ArchiveSending sending)
{
    /// <summary>So many files can be looked for before the first byte without keeping a person waiting (disk: under a second).</summary>
    private const int MostItems = 2000;

    private const int ItemsAtOnce = 100;

    public void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/albums/{album}/archive", (HttpContext context, string album) => SendAsync(context, doors.ThroughAlbumAsync))
            .Admits(Who.People | Who.Keys).WithMetadata(StoredBytes.Mark).WithTags("Bytes")
            .WithSummary("All originals of an album as one zip")
            .Produces(StatusCodes.Status200OK, contentType: "application/zip")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);
        app.MapGet("/s/{token}/archive", (HttpContext context, string token) => SendAsync(context, Doors.BelongingAsync))
            .ExcludeFromDescription().Admits(Who.Links).WithMetadata(StoredBytes.Mark);
        app.MapGet("/s/{token}/albums/{inside}/archive", (HttpContext context, string token, string inside) => SendAsync(context, Doors.BelongingAsync))
            .ExcludeFromDescription().Admits(Who.Links).WithMetadata(StoredBytes.Mark);
        app.MapGet("/p/{address}/albums/{inside}/archive", (HttpContext context, string address, string inside) => SendAsync(context, Doors.BelongingAsync))
            .ExcludeFromDescription().Admits(Who.Onlookers).WithMetadata(StoredBytes.Mark);
        app.MapGet("/p/{address}/archive", (HttpContext context, string address) => SendAsync(context, Doors.BelongingAsync))
            .ExcludeFromDescription().Admits(Who.Onlookers).WithMetadata(StoredBytes.Mark);
    }

    private async Task SendAsync(HttpContext context, Door door)
    {
        var cancellationToken = context.RequestAborted;
        var way = await door(context, cancellationToken);
        var items = way.Offer is { CanDownload: false } ? [] : await ItemsAsync(way, cancellationToken);
        if (items is { Count: 0 }) await Problems.Of(ProblemCode.NotFound).ExecuteAsync(context);
        else if (items is null)
            await Problems.Of(ProblemCode.InvalidRequest, $"At most {MostItems} items at once. Download them one by one or a part at a time.").ExecuteAsync(context);
        else
        {
            var archive = way.Offer is { ShowMetadata: false } ? archives.OfScrubbed(items) : await archives.OfOriginalsAsync(items, cancellationToken);
            await sending.SendAsync(context, archive, door);
        }
    }

    /// <summary>In the order shown, albums inside after it; null when there are too many.</summary>
    private async Task<List<PackedItem>?> ItemsAsync(Way way, CancellationToken cancellationToken)
    {
        var items = new List<PackedItem>();
        if (way.Scope is Scope.Named named)
        {
            foreach (var some in named.Items.Chunk(ItemsAtOnce))
                items.AddRange((await catalog.FindManyAsync(way.Scope, some, cancellationToken)).Select(item => new PackedItem(item)));
        }
        else if (way.Scope is Scope.InAlbum inside && await albums.FindAsync(inside.Album, cancellationToken) is { } top)
        {
            var waiting = new Queue<(Album Album, string Folder)>([(top, "")]);
            for (var seen = 1; items.Count <= MostItems && waiting.TryDequeue(out var next);)
            {
                await AddAsync(items, next.Album, next.Folder, cancellationToken);
                var within = await albums.InsideAsync(next.Album.Id, cancellationToken);
                if ((seen += within.Count) > IAlbumCatalog.MostMoved) return null;
                foreach (var album in within) waiting.Enqueue((album, PackedItem.FolderIn(next.Folder, album.Title)));
            }
        }

        return items.Count > MostItems ? null : items;
    }

    private async Task AddAsync(List<PackedItem> items, Album album, string folder, CancellationToken cancellationToken)
    {
        await foreach (var item in Paging.AllAsync(after => albums.PageAsync(album.Id, album.Order, after, ItemsAtOnce, cancellationToken)))
        {
            items.Add(new PackedItem(item, album.Id, folder));
            if (items.Count > MostItems) return;
        }
    }
}
