using System.Net;
using System.Net.Sockets;

namespace Vitrine.Web.Access;

/// <summary>What throttles take for one place on the net.</summary>
public static class Networks
{
    /// <summary>The /24 of an IPv4 address, the /56 of an IPv6 one: what one customer usually has.</summary>
    public static string Of(IPAddress? address)
    {
        if (address is null) return "unknown";
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        var bytes = address.GetAddressBytes();
        return Convert.ToHexStringLower(bytes, 0, address.AddressFamily == AddressFamily.InterNetwork ? 3 : 7);
    }
}
