using Microsoft.Playwright;
using Vitrine.BrowserTests.Pages;
using Vitrine.Features.Accounts.Mail;
using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Library.Accounts;
using Vitrine.Tests.Features.Accounts;
using static Microsoft.Playwright.Assertions;

namespace Vitrine.BrowserTests.Accessibility;

/// <summary>axe finds nothing on any page, light and dark, on a phone and on a desk; and no page is wider than its window.</summary>
public sealed class AccessibilityTests(BrowserFixture chromium) : LookingStory(chromium)
{
    private static readonly string[] Pages =
        [
            "/", "/table", "/dates", "/upload", "/trash", "/trash/all", "/settings", "/settings/security", "/settings/security/two-step", "/settings/sessions", "/settings/keys",
            "/settings/export", "/settings/delete", "/admin/accounts", "/admin/invitations", "/admin/storage", "/admin/audit", "/admin/links", "/admin/work", "/admin/settings", "/nowhere",
        ];

    [Fact(Timeout = Patience)]
    public void Every_route_with_a_page_is_looked_at() =>
        Assert.Equal(PageRoutes.WithPages(World).Order(StringComparer.Ordinal), PageRoutes.LookedAt.Values.SelectMany(routes => routes)
            .Intersect(PageRoutes.WithPages(World)).Order(StringComparer.Ordinal));

    [Fact(Timeout = Patience)]
    public async Task A_picture_without_words_and_grey_on_grey_are_found()
    {
        var page = await OpenAsync(null, "/login");

        await page.EvaluateAsync("""
            document.querySelector('main').insertAdjacentHTML('beforeend', '<img src="/assets/favicon.svg"><p>Grey on grey</p>');
            Object.assign(document.querySelector('main > p:last-child').style, { color: '#999', background: '#aaa' });
            """);

        Assert.Equal(["color-contrast", "image-alt"], (await FaultsAsync(page)).Select(fault => fault.Split(':')[0]).Order(StringComparer.Ordinal));
    }

    [Theory(Timeout = 4 * Patience)]
    [InlineData(ColorScheme.Light, 1366)]
    [InlineData(ColorScheme.Dark, 1366)]
    [InlineData(ColorScheme.Light, 390)]
    [InlineData(ColorScheme.Dark, 390)]
    public async Task Every_page_passes_axe(ColorScheme scheme, int width)
    {
        var id = await World.UploadAsync(World.Ada);
        await World.SettledAsync(id);
        var trashed = await World.UploadAsync(World.Ada, seed: 2);
        await World.SettledAsync(trashed);
        await World.Get<IMediaCatalog>().PutInTrashAsync(new Scope.Own(World.Ada.Id), trashed, TestContext.Current.CancellationToken);
        var page = await OpenAsync(World.Ada, "/", Like(scheme, width));

        await LookAtAsync(page, [.. Pages, $"/admin/accounts/{World.Ben.Id}", $"/admin/accounts/{World.Ben.Id}/delete", $"/media/{id}", $"/media/{trashed}", $"/settings/address/{World.Get<AddressSeal>().Seal(World.Ada, "ada@example.org")}"]);
        var nothing = new Selection { Stretches = [Stretch.Whole], AsOf = trashed };
        var change = await World.Get<BulkChanges>().StartAsync(World.Ada.Id, BulkChangeKind.Delete, nothing, 1, TestContext.Current.CancellationToken);
        await LookAtAsync(page, $"/trash/changes/{change!.Id:N}");
        await LookAtAsync(page, "/trash");
        Done();
    }

    [Theory(Timeout = 2 * Patience)]
    [InlineData(ColorScheme.Light, 390)]
    [InlineData(ColorScheme.Dark, 1366)]
    public async Task Every_way_in_passes_axe(ColorScheme scheme, int width)
    {
        var stranger = await OpenAsync(null, "/login", Like(scheme, width));
        await LookAtAsync(stranger, ["/login", "/register", "/login/forgotten", "/login/forgotten?sent", "/nowhere", .. await OneTimeAsync()]);
        var page = await OpenAsync(World.Ben, "/settings/security/two-step", Like(scheme, width));
        var app = new AuthenticatorApp(await page.Locator("#secret").InnerTextAsync(), TimeProvider.System);
        await page.GetByLabel("Code").FillAsync(app.Code());
        await page.GetByLabel("Your password").FillAsync(World.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Turn it on" }).ClickAsync();
        await Expect(page.Locator(".codes li")).ToHaveCountAsync(10);
        await LookAsync(page, "recovery codes");

        await SignInAsync(stranger, "not the password");
        await LookAsync(stranger, "a wrong password");
        await SignInAsync(stranger, World.Password);
        await Expect(stranger).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/login/code"));
        await LookAsync(stranger, "the second step");
        Done();
    }

    [Theory(Timeout = Patience)]
    [InlineData(ColorScheme.Light, 1366)]
    [InlineData(ColorScheme.Dark, 390)]
    public async Task The_queue_passes_axe_in_every_state(ColorScheme scheme, int width)
    {
        var page = await OpenAsync(World.Ada, "/upload", Like(scheme, width));
        var queue = new UploadQueue(page);
        await queue.ChooseAsync(NewFile("note.bin", 300));
        await Expect(queue.In("ready")).ToHaveCountAsync(1);
        Line.HoldAfter(100);
        await queue.ChooseAsync(
            NewFile("empty.bin", 0), NewFile("a.bin", 4_000_000), NewFile("b.bin", 4_000_001), NewFile("c.bin", 4_000_002), NewFile("d.bin", 4_000_003));
        await Expect(queue.In("sending")).ToHaveCountAsync(3);
        await Expect(queue.In("failed")).ToHaveCountAsync(1);
        await LookAsync(page, "sending");

        await queue.PressAsync("Pause");
        await Expect(queue.Head).ToContainTextAsync("Paused");
        await LookAsync(page, "paused");

        await page.GotoAsync("/settings");
        await Expect(queue.Dock).ToBeVisibleAsync();
        await LookAsync(page, "dock");
        Line.Open();
        Done();
    }

    [Fact(Timeout = Patience)]
    public async Task The_viewer_passes_axe()
    {
        await World.SettledAsync(await World.UploadAsync(World.Ada));
        var page = await OpenAsync(World.Ada);
        var library = new Pages.Library(page);
        await library.ViewAsync(0);
        await Expect(page.Locator(".pswp__count")).ToBeVisibleAsync();

        await LookAsync(page, "viewer");
        Done();
    }

    private static async Task SignInAsync(IPage page, string password)
    {
        await page.GotoAsync("/login");
        await page.GetByLabel("Name").FillAsync("Ben");
        await page.GetByLabel("Password").FillAsync(password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
    }

    private async Task<string[]> OneTimeAsync()
    {
        var links = World.Get<OneTimeLinks>();
        var invited = await links.InviteAsync(World.Ada, new NewInvitation("Clara", false, null, 7), TestContext.Current.CancellationToken);
        var (_, password) = await links.ForPasswordAsync(World.Ada, World.Ben.Id, TestContext.Current.CancellationToken);
        return [$"/join/{((InviteOutcome.Made)invited).Token}", $"/password/{password}"];
    }
}
