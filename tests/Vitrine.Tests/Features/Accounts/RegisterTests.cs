using System.Net;
using Vitrine.Library;
using Vitrine.Library.Audit;

namespace Vitrine.Tests.Features.Accounts;

/// <summary>Who may make an account: strangers only where admins say so, the invited unless they say otherwise.</summary>
public sealed class RegisterTests
{
    private const string Chosen = "another good password";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Unless_admins_open_the_site_there_is_no_such_page()
    {
        await using var world = await World.StartAsync();
        using var stranger = world.Browser();
        using var absent = await stranger.GetAsync("/register");
        Assert.Equal(HttpStatusCode.NotFound, absent.StatusCode);
        Assert.Null((await stranger.PageAsync("/login")).QuerySelector("a[href='/register']"));
    }

    [Fact]
    public async Task A_stranger_makes_a_members_account_with_the_quota_that_admins_chose_until_it_is_closed_again()
    {
        await using var world = await World.StartAsync();
        using var ada = await world.BrowserOfAsync(world.Ada);
        using (await ada.SubmitAsync("/admin/settings", "/admin/settings", ("sign-up", "open"), ("quota", "1"))) { }
        using var stranger = world.Browser();
        Assert.NotNull((await stranger.PageAsync("/login")).QuerySelector("a[href='/register']"));
        using (var taken = await stranger.SubmitAsync("/register", "/register", ("name", "BEN"), ("password", Chosen)))
            Assert.NotNull((await Browser.ParseAsync(taken)).QuerySelector("input[name=name][aria-invalid=true]"));
        using var late = world.Browser();
        var form = Browser.FormOf(await late.PageAsync("/register"), "/register");
        using var made = await stranger.SubmitAsync("/register", "/register", ("name", "Clara"), ("password", Chosen), ("admin", "on"), ("quota", "99"));

        Assert.Equal("/", made.Headers.Location?.OriginalString);
        Assert.NotNull(await stranger.PageAsync("/settings"));
        var clara = await world.Get<IAccountCatalog>().FindByNameAsync("Clara", Cancel);
        Assert.Equal((false, 1_000_000_000L), (clara!.IsAdmin, clara.QuotaBytes));
        var entry = (await world.Get<IAuditLog>().PageAsync(new AuditFilter(Text: "clara"), null, 5, Cancel)).Items.Single(each => each.Act == AuditAct.Registered);
        Assert.Equal((clara.Id, $"accounts/{clara.Id}"), (entry.Actor!.Value, entry.Subject));

        using (await ada.SubmitAsync("/admin/settings", "/admin/settings", ("sign-up", "invitation"))) { }
        using var closed = await late.SubmitAsync(form, ("name", "Dora"), ("password", Chosen));
        Assert.Equal(HttpStatusCode.NotFound, closed.StatusCode);
        Assert.Null(await world.Get<IAccountCatalog>().FindByNameAsync("Dora", Cancel));
    }

    [Fact]
    public async Task Too_many_from_one_network_are_told_to_wait()
    {
        await using var world = await World.StartAsync(new Dictionary<string, string?> { ["Accounts:SignUp"] = "open" });
        using var stranger = world.Browser();
        var form = Browser.FormOf(await stranger.PageAsync("/register"), "/register");
        for (var n = 0; n < 20; n++)
        {
            using var refused = await stranger.SubmitAsync(form, ("name", "Ben"), ("password", "short"));
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        }

        using var tooMany = await stranger.SubmitAsync(form, ("name", "Clara"), ("password", Chosen));
        Assert.Equal((HttpStatusCode.TooManyRequests, "3600"), (tooMany.StatusCode, tooMany.Headers.GetValues("Retry-After").Single()));
        Assert.Null(await world.Get<IAccountCatalog>().FindByNameAsync("Clara", Cancel));
    }

    [Fact]
    public async Task A_site_without_an_account_is_set_up_first_however_open_it_is()
    {
        var folder = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"vitrine-world-{Guid.NewGuid():N}");
        await using var world = await World.StartAsync(folder, ownsFolder: true, new Dictionary<string, string?> { ["Accounts:SignUp"] = "open" }, peopled: false);
        using var stranger = world.Browser();
        using var absent = await stranger.GetAsync("/register");
        Assert.Equal(HttpStatusCode.NotFound, absent.StatusCode);
    }

    [Fact]
    public async Task Closed_is_closed_to_the_invited_too_and_open_invitations_rest()
    {
        await using var world = await World.StartAsync();
        using var ada = await world.BrowserOfAsync(world.Ada);
        using var made = await ada.Client.SendJsonAsync(HttpMethod.Post, "/api/v1/invitations", """{"name": "Dora"}""");
        var path = new Uri((await made.JsonAsync()).GetProperty("url").GetString()!).AbsolutePath;
        using var guest = world.Browser();
        var form = Browser.FormOf(await guest.PageAsync(path), path);
        using (await ada.SubmitAsync("/admin/settings", "/admin/settings", ("sign-up", "closed"))) { }

        using var closed = await guest.SubmitAsync(form, ("name", "Dora"), ("password", Chosen));
        Assert.Equal(HttpStatusCode.Forbidden, closed.StatusCode);
        using var another = await ada.Client.SendJsonAsync(HttpMethod.Post, "/api/v1/invitations", """{"name": "Emil"}""");
        Assert.Equal("sign_up_closed", await another.ProblemAsync());

        using (await ada.SubmitAsync("/admin/settings", "/admin/settings", ("sign-up", "invitation"))) { }
        using var joined = await guest.SubmitAsync(form, ("name", "Dora"), ("password", Chosen));
        Assert.Equal("/", joined.Headers.Location?.OriginalString);
    }
}
