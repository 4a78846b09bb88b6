using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using Vitrine.Web.Access;

namespace Vitrine.Web;

/// <summary>Where Kestrel listens, and its limits.</summary>
internal sealed class Listening(IOptions<SiteOptions> site, IOptions<ShareOptions> share) : IConfigureOptions<KestrelServerOptions>
{
    public void Configure(KestrelServerOptions options)
    {
        options.AddServerHeader = false;
        options.AllowResponseHeaderCompression = false;
        options.Limits.MaxRequestBodySize = 64 * 1024; // upload routes raise it for themselves
        options.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        options.Limits.MinRequestBodyDataRate = new MinDataRate(site.Value.SlowestBytesPerSecond, site.Value.SlowGrace);
        options.Limits.MinResponseDataRate = options.Limits.MinRequestBodyDataRate;
        var certificate = Certificate(site.Value);
        Bind(options, "VITRINE_SITE__BIND", site.Value.Bind, site.Value.Port, Secure);
        if (share.Value.Port is not { } port) return;
        Bind(options, "VITRINE_SHARE__BIND", share.Value.Bind is { Length: > 0 } bind ? bind : site.Value.Bind, port, OnlyShares);

        void Secure(ListenOptions listen)
        {
            if (certificate is not null) listen.UseHttps(certificate);
        }

        void OnlyShares(ListenOptions listen)
        {
            Secure(listen);
            listen.Use(connect => connection =>
            {
                connection.Features.Set(ShareDoor.Mark.Here);
                return connect(connection);
            });
        }
    }

    private static void Bind(KestrelServerOptions options, string setting, string bind, int port, Action<ListenOptions> configure)
    {
        if (IPAddress.TryParse(bind.Trim('[', ']'), out var address)) options.Listen(address, port, configure);
        else if (bind == "*") options.ListenAnyIP(port, configure);
        else if (!IsLocalhost(bind)) throw Invalid($"{setting} is '{bind}': use an IP address, localhost, or 0.0.0.0 for the whole network.");
        else if (port == 0) options.Listen(IPAddress.Loopback, 0, configure); // Kestrel cannot pick one port for both loopbacks
        else options.ListenLocalhost(port, configure);
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
