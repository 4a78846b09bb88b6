namespace Vitrine.Imaging;

public static class ImagingServices
{
    public static IServiceCollection AddImaging(this IServiceCollection services, IConfiguration settings) => services;
}
