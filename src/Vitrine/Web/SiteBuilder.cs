using Vitrine.Settings;

namespace Vitrine.Web;

/// <summary>The bare host: Kestrel's limits and nothing that reads files or environment behind our back.</summary>
public static class SiteBuilder
{
    public static WebApplicationBuilder Create(IConfiguration settings)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddConfiguration(settings);
        SiteLog.AddTo(builder.Logging, settings);
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.Services.AddSingleton<ISiteFacts, SiteVersion>();
        builder.Services.ConfigureOptions<Listening>();
        builder.Services.AddSingleton<Microsoft.AspNetCore.Connections.IMemoryPoolFactory<byte>, NetworkBlocks>();
        return builder;
    }
}
