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
    public string? Url { get; set; }

    /// <summary>What the page titles say.</summary>
    [Required, StringLength(60)]
    public string Name { get; set; } = "Vitrine";

    /// <summary>Refuses to start on an empty data folder, so that a missing mount is not taken for a new site.</summary>
    public bool ExpectExisting { get; set; }
}
