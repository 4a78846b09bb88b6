using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Vitrine.Tests.Web;

/// <summary>The site at addresses other than localhost: plain http on a network, and https.</summary>
public sealed class AddressesTests
{
    [Fact]
    public async Task Everything_works_over_plain_http_at_the_machines_own_address_and_admins_are_told()
    {
        var address = OwnAddress();
        await using var world = await World.StartAsync(new Dictionary<string, string?> { ["Site:Bind"] = "0.0.0.0" });
        using var browser = new Browser(new UriBuilder(world.Address) { Host = address.ToString() }.Uri);
        using var signedIn = await browser.SubmitAsync("/login", "/login", ("name", "Ada"), ("password", World.Password));
        Assert.Equal(HttpStatusCode.SeeOther, signedIn.StatusCode);
        var cookie = Assert.Single(signedIn.Headers.GetValues("Set-Cookie"), value => value.StartsWith("vitrine=", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("secure", cookie, StringComparison.OrdinalIgnoreCase);

        var settings = await browser.PageAsync("/settings");
        Assert.NotNull(settings.GetElementById("plain-http"));
        using var made = await browser.SubmitAsync("/settings/keys", "/settings/keys", ("name", "phone"), ("read", "on"), ("write", "on"));
        var secret = (await Browser.ParseAsync(made)).GetElementById("new-key")!.TextContent;
        using var program = world.ProgramWith(secret);
        var id = await World.UploadAsync(program, Pictures.Png(16, 16, 3));
        using var original = await browser.GetAsync($"/media/{id}/original");
        Assert.Equal(Pictures.Png(16, 16, 3), await original.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        using var signedOut = await browser.SubmitAsync("/settings", "/logout");
        Assert.Equal(HttpStatusCode.SeeOther, signedOut.StatusCode);

        using var local = await world.BrowserOfAsync(world.Ada);
        if (world.Address.Host == "127.0.0.1") Assert.Null((await local.PageAsync("/settings")).GetElementById("plain-http"));
    }

    [Fact]
    [Trait("trust", "S01")]
    [Trait("trust", "H01")]
    public async Task Over_https_the_cookie_is_bound_to_the_host_and_secure_and_the_plain_one_counts_for_nothing()
    {
        using var files = new CertificateFiles();
        await using var world = await World.StartAsync(files.Settings);
        Assert.Equal("https", world.Address.Scheme);
        using var browser = world.Browser();
        using var signedIn = await browser.SubmitAsync("/login", "/login", ("name", "Ada"), ("password", World.Password));
        var cookie = Assert.Single(signedIn.Headers.GetValues("Set-Cookie"), value => value.Contains("vitrine=", StringComparison.Ordinal));
        Assert.StartsWith("__Host-vitrine=", cookie, StringComparison.Ordinal);
        Assert.Equal(
            ["httponly", "path=/", "samesite=lax", "secure"],
            cookie.ToUpperInvariant().Split("; ").Select(part => part.ToLowerInvariant()).Where(part => part is "httponly" or "path=/" or "samesite=lax" or "secure").Order());
        Assert.DoesNotContain("domain", cookie, StringComparison.OrdinalIgnoreCase);

        using var page = await browser.GetAsync("/settings");
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Contains("max-age=", string.Join(",", page.Headers.GetValues("Strict-Transport-Security")), StringComparison.Ordinal);
        var secret = browser.Cookies.GetCookies(world.Address)["__Host-vitrine"]!.Value;
        using var plain = world.Browser();
        plain.Cookies.Add(world.Address, new Cookie("vitrine", secret, "/"));
        using var refused = await plain.GetAsync("/settings");
        Assert.Equal(HttpStatusCode.Found, refused.StatusCode);
    }

    private static IPAddress OwnAddress() =>
        NetworkInterface.GetAllNetworkInterfaces()
            .Where(network => network.OperationalStatus == OperationalStatus.Up && network.NetworkInterfaceType != NetworkInterfaceType.Loopback)
            .SelectMany(network => network.GetIPProperties().UnicastAddresses)
            .Select(unicast => unicast.Address)
            .FirstOrDefault(address => address.AddressFamily == AddressFamily.InterNetwork)
        ?? IPAddress.Parse("127.0.0.2"); // a machine without a network: an address that browsers do not call localhost either
}
