namespace Vitrine.Web;

/// <summary>The bare host: Kestrel's limits and nothing that reads files or environment behind our back.</summary>
public static class SiteBuilder
{
    public static WebApplicationBuilder Create(IConfiguration settings)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddConfiguration(settings);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 64 * 1024;
        });
        builder.Services.AddAntiforgery();
        return builder;
    }
}
