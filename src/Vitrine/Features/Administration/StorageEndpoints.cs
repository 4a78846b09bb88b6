using Microsoft.Extensions.Options;
using Vitrine.Library;
using Vitrine.Settings;
using Vitrine.Storage;
using Vitrine.Web;
using Vitrine.Web.Access;

namespace Vitrine.Features.Administration;

/// <summary>What somebody who looks after the site wants to know: room, health, what runs.</summary>
internal static class StorageEndpoints
{
    public static void MapStoragePage(this IEndpointRouteBuilder admin) => admin.MapGet("/storage", ShowAsync).Admits(Who.Admins);

    private static async Task<IResult> ShowAsync(
        IStorageHealth health, ISiteCatalog catalog, IOptions<SiteOptions> site, IEnumerable<ISiteFacts> parts,
        CancellationToken cancellationToken)
    {
        var facts = new List<SiteFact>();
        foreach (var part in parts) facts.AddRange(await part.ReadAsync(cancellationToken));
        return Pages.Show<StoragePage>(new
        {
            Folder = Path.GetFullPath(site.Value.Data),
            StoreId = await catalog.GetAsync(SiteValues.StoreId, cancellationToken),
            health.FreeBytes,
            health.NotReadable,
            health.NotWritable,
            Facts = facts,
        });
    }
}
