using Microsoft.Extensions.DependencyInjection.Extensions;
using Vitrine.Imaging.Sandbox;
using Vitrine.Settings;

namespace Vitrine.Imaging;

public static class ImagingServices
{
    /// <summary>Needs a <see cref="DecodingFolder"/> from whoever knows the data folder.</summary>
    public static IServiceCollection AddImaging(this IServiceCollection services, IConfiguration settings)
    {
        services.AddOptionsOf<ImagingOptions>(settings, ImagingOptions.Section);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<DecoderPool>();
        services.AddSingleton<IPictureMaker>(s => s.GetRequiredService<DecoderPool>());
        services.AddSingleton<IDecoderHealth>(s => s.GetRequiredService<DecoderPool>());
        services.AddSingleton<ISiteFacts, DecoderFacts>();
        return services;
    }
}
