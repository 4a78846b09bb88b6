using System.Net;
using Vitrine.Library;

namespace Vitrine.Tests.Features.Administration;

public sealed class AccountAdministrationTests
{
    [Fact]
    public async Task An_admin_adds_somebody_who_can_sign_in()
    {
        await using var world = await World.StartAsync();
        using var ada = await world.BrowserOfAsync(world.Ada);
        using var added = await ada.SubmitAsync(
            "/admin/accounts", "/admin/accounts", ("name", "<img src=x onerror=alert(1)>"), ("password", "a first password"), ("quota", "1,5"));
        Assert.Equal(HttpStatusCode.SeeOther, added.StatusCode);
        var page = await ada.PageAsync("/admin/accounts");
        Assert.Null(page.QuerySelector("img"));
        Assert.Contains("<img src=x onerror=alert(1)>", page.QuerySelector("table")!.TextContent, StringComparison.Ordinal);

        var account = await world.Get<IAccountCatalog>().FindByNameAsync("<img src=x onerror=alert(1)>", TestContext.Current.CancellationToken);
        Assert.Equal(1_500_000_000, account!.QuotaBytes);
        Assert.False(account.IsAdmin);
        using var browser = world.Browser();
        using var signedIn = await browser.SubmitAsync("/login", "/login", ("name", account.Name), ("password", "a first password"));
        Assert.Equal(HttpStatusCode.SeeOther, signedIn.StatusCode);
    }

    [Theory]
    [InlineData("ben", "a first password", "", "name", 409)]
    [InlineData("", "a first password", "", "name", 422)]
    [InlineData("a\u202eb", "a first password", "", "name", 422)]
    [InlineData("Carl", "short", "", "password", 422)]
    [InlineData("Carl", "a first password", "lots", "quota", 422)]
    [InlineData("Carl", "a first password", "-1", "quota", 422)]
    public async Task What_cannot_be_is_said_beside_its_field(string name, string password, string quota, string field, int status)
    {
        await using var world = await World.StartAsync();
        using var ada = await world.BrowserOfAsync(world.Ada);
        using var refused = await ada.SubmitAsync("/admin/accounts", "/admin/accounts", ("name", name), ("password", password), ("quota", quota));
        Assert.Equal(status, (int)refused.StatusCode);
        var page = await Browser.ParseAsync(refused);
        Assert.Equal("true", page.QuerySelector($"input[name={field}]")?.GetAttribute("aria-invalid"));
        Assert.Equal(name, page.QuerySelector("input[name=name]")?.GetAttribute("value") ?? "");
        Assert.Null(await world.Get<IAccountCatalog>().FindByNameAsync("Carl", TestContext.Current.CancellationToken));
    }

    [Fact]
    [Trait("trust", "A07")]
    public async Task Disabling_an_account_ends_its_sessions_and_keys_at_once()
    {
        await using var world = await World.StartAsync();
        using var ada = await world.BrowserOfAsync(world.Ada);
        using var ben = await world.BrowserOfAsync(world.Ben);
        using var program = await world.ProgramOfAsync(world.Ben);
        Assert.NotNull(await ben.PageAsync("/settings"));
        var path = $"/admin/accounts/{world.Ben.Id}";
        using var disabled = await ada.SubmitAsync(path, path, ("disabled", "on"));
        Assert.Equal(HttpStatusCode.SeeOther, disabled.StatusCode);

        using var session = await ben.GetAsync("/settings");
        Assert.Equal(HttpStatusCode.Found, session.StatusCode);
        using var key = await program.GetAsync("/api/v1/media", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Unauthorized, key.StatusCode);
        using var signIn = await ben.SubmitAsync("/login", "/login", ("name", "Ben"), ("password", World.Password));
        Assert.Equal(HttpStatusCode.Unauthorized, signIn.StatusCode);
    }

    [Fact]
    public async Task The_last_admin_can_neither_leave_nor_be_disabled()
    {
        await using var world = await World.StartAsync();
        using var ada = await world.BrowserOfAsync(world.Ada);
        var path = $"/admin/accounts/{world.Ada.Id}";
        var form = Browser.FormOf(await ada.PageAsync(path), path);
        ((AngleSharp.Html.Dom.IHtmlInputElement)form.QuerySelector("input[name=admin]")!).IsChecked = false;
        using var refused = await ada.SubmitAsync(form);
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.True((await world.Get<IAccountCatalog>().FindAsync(world.Ada.Id, TestContext.Current.CancellationToken))!.IsAdmin);
    }

    [Fact]
    public async Task The_storage_page_says_where_everything_is_and_what_runs()
    {
        await using var world = await World.StartAsync();
        using var ada = await world.BrowserOfAsync(world.Ada);
        var text = (await ada.PageAsync("/admin/storage")).Body!.TextContent;
        Assert.Contains(world.Data, text, StringComparison.Ordinal);
        Assert.Contains("Healthy", text, StringComparison.Ordinal);
        Assert.Contains(Environment.Version.ToString(), text, StringComparison.Ordinal);
    }
}
