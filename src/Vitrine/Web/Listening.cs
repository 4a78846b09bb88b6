using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace Vitrine.Web;

/// <summary>Where Kestrel listens, and its limits.</summary>
internal sealed class Listening(IOptions<SiteOptions> site) : IConfigureOptions<KestrelServerOptions>
{
    public void Configure(KestrelServerOptions options)
    {
        options.AddServerHeader = false;
        options.AllowResponseHeaderCompression = false;
        options.Limits.MaxRequestBodySize = 64 * 1024; // upload routes raise it for themselves
        options.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        options.Limits.MinRequestBodyDataRate = new MinDataRate(site.Value.SlowestBytesPerSecond, site.Value.SlowGrace);
        options.Limits.MinResponseDataRate = options.Limits.MinRequestBodyDataRate;
        Bind(options, site.Value);
    }

    private static void Bind(KestrelServerOptions options, SiteOptions site)
    {
        var certificate = Certificate(site);
        void Secure(ListenOptions listen)
        {
            if (certificate is not null) listen.UseHttps(certificate);
        }

        if (IPAddress.TryParse(site.Bind.Trim('[', ']'), out var address)) options.Listen(address, site.Port, Secure);
        else if (site.Bind == "*") options.ListenAnyIP(site.Port, Secure);
        else if (!IsLocalhost(site.Bind)) throw Invalid($"VITRINE_SITE__BIND is '{site.Bind}': use an IP address, localhost, or 0.0.0.0 for the whole network.");
        else if (site.Port == 0) options.Listen(IPAddress.Loopback, 0, Secure); // Kestrel cannot pick one port for both loopbacks
        else options.ListenLocalhost(site.Port, Secure);
    }

    private static bool IsLocalhost(string bind) => bind.Equals("localhost", StringComparison.OrdinalIgnoreCase);

    private static X509Certificate2? Certificate(SiteOptions site)
    {
        if (string.IsNullOrEmpty(site.Certificate)) return null;
        try
        {
            if (X509Certificate2.GetCertContentType(site.Certificate) == X509ContentType.Pkcs12)
                return X509CertificateLoader.LoadPkcs12FromFile(site.Certificate, site.CertificatePassword);
            return string.IsNullOrEmpty(site.CertificatePassword)
                ? X509Certificate2.CreateFromPemFile(site.Certificate, site.CertificateKey)
                : X509Certificate2.CreateFromEncryptedPemFile(site.Certificate, site.CertificatePassword, site.CertificateKey);
        }
        catch (Exception unreadable) when (unreadable is System.Security.Cryptography.CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw Invalid($"VITRINE_SITE__CERTIFICATE ({site.Certificate}) cannot be used: {unreadable.Message}");
        }
    }

    private static OptionsValidationException Invalid(string sentence) => new(nameof(SiteOptions), typeof(SiteOptions), [sentence]);
}
