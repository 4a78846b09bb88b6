namespace Vitrine.Features.Delivery;

/// <summary>Originals and renditions, by range.</summary>
public static class DeliveryFeature
{
    public static IServiceCollection AddDelivery(this IServiceCollection services, IConfiguration settings) => services;

    public static void MapDelivery(this IEndpointRouteBuilder app)
    {
    }
}
