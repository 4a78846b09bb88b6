using Vitrine.Features.Albums.Api;
using Vitrine.Web.Json;

namespace Vitrine.Features.Albums;

/// <summary>Albums as pages, forms and JSON.</summary>
public static class AlbumsFeature
{
    public static IServiceCollection AddAlbums(this IServiceCollection services, IConfiguration settings) => services.AddJson(AlbumsApiJson.Default);

    public static void MapAlbums(this IEndpointRouteBuilder app)
    {
        app.MapAlbumsApi();
        app.MapAlbumItemsApi();
        app.MapMembersApi();
        app.MapAlbumPages();
        app.MapAlbumForms();
        app.MapPlaceForms();
        app.MapAlbumItemForms();
        app.MapMembers();
    }
}
