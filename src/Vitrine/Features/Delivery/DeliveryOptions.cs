using System.ComponentModel.DataAnnotations;

namespace Vitrine.Features.Delivery;

/// <summary>Section <c>Delivery</c>: how bytes go out.</summary>
public sealed class DeliveryOptions
{
    public const string Section = "Delivery";

    /// <summary>
    /// How downloads leave a site whose store is a bucket: <c>relay</c>, through the site, or <c>redirect</c>, to a link to the bucket that
    /// opens for 60 seconds. What plays or shows in a page is always relayed.
    /// </summary>
    [RegularExpression("relay|redirect", ErrorMessage = "must be relay or redirect.")]
    public string Mode { get; set; } = "relay";

    /// <summary>Megabytes of small renditions kept in memory, so that a page of tiles costs no file opens; 0 keeps none.</summary>
    [Range(0, 65536, ErrorMessage = "must be 0 to 65536.")]
    public int TileMemoryMegabytes { get; set; } = 16;
}
