using Vitrine.Features.Trash.Api;
using Vitrine.Web.Json;

namespace Vitrine.Features.Trash;

/// <summary>Deleting with a way back.</summary>
public static class TrashFeature
{
    public static IServiceCollection AddTrash(this IServiceCollection services, IConfiguration settings) =>
        services.AddJson(TrashJson.Default);

    public static void MapTrash(this IEndpointRouteBuilder app)
    {
        app.MapTrashApi();
        app.MapSelection();
        app.MapChanges();
        app.MapTrashPages();
        app.MapManyPages();
    }
}
