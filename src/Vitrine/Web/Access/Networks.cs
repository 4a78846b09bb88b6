using System.Net;
using System.Net.Sockets;

namespace Vitrine.Web.Access;

/// <summary>What throttles take for one place on the net.</summary>
public static class Networks
{
    /// <summary>The /24 of an IPv4 address, the /56 of an IPv6 one: what one customer usually has.</summary>
    public static string Of(IPAddress? address) => address is null ? "unknown" : Convert.ToHexStringLower(Prefix(Plain(address)));

    /// <summary>The same for a person: <c>192.0.2.0/24</c>.</summary>
    public static string TextOf(IPAddress? address)
    {
        if (address is null) return "unknown";
        var prefix = Prefix(Plain(address));
        var whole = new byte[Plain(address).GetAddressBytes().Length];
        prefix.CopyTo(whole, 0);
        return $"{new IPAddress(whole)}/{prefix.Length * 8}";
    }

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    private static byte[] Prefix(IPAddress address) => address.GetAddressBytes()[..(address.AddressFamily == AddressFamily.InterNetwork ? 3 : 7)];
}
