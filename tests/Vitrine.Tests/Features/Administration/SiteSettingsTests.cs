using System.Net;
using AngleSharp.Html.Dom;
using Microsoft.Extensions.Time.Testing;
using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Library.Audit;
using Vitrine.Library.SiteSettings;
using Vitrine.Settings;

namespace Vitrine.Tests.Features.Administration;

/// <summary>What admins choose for the whole site, on the page and by JSON: in force without a restart, on every node, beneath what the site was started with.</summary>
public sealed class SiteSettingsTests
{
    private const string Path = "/admin/settings";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_an_admin_chooses_holds_at_once_and_is_written_down_with_what_it_was()
    {
        await using var world = await World.StartAsync();
        using var ada = await world.BrowserOfAsync(world.Ada);
        using var stranger = world.Browser();
        using (var login = await stranger.GetAsync("/")) Assert.StartsWith("/login", login.Headers.Location!.OriginalString, StringComparison.Ordinal);
        using var saved = await ada.SubmitAsync(
            Path, Path, ("name", "<i>Lilo & Söhne</i>"), ("front", "true"), ("largest", "0,000001"), ("trash", "7"), ("quota", "2.5"));
        Assert.Equal(HttpStatusCode.SeeOther, saved.StatusCode);

        Assert.EndsWith("<i>Lilo & Söhne</i>", (await stranger.PageAsync("/login")).Title, StringComparison.Ordinal);
        using (var front = await stranger.GetAsync("/")) Assert.Equal("/public", front.Headers.Location!.OriginalString);
        using var program = await world.ProgramOfAsync(world.Ben);
        using var tooLarge = await program.PostAsync("/api/v1/media", Multipart(new byte[1001]), Cancel);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, tooLarge.StatusCode);
        using var fits = await program.PostAsync("/api/v1/media", Multipart(new byte[1000]), Cancel);
        Assert.Equal(HttpStatusCode.Created, fits.StatusCode);
        Assert.Equal("2.5", Value(await ada.PageAsync("/admin/invitations"), "quota"));
        Assert.Equal("0.000001", Value(await ada.PageAsync(Path), "largest"));

        var entries = (await world.Get<IAuditLog>().PageAsync(new AuditFilter(), null, 20, Cancel)).Items.Where(entry => entry.Act == AuditAct.SettingsChanged);
        Assert.Equal(
            [
                "Days in the trash: 30 days → 7 days", "Front page for visitors: Sign-in → What is public", "Largest file in GB: 50 GB → 0.000001 GB",
                "Name: “Vitrine” → “<i>Lilo & Söhne</i>”", "Quota in GB to begin with: no limit → 2.5 GB",
            ],
            entries.Select(entry => entry.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_sweeper_goes_by_the_days_that_were_chosen()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var world = await World.StartAsync(time: time);
        var id = await world.UploadAsync(world.Ada);
        await world.Get<IMediaCatalog>().PutInTrashAsync(new Scope.Own(world.Ada.Id), id, Cancel);
        time.Pass(TimeSpan.FromDays(3));
        Assert.Equal(0, (await world.Get<Sweeper>().RunAsync(Cancel)).Purged);
        using var ada = await world.BrowserOfAsync(world.Ada);
        using (await ada.SubmitAsync(Path, Path, ("trash", "2"))) { }
        Assert.Equal(1, (await world.Get<Sweeper>().RunAsync(Cancel)).Purged);
    }

    [Fact]
    public async Task What_another_node_chose_holds_here_after_a_second()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var world = await World.StartAsync(time: time);
        using var stranger = world.Browser();
        Assert.EndsWith("Vitrine", (await stranger.PageAsync("/login")).Title, StringComparison.Ordinal);

        var another = new ChosenSettings();
        var desk = new SettingsDesk(world.Get<ISiteCatalog>(), world.Get<IEnumerable<EditableSetting>>(), another, new SettingsWatch(world.Get<ISiteCatalog>(), another, time), time);
        Assert.IsType<SettingsOutcome.Saved>(await desk.SaveAsync(0, new Dictionary<string, string> { ["Site:Name"] = "From afar" }, Cancel));

        time.Advance(SettingsWatch.MostAge);
        Assert.EndsWith("From afar", (await stranger.PageAsync("/login")).Title, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_site_was_started_with_wins_and_the_page_says_where_it_is_from()
    {
        await using var world = await World.StartAsync(new Dictionary<string, string?> { ["Site:Name"] = "By hand" });
        using var ada = await world.BrowserOfAsync(world.Ada);
        var page = await ada.PageAsync(Path);
        Assert.Null(page.QuerySelector("input[name=name]"));
        Assert.Contains("VITRINE_SITE__NAME", page.QuerySelector("[data-setting=name]")!.TextContent, StringComparison.Ordinal);
        using var sent = await ada.SubmitAsync(Path, Path, ("name", "By page"), ("trash", "9"));
        Assert.Equal(HttpStatusCode.SeeOther, sent.StatusCode);
        Assert.EndsWith("By hand", (await ada.PageAsync(Path)).Title, StringComparison.Ordinal);
        using var refused = await ada.Client.SendJsonAsync(HttpMethod.Patch, "/api/v1/settings", """{"values": {"VITRINE_SITE__NAME": "By program"}}""");
        Assert.Equal("invalid_field", await refused.ProblemAsync());
        Assert.Null(page.QuerySelector("[name=provision]"));
    }

    [Theory]
    [InlineData("name", "", "must have 1 to 60 characters")]
    [InlineData("trash", "0", "must be between 1 and 3650")]
    [InlineData("trash", "a week", "is not a number")]
    [InlineData("largest", "", "must be a number of gigabytes")]
    [InlineData("largest", "0", "must be at least 1 byte")]
    [InlineData("quota", "much", "must be a number of gigabytes")]
    public async Task What_cannot_be_is_said_beside_its_field_and_nothing_is_saved(string field, string value, string sentence)
    {
        await using var world = await World.StartAsync();
        using var ada = await world.BrowserOfAsync(world.Ada);
        using var refused = await ada.SubmitAsync(Path, Path, ("front", "true"), (field, value));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        var page = await Browser.ParseAsync(refused);
        Assert.Equal("true", page.QuerySelector($"input[name={field}]")!.GetAttribute("aria-invalid"));
        Assert.Equal(value, Value(page, field));
        Assert.Contains(sentence, page.QuerySelector(".error")!.TextContent, StringComparison.Ordinal);
        Assert.Null(await world.Get<ISiteCatalog>().GetAsync(SiteValues.Settings, Cancel));
    }

    [Fact]
    public async Task Of_two_admins_the_second_is_told_what_the_first_saved_and_may_save_again()
    {
        await using var world = await World.StartAsync();
        using var ada = await world.BrowserOfAsync(world.Ada);
        using var other = await world.BrowserOfAsync(await world.PersonAsync("Olga", isAdmin: true));
        var form = Browser.FormOf(await other.PageAsync(Path), Path);
        using (await ada.SubmitAsync(Path, Path, ("name", "Ada’s"))) { }

        using var stale = await other.SubmitAsync(form, ("name", "Olga’s"));
        Assert.Equal(HttpStatusCode.PreconditionFailed, stale.StatusCode);
        var page = await Browser.ParseAsync(stale);
        Assert.Equal("Olga’s", Value(page, "name"));
        Assert.Contains("“Ada’s”", page.QuerySelector("#name-saved")!.TextContent, StringComparison.Ordinal);
        Assert.EndsWith("Ada’s", page.Title, StringComparison.Ordinal);

        using var again = await other.SubmitAsync(Browser.FormOf(page, Path));
        Assert.Equal(HttpStatusCode.SeeOther, again.StatusCode);
        Assert.EndsWith("Olga’s", (await ada.PageAsync(Path)).Title, StringComparison.Ordinal);
    }

    [Fact]
    public async Task By_json_all_is_changed_or_nothing_and_only_the_version_that_was_read()
    {
        await using var world = await World.StartAsync();
        using var ada = await world.BrowserOfAsync(world.Ada);
        var before = await ada.Client.JsonAsync("/api/v1/settings");
        Assert.Equal(0, before.GetProperty("version").GetInt64());
        using var refused = await ada.Client.SendJsonAsync(HttpMethod.Patch, "/api/v1/settings", """{"values": {"VITRINE_TRASH__DAYS": "8", "VITRINE_ACCOUNTS__SIGNUP": "maybe"}}""");
        Assert.Equal("invalid_field", await refused.ProblemAsync());
        using var unknown = await ada.Client.SendJsonAsync(HttpMethod.Patch, "/api/v1/settings", """{"values": {"VITRINE_SITE__DATA": "/"}}""");
        Assert.Equal("invalid_field", await unknown.ProblemAsync());

        using var changed = await ada.Client.SendJsonAsync(HttpMethod.Patch, "/api/v1/settings", """{"values": {"VITRINE_TRASH__DAYS": "8"}}""", "\"0\"");
        Assert.Equal(1, (await changed.JsonAsync()).GetProperty("version").GetInt64());
        using var stale = await ada.Client.SendJsonAsync(HttpMethod.Patch, "/api/v1/settings", """{"values": {"VITRINE_TRASH__DAYS": "9"}}""", "\"0\"");
        Assert.Equal(HttpStatusCode.PreconditionFailed, stale.StatusCode);
        var days = (await ada.Client.JsonAsync("/api/v1/settings")).GetProperty("settings").EnumerateArray().Single(each => each.GetProperty("name").GetString() == "VITRINE_TRASH__DAYS");
        Assert.Equal(("8", "30", false), (days.GetProperty("value").GetString(), days.GetProperty("default").GetString(), days.GetProperty("isGiven").GetBoolean()));
    }

    private static string? Value(IHtmlDocument page, string field) => ((IHtmlInputElement)page.QuerySelector($"input[name={field}]")!).Value;

    private static MultipartFormDataContent Multipart(byte[] bytes) => new() { { new ByteArrayContent(bytes), "file", "a.bin" } };
}
