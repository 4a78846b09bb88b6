using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;

namespace Vitrine.Web;

/// <summary>Believes X-Forwarded-For and X-Forwarded-Proto from the proxies that are named in the settings, from nobody else.</summary>
internal sealed class TrustedProxies(IOptions<SiteOptions> site) : IConfigureOptions<ForwardedHeadersOptions>
{
    public void Configure(ForwardedHeadersOptions options)
    {
        options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
        options.ForwardLimit = null; // as many as are trusted, in a row
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var entry in site.Value.TrustedProxies.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            Add(options, entry);
    }

    public static bool Any(SiteOptions site) => !string.IsNullOrWhiteSpace(site.TrustedProxies);

    private static void Add(ForwardedHeadersOptions options, string entry)
    {
        if (IPAddress.TryParse(entry, out var address)) options.KnownProxies.Add(address);
        else if (System.Net.IPNetwork.TryParse(entry, out var network)) options.KnownIPNetworks.Add(network);
        else throw new OptionsValidationException(nameof(SiteOptions), typeof(SiteOptions),
            [$"VITRINE_SITE__TRUSTEDPROXIES: '{entry}' is neither an IP address nor a network such as 10.0.0.0/8."]);
    }
}
