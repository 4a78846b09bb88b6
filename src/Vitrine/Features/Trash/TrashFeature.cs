using Vitrine.Features.Trash.Api;

namespace Vitrine.Features.Trash;

/// <summary>Deleting with a way back.</summary>
public static class TrashFeature
{
    public static IServiceCollection AddTrash(this IServiceCollection services, IConfiguration settings) => services;

    public static void MapTrash(this IEndpointRouteBuilder app)
    {
        app.MapTrashApi();
    }
}
