namespace Vitrine.Metadata;

public static class MetadataServices
{
    public static IServiceCollection AddMetadata(this IServiceCollection services, IConfiguration settings) => services;
}
