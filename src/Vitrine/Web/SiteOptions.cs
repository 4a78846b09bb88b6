using System.ComponentModel.DataAnnotations;

namespace Vitrine.Web;

/// <summary>Section <c>Site</c>: where the site listens and keeps its data.</summary>
public sealed class SiteOptions
{
    public const string Section = "Site";

    /// <summary>The folder for everything the embedded backends keep: <c>vitrine.db</c>, <c>media/</c>.</summary>
    [Required]
    public string Data { get; set; } = "./data";

    [Range(0, 65535)]
    public int Port { get; set; } = 8080;

    /// <summary>The address to listen on; <c>0.0.0.0</c> or <c>[::]</c> for the whole network.</summary>
    [Required]
    public string Bind { get; set; } = "localhost";

    /// <summary>The site's public address, for links it writes; empty means "as the request came".</summary>
    [Url]
    public string? Url { get; set; }

    /// <summary>What the page titles say.</summary>
    [Required(ErrorMessage = "must have 1 to 60 characters."), StringLength(60, ErrorMessage = "must have 1 to 60 characters.")]
    public string Name { get; set; } = "Vitrine";

    /// <summary>Refuses to start on an empty data folder, so that a missing mount is not taken for a new site.</summary>
    public bool ExpectExisting { get; set; }

    /// <summary>A certificate for https: a PFX file, or a PEM file with its key in <see cref="CertificateKey"/>. Empty is plain http.</summary>
    public string? Certificate { get; set; }

    /// <summary>The PEM file of the certificate's private key, where it is not in the same file.</summary>
    public string? CertificateKey { get; set; }

    public string? CertificatePassword { get; set; }

    /// <summary>
    /// Addresses or networks of reverse proxies, separated by commas (<c>127.0.0.1, 10.0.0.0/8</c>). Only from these are
    /// <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c> believed.
    /// </summary>
    public string TrustedProxies { get; set; } = "";

    /// <summary>
    /// A body that comes, or an answer that is taken, slower than this over <see cref="SlowGrace"/> is cut off: whoever dawdles must not
    /// hold what others wait for. Bytes per second.
    /// </summary>
    [Range(1, 1_000_000_000)]
    public int SlowestBytesPerSecond { get; set; } = 240;

    /// <summary>How long a body or a reader may pause or be slower.</summary>
    [Range(typeof(TimeSpan), "00:00:02", "00:10:00")]
    public TimeSpan SlowGrace { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long <c>/readyz</c> says 503 before the site stops listening, for a load balancer to notice.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00")]
    public TimeSpan DrainDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long requests under way may then still take. A resumable upload that is cut off goes on elsewhere.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan DrainTime { get; set; } = TimeSpan.FromSeconds(25);
}
