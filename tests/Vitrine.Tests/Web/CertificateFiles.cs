using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Vitrine.Tests.Web;

/// <summary>A certificate of its own for a test's site, and its key, as files.</summary>
public sealed class CertificateFiles : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("vitrine-certificate-").FullName;

    public CertificateFiles()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        File.WriteAllText(CertificatePath, certificate.ExportCertificatePem());
        File.WriteAllText(KeyPath, key.ExportPkcs8PrivateKeyPem());
    }

    public Dictionary<string, string?> Settings => new() { ["Site:Certificate"] = CertificatePath, ["Site:CertificateKey"] = KeyPath };

    private string CertificatePath => Path.Combine(folder, "site.pem");

    private string KeyPath => Path.Combine(folder, "site.key");

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
