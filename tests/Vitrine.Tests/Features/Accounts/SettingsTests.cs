using System.Net;
using Vitrine.Library;

namespace Vitrine.Tests.Features.Accounts;

public sealed class SettingsTests
{
    private const string NewPassword = "another good password";

    [Fact]
    [Trait("trust", "S02")]
    [Trait("trust", "A07")]
    public async Task A_new_password_ends_every_other_session_and_every_key()
    {
        await using var world = await World.StartAsync();
        using var here = await world.BrowserOfAsync(world.Ada);
        using var elsewhere = await world.BrowserOfAsync(world.Ada);
        using var program = await world.ProgramOfAsync(world.Ada);
        using var changed = await here.SubmitAsync("/settings", "/settings/password", ("current", World.Password), ("new", NewPassword));
        Assert.Equal("/settings?changed", changed.Headers.Location?.ToString());

        Assert.Contains("changed", (await here.PageAsync("/settings?changed")).QuerySelector("[role=status]")!.TextContent, StringComparison.Ordinal);
        using var refused = await elsewhere.GetAsync("/settings");
        Assert.Equal(HttpStatusCode.Found, refused.StatusCode);
        using var refusedKey = await program.GetAsync("/api/v1/media", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Unauthorized, refusedKey.StatusCode);
    }

    [Theory]
    [InlineData("not it", NewPassword, "current")]
    [InlineData(World.Password, "short", "new")]
    public async Task A_refused_password_says_so_beside_the_field_and_changes_nothing(string current, string wanted, string field)
    {
        await using var world = await World.StartAsync();
        using var browser = await world.BrowserOfAsync(world.Ada);
        using var refused = await browser.SubmitAsync("/settings", "/settings/password", ("current", current), ("new", wanted));
        Assert.InRange((int)refused.StatusCode, 400, 499);
        var page = await Browser.ParseAsync(refused);
        var input = page.QuerySelector($"input[name={field}]")!;
        Assert.Equal("true", input.GetAttribute("aria-invalid"));
        Assert.NotNull(page.GetElementById(input.GetAttribute("aria-describedby")!.Split(' ')[0]));
        Assert.Null(page.QuerySelector("input[type=password][value]"));
        var ada = await world.Get<IAccountCatalog>().FindAsync(world.Ada.Id, TestContext.Current.CancellationToken);
        Assert.Equal(world.Ada.PasswordHash, ada!.PasswordHash);
    }

    [Fact]
    public async Task A_session_elsewhere_can_be_ended_and_only_ones_own()
    {
        await using var world = await World.StartAsync();
        using var here = await world.BrowserOfAsync(world.Ada);
        using var elsewhere = await world.BrowserOfAsync(world.Ada);
        using var ben = await world.BrowserOfAsync(world.Ben);
        var form = (await here.PageAsync("/settings/sessions")).Forms.Single(form => form.Action.EndsWith("/end", StringComparison.Ordinal));
        var action = form.GetAttribute("action")!;

        var token = (await ben.PageAsync("/settings")).QuerySelector("input[name=form-token]")!.GetAttribute("value")!;
        using var notHis = await ben.Client.PostAsync(
            action, new FormUrlEncodedContent([KeyValuePair.Create("form-token", token)]), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, notHis.StatusCode);
        Assert.NotNull(await elsewhere.PageAsync("/settings"));

        using var ended = await here.SubmitAsync(form);
        Assert.Equal(HttpStatusCode.SeeOther, ended.StatusCode);
        using var refused = await elsewhere.GetAsync("/settings");
        Assert.Equal(HttpStatusCode.Found, refused.StatusCode);
    }

    [Fact]
    [Trait("trust", "S02")]
    public async Task All_other_sessions_are_ended_at_once_and_this_one_and_other_peoples_stay()
    {
        await using var world = await World.StartAsync();
        using var here = await world.BrowserOfAsync(world.Ada);
        using var phone = await world.BrowserOfAsync(world.Ada);
        using var tablet = await world.BrowserOfAsync(world.Ada);
        using var ben = await world.BrowserOfAsync(world.Ben);
        var page = await here.PageAsync("/settings/sessions");
        Assert.Equal(3, page.QuerySelectorAll(".links > li").Length);
        Assert.Contains("This browser", page.QuerySelector(".links > li")!.TextContent, StringComparison.Ordinal);

        using var ended = await here.SubmitAsync("/settings/sessions", "/settings/sessions/end-others");

        Assert.Equal(HttpStatusCode.SeeOther, ended.StatusCode);
        foreach (var other in new[] { phone, tablet })
        {
            using var refused = await other.GetAsync("/settings");
            Assert.Equal(HttpStatusCode.Found, refused.StatusCode);
        }

        Assert.Single((await here.PageAsync("/settings/sessions")).QuerySelectorAll(".links > li"));
        Assert.NotNull(await ben.PageAsync("/settings"));
    }

    [Fact]
    public async Task A_session_says_when_it_was_seen_last()
    {
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
        await using var world = await World.StartAsync(time: time);
        using var here = await world.BrowserOfAsync(world.Ada);
        time.Pass(TimeSpan.FromHours(30));
        var seen = (await here.PageAsync("/settings/sessions")).QuerySelectorAll(".links time").Select(each => each.GetAttribute("datetime"));
        Assert.Equal(["2026-03-02T18:00:00Z", "2026-03-01T12:00:00Z"], seen);
    }

    [Fact]
    public async Task Space_is_told_with_the_quota_on_ones_own_page_and_on_the_admins()
    {
        await using var world = await World.StartAsync();
        await world.Get<IAccountCatalog>().ChangeAsync(world.Ben.Id, isAdmin: false, disabled: false, quotaBytes: 2_000_000_000, TestContext.Current.CancellationToken);
        using var ben = await world.BrowserOfAsync(world.Ben);
        using var ada = await world.BrowserOfAsync(world.Ada);
        foreach (var page in new[] { await ben.PageAsync("/settings"), await ada.PageAsync("/admin/accounts"), await ada.PageAsync($"/admin/accounts/{world.Ben.Id}") })
        {
            Assert.Contains("of 2 GB", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
            Assert.Equal("2000000000", page.QuerySelector("progress")!.GetAttribute("max"));
        }
    }

    [Fact]
    public async Task A_key_is_shown_once_works_and_stops_when_revoked()
    {
        await using var world = await World.StartAsync();
        using var browser = await world.BrowserOfAsync(world.Ada);
        using var made = await browser.SubmitAsync("/settings/keys", "/settings/keys", ("name", "phone <b>backup</b>"), ("read", "on"), ("write", "on"));
        Assert.True(made.Headers.CacheControl?.NoStore);
        var secret = (await Browser.ParseAsync(made)).GetElementById("new-key")!.TextContent;
        var page = await browser.PageAsync("/settings/keys");
        Assert.DoesNotContain(secret, page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("phone <b>backup</b>", page.QuerySelector("table")!.TextContent, StringComparison.Ordinal);

        using var program = world.ProgramWith(secret);
        using var works = await program.GetAsync("/api/v1/media", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, works.StatusCode);
        using var revoked = await browser.SubmitAsync(page.Forms.Single(form => form.Action.EndsWith("/revoke", StringComparison.Ordinal)));
        Assert.Equal(HttpStatusCode.SeeOther, revoked.StatusCode);
        using var refused = await program.GetAsync("/api/v1/media", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    [Fact]
    [Trait("trust", "S03")]
    public async Task A_form_without_its_token_or_with_somebody_elses_does_nothing()
    {
        await using var world = await World.StartAsync();
        using var ada = await world.BrowserOfAsync(world.Ada);
        using var ben = await world.BrowserOfAsync(world.Ben);
        var bens = (await ben.PageAsync("/settings/keys")).QuerySelector("input[name=form-token]")!.GetAttribute("value")!;
        foreach (var token in new[] { null, "", "x", bens })
        {
            var fields = new List<KeyValuePair<string, string>> { KeyValuePair.Create("name", "planted"), KeyValuePair.Create("read", "on") };
            if (token is not null) fields.Add(KeyValuePair.Create("form-token", token));
            using var refused = await ada.Client.PostAsync("/settings/keys", new FormUrlEncodedContent(fields), TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        }

        Assert.Empty(await world.Get<IAccountCatalog>().KeysAsync(world.Ada.Id, TestContext.Current.CancellationToken));
    }
}
