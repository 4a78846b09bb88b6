using System.Net;
using Microsoft.Extensions.Time.Testing;
using Vitrine.Library;
using Vitrine.Library.Audit;

namespace Vitrine.Tests.Features.Accounts;

/// <summary>Invitations and links for a new password, from an admin's page to whoever was sent one.</summary>
public sealed class OneTimeLinkTests(SharedWorld shared) : IClassFixture<SharedWorld>
{
    private const string Chosen = "another good password";

    private World World => shared.World;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_is_invited_chooses_a_name_and_a_password_and_is_in()
    {
        using var ada = await World.BrowserOfAsync(World.Ada);
        var url = await UrlAsync(await ada.SubmitAsync("/admin/invitations", "/admin/invitations", ("name", "Clara"), ("quota", "2")));
        Assert.StartsWith($"{World.Address}join/", url, StringComparison.Ordinal);
        Assert.DoesNotContain(url[^26..], (await ada.PageAsync("/admin/invitations")).Body!.InnerHtml, StringComparison.Ordinal);
        Assert.Contains("Clara", (await ada.PageAsync("/admin/invitations")).QuerySelector(".links")!.TextContent, StringComparison.Ordinal);

        using var guest = World.Browser();
        var path = new Uri(url).AbsolutePath;
        using (var taken = await guest.SubmitAsync(path, path, ("name", "ben"), ("password", Chosen)))
            Assert.NotNull((await Browser.ParseAsync(taken)).QuerySelector("input[name=name][aria-invalid=true]"));
        using (var tooShort = await guest.SubmitAsync(path, path, ("name", "Clara S."), ("password", "short")))
            Assert.NotNull((await Browser.ParseAsync(tooShort)).QuerySelector("input[name=password][aria-invalid=true]"));
        using var joined = await guest.SubmitAsync(path, path, ("name", "Clara S."), ("password", Chosen), ("admin", "on"), ("quota", "999"));

        Assert.Equal("/", joined.Headers.Location?.ToString());
        Assert.Contains("Clara S.", (await guest.PageAsync("/settings")).QuerySelector(".facts")!.TextContent, StringComparison.Ordinal);
        var clara = await World.Get<IAccountCatalog>().FindByNameAsync("Clara S.", Cancel);
        Assert.Equal((false, 2_000_000_000L), (clara!.IsAdmin, clara.QuotaBytes));
        using var second = World.Browser();
        using var gone = await second.GetAsync(path);
        using var guessed = await second.GetAsync("/join/guessed");
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (gone.StatusCode, guessed.StatusCode));
        Assert.Equal("noindex, nofollow", gone.Headers.GetValues("X-Robots-Tag").Single());
    }

    [Fact]
    public async Task An_invitation_is_made_listed_and_taken_back_by_json()
    {
        using var ada = await World.BrowserOfAsync(World.Ada);
        using var answer = await ada.Client.SendJsonAsync(HttpMethod.Post, "/api/v1/invitations", """{"name": "Dora", "days": 1, "isAdmin": true, "createdAt": "2020-01-01T00:00:00Z"}""");
        var made = await answer.JsonAsync();
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var listed = (await ada.Client.JsonAsync("/api/v1/invitations")).GetProperty("items").EnumerateArray().Single(each => each.GetProperty("name").GetString() == "Dora");
        Assert.True(listed.GetProperty("isAdmin").GetBoolean());
        Assert.Equal(listed.GetProperty("createdAt").GetDateTimeOffset().AddDays(1), listed.GetProperty("expiresAt").GetDateTimeOffset());
        Assert.DoesNotContain(made.GetProperty("token").GetString()!, listed.ToString(), StringComparison.Ordinal);

        using var revoked = await ada.Client.DeleteAsync($"/api/v1/invitations/{made.GetProperty("id").GetString()}", Cancel);
        Assert.Equal(HttpStatusCode.NoContent, revoked.StatusCode);
        using var guest = World.Browser();
        using var gone = await guest.GetAsync(made.GetProperty("url").GetString()!);
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    [Theory]
    [InlineData("""{"name": ""}""")]
    [InlineData("""{"name": "x", "days": 0}""")]
    [InlineData("""{"name": "x", "days": 91}""")]
    [InlineData("""{"name": "x", "quotaBytes": -1}""")]
    public async Task An_invitation_that_makes_no_sense_is_refused(string body)
    {
        using var ada = await World.BrowserOfAsync(World.Ada);
        using var answer = await ada.Client.SendJsonAsync(HttpMethod.Post, "/api/v1/invitations", body);
        Assert.Equal("invalid_field", await answer.ProblemAsync());
    }

    [Fact]
    [Trait("trust", "S09")]
    [Trait("trust", "A07")]
    public async Task A_link_for_a_new_password_works_once_and_signs_out_everywhere()
    {
        var eve = await World.PersonAsync("Eve", isAdmin: false);
        using var ada = await World.BrowserOfAsync(World.Ada);
        using var before = await World.BrowserOfAsync(eve);
        var page = $"/admin/accounts/{eve.Id}";
        var path = new Uri(await UrlAsync(await ada.SubmitAsync(page, $"{page}/password-link"))).AbsolutePath;
        Assert.NotNull(await before.PageAsync("/settings"));

        using var guest = World.Browser();
        using (var tooShort = await guest.SubmitAsync(path, path, ("password", "short")))
            Assert.NotNull((await Browser.ParseAsync(tooShort)).QuerySelector("input[name=password][aria-invalid=true]"));
        using var set = await guest.SubmitAsync(path, path, ("password", Chosen));

        Assert.Equal("/login?changed", set.Headers.Location?.ToString());
        using var signedOut = await before.GetAsync("/settings");
        Assert.Equal(HttpStatusCode.Found, signedOut.StatusCode);
        using var gone = await guest.GetAsync(path);
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
        using var welcome = await guest.SubmitAsync("/login?changed", "/login", ("name", "Eve"), ("password", Chosen));
        Assert.Equal("/", welcome.Headers.Location?.ToString());
    }

    [Fact]
    public async Task The_two_kinds_of_links_do_not_open_each_others_pages()
    {
        using var ada = await World.BrowserOfAsync(World.Ada);
        var invitation = await (await ada.Client.SendJsonAsync(HttpMethod.Post, "/api/v1/invitations", """{"name": "x"}""")).JsonAsync();
        var password = await (await ada.Client.SendJsonAsync(HttpMethod.Post, $"/api/v1/accounts/{World.Ben.Id}/password-link", "{}")).JsonAsync();
        foreach (var path in new[] { $"/password/{invitation.GetProperty("token")}", $"/join/{password.GetProperty("token")}" })
        {
            using var answer = await ada.GetAsync(path);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }
    }

    [Fact]
    [Trait("trust", "S08")]
    public async Task Links_lead_to_the_configured_address_whatever_the_request_says()
    {
        await using var world = await World.StartAsync(new Dictionary<string, string?> { ["Site:Url"] = "https://photos.example.org" });
        using var ada = await world.BrowserOfAsync(world.Ada);
        ada.Client.DefaultRequestHeaders.Add("X-Forwarded-Host", "evil.example");
        var page = $"/admin/accounts/{world.Ben.Id}";
        Assert.StartsWith("https://photos.example.org/password/", await UrlAsync(await ada.SubmitAsync(page, $"{page}/password-link")), StringComparison.Ordinal);
        Assert.StartsWith(
            "https://photos.example.org/join/", await UrlAsync(await ada.SubmitAsync("/admin/invitations", "/admin/invitations", ("name", "Clara"))), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("trust", "S05")]
    public async Task Guessing_tokens_is_slowed_down_and_no_token_gets_into_the_log()
    {
        var log = new PrintedLog();
        var settings = new Dictionary<string, string?> { ["Logging:LogLevel:Default"] = "Information" };
        await using var world = await World.StartAsync(settings, new FakeTimeProvider(DateTimeOffset.UtcNow), log.Join);
        using var ada = await world.BrowserOfAsync(world.Ada);
        using var guesser = world.Browser();
        var path = new Uri(await UrlAsync(await ada.SubmitAsync("/admin/invitations", "/admin/invitations", ("name", "Clara")))).AbsolutePath;
        Assert.NotNull(await guesser.PageAsync(path));
        for (var n = 0; n < 50; n++)
        {
            using var wrong = await guesser.GetAsync($"/join/guess-{n}");
            Assert.Equal(HttpStatusCode.NotFound, wrong.StatusCode);
        }

        using var throttled = await guesser.GetAsync(path);
        Assert.Equal(HttpStatusCode.TooManyRequests, throttled.StatusCode);
        Assert.NotNull(await ada.PageAsync("/admin/invitations"));
        var written = (await world.Get<IAuditLog>().PageAsync(new AuditFilter(), null, 100, Cancel)).Items;
        Assert.Contains(written, entry => entry is { Act: AuditAct.InvitationMade, Name: "Clara" });
        Assert.DoesNotContain(written, entry => entry.Subject.Contains(path[^26..], StringComparison.Ordinal));
        Assert.DoesNotContain(path[^26..], log.Text, StringComparison.Ordinal);
    }

    private static async Task<string> UrlAsync(HttpResponseMessage answer)
    {
        using (answer) return (await Browser.ParseAsync(answer)).GetElementById("link")!.GetAttribute("value")!;
    }
}
