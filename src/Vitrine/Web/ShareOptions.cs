using System.ComponentModel.DataAnnotations;

namespace Vitrine.Web;

/// <summary>Section <c>Share</c>: a second way in, for what is shared and for nothing else (<see cref="Access.ShareDoor"/>).</summary>
public sealed class ShareOptions
{
    public const string Section = "Share";

    /// <summary>The port on which only shares open; 0 takes a free one, empty is no such port.</summary>
    [Range(0, 65535)]
    public int? Port { get; set; }

    /// <summary>The address to listen on there; empty is the one of <see cref="SiteOptions.Bind"/>.</summary>
    public string Bind { get; set; } = "";

    /// <summary>The public address of shares, which links are made with. Under this host only shares open, at whatever port.</summary>
    [Url]
    public string? Url { get; set; }

    internal bool HasOwnHost(SiteOptions site) =>
        !(Uri.TryCreate(Url, UriKind.Absolute, out var own) && Uri.TryCreate(site.Url, UriKind.Absolute, out var whole) && own.Authority == whole.Authority);
}
