using Vitrine.Features.Viewing.Api;

namespace Vitrine.Features.Viewing;

/// <summary>One item: its page, its facts, editing.</summary>
public static class ViewingFeature
{
    public static IServiceCollection AddViewing(this IServiceCollection services, IConfiguration settings) => services;

    public static void MapViewing(this IEndpointRouteBuilder app)
    {
        app.MapItem();
        app.MapMediaPages();
    }
}
