using System.Net;
using Vitrine.Library;

namespace Vitrine.Tests.Features.Accounts;

public sealed class SetupTests
{
    private const string Token = "the-one-time-token";

    [Fact]
    public async Task The_first_person_makes_an_admin_is_signed_in_and_closes_the_door()
    {
        await using var world = await NewSiteAsync();
        using var browser = world.Browser();
        using var made = await browser.SubmitAsync($"/setup?token={Token}", "/setup", ("name", "Grace"), ("password", "a long enough one"));
        Assert.Equal(HttpStatusCode.SeeOther, made.StatusCode);
        Assert.Equal("/", made.Headers.Location?.ToString());
        var page = await browser.PageAsync("/admin/accounts");
        Assert.Contains("Grace", page.QuerySelector("table")!.TextContent, StringComparison.Ordinal);

        using var afterwards = await browser.GetAsync($"/setup?token={Token}");
        Assert.Equal(HttpStatusCode.NotFound, afterwards.StatusCode);
    }

    [Fact]
    public async Task What_any_node_printed_is_good_and_nothing_of_it_afterwards()
    {
        await using var world = await NewSiteAsync();
        var catalog = world.Get<ISiteCatalog>();
        await catalog.SetAsync(SiteValues.SetupTokenPrefix + Ids.HashSecret("of another node"), "2026-11-24", TestContext.Current.CancellationToken);
        using var browser = world.Browser();

        using var made = await browser.SubmitAsync("/setup?token=of%20another%20node", "/setup", ("name", "Grace"), ("password", "a long enough one"));

        Assert.Equal("/", made.Headers.Location?.ToString());
        Assert.Empty(await catalog.ListAsync(SiteValues.SetupTokenPrefix, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_wrong_token_makes_nothing_and_keeps_what_was_typed()
    {
        await using var world = await NewSiteAsync();
        using var browser = world.Browser();
        using var refused = await browser.SubmitAsync("/setup?token=guessed", "/setup", ("name", "Mallory"), ("password", "a long enough one"));
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        var page = await Browser.ParseAsync(refused);
        Assert.Equal("Mallory", page.QuerySelector("input[name=name]")?.GetAttribute("value"));
        Assert.Equal("true", page.QuerySelector("input[name=token]")?.GetAttribute("aria-invalid"));
        Assert.False(await world.Get<IAccountCatalog>().AnyAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    [Trait("trust", "S11")]
    public async Task Of_two_browsers_at_once_one_makes_the_admin_and_the_other_finds_nothing()
    {
        await using var world = await NewSiteAsync();
        using var one = world.Browser();
        using var other = world.Browser();
        var answers = await Task.WhenAll(
            one.SubmitAsync($"/setup?token={Token}", "/setup", ("name", "One"), ("password", "a long enough one")),
            other.SubmitAsync($"/setup?token={Token}", "/setup", ("name", "Other"), ("password", "a long enough one")));
        Assert.Equal([HttpStatusCode.SeeOther, HttpStatusCode.NotFound], answers.Select(answer => answer.StatusCode).Order());
        var accounts = await world.Get<IAccountCatalog>().PageAsync(null, 10, TestContext.Current.CancellationToken);
        Assert.Single(accounts.Items);
        foreach (var answer in answers) answer.Dispose();
    }

    [Fact]
    public async Task The_settings_make_the_first_admin_of_an_unattended_install()
    {
        await using var world = await World.StartAsync(
            Folder(), ownsFolder: true, new Dictionary<string, string?> { ["Admin:Name"] = "Root", ["Admin:Password"] = "a long enough one" }, peopled: false);
        using var browser = world.Browser();
        using var signedIn = await browser.SubmitAsync("/login", "/login", ("name", "root"), ("password", "a long enough one"));
        Assert.Equal(HttpStatusCode.SeeOther, signedIn.StatusCode);
        using var setup = await browser.GetAsync("/setup");
        Assert.Equal(HttpStatusCode.NotFound, setup.StatusCode);
    }

    [Fact]
    public async Task A_password_that_is_too_short_keeps_an_unattended_install_from_starting_and_names_the_setting()
    {
        var failure = await Assert.ThrowsAsync<Microsoft.Extensions.Options.OptionsValidationException>(() => World.StartAsync(
            Folder(), ownsFolder: true, new Dictionary<string, string?> { ["Admin:Name"] = "Root", ["Admin:Password"] = "short" }, peopled: false));
        Assert.Contains("VITRINE_ADMIN__PASSWORD", failure.Message, StringComparison.Ordinal);
    }

    private static string Folder() => Path.Combine(Path.GetTempPath(), $"vitrine-setup-{Guid.NewGuid():N}");

    private static async Task<World> NewSiteAsync()
    {
        var world = await World.StartAsync(Folder(), ownsFolder: true, peopled: false);
        await world.Get<ISiteCatalog>().SetAsync(SiteValues.SetupTokenPrefix + Ids.HashSecret(Token), "2026-11-25", TestContext.Current.CancellationToken);
        return world;
    }
}
