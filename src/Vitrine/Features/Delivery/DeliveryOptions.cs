using System.ComponentModel.DataAnnotations;

namespace Vitrine.Features.Delivery;

/// <summary>Section <c>Delivery</c>: how bytes go out.</summary>
public sealed class DeliveryOptions
{
    public const string Section = "Delivery";

    /// <summary>Megabytes of small renditions kept in memory, so that a page of tiles costs no file opens; 0 keeps none.</summary>
    [Range(0, 65536, ErrorMessage = "must be 0 to 65536.")]
    public int TileMemoryMegabytes { get; set; } = 16;
}
