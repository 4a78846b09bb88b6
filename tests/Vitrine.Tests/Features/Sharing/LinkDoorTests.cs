using System.Net;
using Microsoft.Extensions.Time.Testing;
using Vitrine.Features.Sharing;
using Vitrine.Library;
using Vitrine.Library.Links;

namespace Vitrine.Tests.Features.Sharing;

/// <summary>What a link asks for before it shows anything: to be known, a password, a press of the button.</summary>
public sealed class LinkDoorTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("trust", "L01")]
    public async Task Guessed_tokens_open_nothing_and_guessing_is_slowed_down_without_shutting_out_those_inside()
    {
        await using var world = await World.StartAsync();
        var item = await world.PlantAsync(world.Ada, Planting.Bytes(10), renditions: ("tile", Planting.Bytes(5)));
        var (_, token) = await world.LinkAsync(world.Ada, new NewLink { Name = "Grandma", Items = [item.Id] });
        Assert.True(token.Length * 5 >= 128, "Each of the 32 letters is worth 5 bits.");
        using var inside = world.Browser();
        await inside.PageAsync($"/s/{token}");

        using var guesser = world.ProgramWith(null);
        var answers = new List<HttpStatusCode>();
        for (var n = 0; n < 1000; n++) answers.Add((await guesser.GetAsync($"/s/{Ids.NewToken()}/media/{item.Id}/tile", Cancel)).StatusCode);

        Assert.Equal(HttpStatusCode.NotFound, answers[0]);
        Assert.Equal(HttpStatusCode.TooManyRequests, answers[^1]);
        Assert.All(answers, status => Assert.True(status is HttpStatusCode.NotFound or HttpStatusCode.TooManyRequests));
        Assert.Equal(HttpStatusCode.OK, (await inside.GetAsync($"/s/{token}/media/{item.Id}/tile")).StatusCode);
        using var owner = await world.BrowserOfAsync(world.Ada);
        Assert.Equal(HttpStatusCode.OK, (await owner.GetAsync("/shares")).StatusCode);
    }

    [Fact]
    [Trait("trust", "L02")]
    public async Task Before_the_password_there_is_a_password_page_and_nothing_else_whatever_address_is_known()
    {
        await using var world = await World.StartAsync();
        var item = await world.PlantAsync(world.Ada, Planting.Bytes(10), "secret-name.jpg", renditions: [("tile", Planting.Bytes(5)), ("screen", Planting.Bytes(6))]);
        var album = await world.AlbumAsync(world.Ada, item.Id);
        var (_, token) = await world.LinkAsync(world.Ada, Locked(album.Id));
        using var stranger = world.Browser();

        using var asked = await stranger.GetAsync($"/s/{token}");
        var page = await Browser.ParseAsync(asked);
        Assert.False(asked.Headers.Contains("Set-Cookie"));
        Assert.NotNull(page.QuerySelector("input[type=password]"));
        Assert.DoesNotContain(album.Title, page.Source.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("og:", page.Source.Text, StringComparison.Ordinal);
        var wrong = await UnlockAsync(stranger, token, "wrong horse battery");
        Assert.Equal(HttpStatusCode.Forbidden, wrong.StatusCode);
        Assert.False(wrong.Headers.Contains("Set-Cookie"));
        foreach (var (path, unknown) in MediaPaths(token, item.Id).Zip(MediaPaths(Ids.NewToken(), item.Id)))
            Assert.Equal(await BodyAsync(stranger, unknown), await BodyAsync(stranger, path));

        using var right = await UnlockAsync(stranger, token, World.Password);
        Assert.Equal($"/s/{token}", right.Headers.Location?.ToString());
        Assert.Single((await stranger.PageAsync($"/s/{token}")).QuerySelectorAll(".tile"));
        Assert.Equal(Planting.Bytes(5), await stranger.Client.GetByteArrayAsync($"/s/{token}/media/{item.Id}/tile", Cancel));
        using var another = world.Browser();
        Assert.Equal(HttpStatusCode.NotFound, (await another.GetAsync($"/s/{token}/media/{item.Id}/tile")).StatusCode);
    }

    [Fact]
    [Trait("trust", "L03")]
    public async Task Neither_password_nor_token_nor_proof_of_unlocking_leaves_the_path_and_the_body()
    {
        var log = new PrintedLog();
        await using var world = await World.StartAsync(
            new Dictionary<string, string?> { ["Logging:LogLevel:Default"] = "Information" }, replace: log.Join);
        var item = await world.PlantAsync(world.Ada, Planting.Bytes(10));
        var album = await world.AlbumAsync(world.Ada, item.Id);
        var (_, token) = await world.LinkAsync(world.Ada, Locked(album.Id));
        using var stranger = world.Browser();

        using var wrong = await UnlockAsync(stranger, token, "my bank password");
        using var right = await UnlockAsync(stranger, token, World.Password);
        var page = await stranger.PageAsync(right.Headers.Location!.ToString());
        using var missing = await stranger.GetAsync($"/s/{token}/media/{MediaId.New(TimeProvider.System)}/original");
        var cookie = stranger.Cookies.GetCookies(new Uri(world.Address, $"/s/{token}/"))["visit"]!;

        Assert.Equal($"/s/{token}", right.Headers.Location!.ToString());
        Assert.Equal((true, $"/s/{token}"), (cookie.HttpOnly, cookie.Path));
        Assert.Equal("no-referrer", string.Join("", right.Headers.GetValues("Referrer-Policy")));
        foreach (var secret in new[] { World.Password, "my bank password", cookie.Value })
        {
            Assert.DoesNotContain(secret, page.Source.Text, StringComparison.Ordinal);
            Assert.DoesNotContain(secret, await wrong.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
            Assert.DoesNotContain(secret, log.Text, StringComparison.Ordinal);
        }

        Assert.DoesNotContain(token, log.Text, StringComparison.Ordinal);
        Assert.NotEmpty(log.Text);
    }

    [Fact]
    [Trait("trust", "L11")]
    public async Task Wrong_passwords_are_slowed_down_and_neither_the_owner_nor_those_inside_are_locked_out()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var world = await World.StartAsync(time: time);
        var item = await world.PlantAsync(world.Ada, Planting.Bytes(10));
        var album = await world.AlbumAsync(world.Ada, item.Id);
        var (_, token) = await world.LinkAsync(world.Ada, Locked(album.Id));
        using var inside = world.Browser();
        using var unlocked = await UnlockAsync(inside, token, World.Password);
        Assert.Equal(HttpStatusCode.SeeOther, unlocked.StatusCode);

        using var guesser = world.Browser();
        var answers = new List<HttpStatusCode>();
        for (var n = 0; n < 12; n++) answers.Add((await UnlockAsync(guesser, token, $"guess number {n}")).StatusCode);
        answers.Add((await UnlockAsync(guesser, token, World.Password)).StatusCode);

        Assert.Equal(10, answers.Count(status => status == HttpStatusCode.Forbidden));
        Assert.All(answers.Skip(10), status => Assert.Equal(HttpStatusCode.TooManyRequests, status));
        Assert.Single((await inside.PageAsync($"/s/{token}")).QuerySelectorAll(".tile"));
        using var owner = await world.BrowserOfAsync(world.Ada);
        Assert.Single((await owner.PageAsync($"/albums/{album.Id}")).QuerySelectorAll(".tile"));
        time.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal(HttpStatusCode.SeeOther, (await UnlockAsync(guesser, token, World.Password)).StatusCode);
    }

    [Fact]
    [Trait("trust", "L11")]
    public async Task Guesses_from_everywhere_together_are_slowed_down_too()
    {
        await using var world = await World.StartAsync();
        var (link, token) = await world.LinkAsync(world.Ada, Locked((await world.AlbumAsync(world.Ada)).Id));
        for (var n = 0; n < 100; n++) await world.Get<ISiteCatalog>().CountAsync($"link/{link.Id}", Unlocking.Window, Cancel);
        using var guesser = world.Browser();

        Assert.Equal(HttpStatusCode.TooManyRequests, (await UnlockAsync(guesser, token, World.Password)).StatusCode);
    }

    [Fact]
    [Trait("trust", "L13")]
    public async Task Of_twenty_who_press_open_at_once_a_link_for_one_lets_in_one_and_looking_does_not_count()
    {
        await using var world = await World.StartAsync();
        var item = await world.PlantAsync(world.Ada, Planting.Bytes(10), renditions: ("tile", Planting.Bytes(5)));
        var album = await world.AlbumAsync(world.Ada, item.Id);
        var (link, token) = await world.LinkAsync(world.Ada, new NewLink { Name = "x", Album = album.Id, MaxOpens = 1 });
        var visitors = Enumerable.Range(0, 20).Select(_ => world.Browser()).ToList();
        foreach (var visitor in visitors.Take(3))
        {
            var door = await visitor.PageAsync($"/s/{token}");
            Assert.Equal(album.Title, door.QuerySelector("h1")!.TextContent);
            Assert.Empty(door.QuerySelectorAll(".tile, img"));
            Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync($"/s/{token}/media/{item.Id}/tile")).StatusCode);
        }

        var opened = await Task.WhenAll(visitors.Select(visitor => PostAsync(visitor, $"/s/{token}/open")));

        var winner = visitors[Array.FindIndex(opened, answer => answer.StatusCode == HttpStatusCode.SeeOther)];
        Assert.Equal(19, opened.Count(answer => answer.StatusCode == HttpStatusCode.Gone));
        Assert.Single((await winner.PageAsync($"/s/{token}")).QuerySelectorAll(".tile"));
        Assert.Equal(HttpStatusCode.OK, (await winner.GetAsync($"/s/{token}/media/{item.Id}/tile")).StatusCode);
        Assert.Equal(HttpStatusCode.Gone, (await visitors.First(visitor => visitor != winner).GetAsync($"/s/{token}")).StatusCode);
        Assert.Equal(1, (await world.Get<ILinkCatalog>().FindAsync(link.Id, Cancel))!.Opens);
        foreach (var visitor in visitors) visitor.Dispose();
    }

    [Fact]
    public async Task A_password_and_a_maximum_are_asked_for_one_after_the_other()
    {
        await using var world = await World.StartAsync();
        var item = await world.PlantAsync(world.Ada, Planting.Bytes(10));
        var album = await world.AlbumAsync(world.Ada, item.Id);
        var (_, token) = await world.LinkAsync(world.Ada, Locked(album.Id) with { MaxOpens = 1 });
        using var visitor = world.Browser();

        Assert.Equal(HttpStatusCode.SeeOther, (await PostAsync(visitor, $"/s/{token}/open")).StatusCode);
        Assert.NotNull((await visitor.PageAsync($"/s/{token}")).QuerySelector("input[type=password]"));
        await UnlockAsync(visitor, token, World.Password);
        Assert.NotNull((await visitor.PageAsync($"/s/{token}")).QuerySelector($"form[action='/s/{token}/open']"));
        await PostAsync(visitor, $"/s/{token}/open");
        Assert.Single((await visitor.PageAsync($"/s/{token}")).QuerySelectorAll(".tile"));
    }

    [Fact]
    [Trait("trust", "L05")]
    public async Task Ended_revoked_and_unknown_links_are_one_answer()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var world = await World.StartAsync(time: time);
        var item = await world.PlantAsync(world.Ada, Planting.Bytes(10), renditions: ("tile", Planting.Bytes(5)));
        var (_, ending) = await world.LinkAsync(world.Ada, Open(item.Id) with { ExpiresAt = time.GetUtcNow().AddHours(1) });
        var (link, revoked) = await world.LinkAsync(world.Ada, Open(item.Id));
        using var visitor = world.Browser();
        time.Advance(TimeSpan.FromHours(1) - TimeSpan.FromSeconds(1));
        foreach (var token in new[] { ending, revoked })
        {
            await visitor.PageAsync($"/s/{token}");
            Assert.Equal(Planting.Bytes(10), await visitor.Client.GetByteArrayAsync($"/s/{token}/media/{item.Id}/original", Cancel));
        }

        time.Advance(TimeSpan.FromSeconds(2));
        Assert.True(await world.Get<ILinkCatalog>().RevokeAsync(link.Id, Cancel));

        var unknown = Ids.NewToken();
        foreach (var token in new[] { ending, revoked })
        {
            foreach (var (path, nothing) in MediaPaths(token, item.Id).Append($"/s/{token}").Zip(MediaPaths(unknown, item.Id).Append($"/s/{unknown}")))
            {
                Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync(path)).StatusCode);
                Assert.Equal(await BodyAsync(visitor, nothing), await BodyAsync(visitor, path));
            }
        }
    }

    private static NewLink Locked(AlbumId album) => new() { Name = "Grandma", Album = album, Password = World.Password };

    private static NewLink Open(MediaId item) => new() { Name = "Grandma", Items = [item], CanDownload = true, ShowMetadata = true };

    private static string[] MediaPaths(string token, MediaId id) =>
        [.. new[] { "/original", "/original?download=1", "/tile", "/screen", "" }.Select(rest => $"/s/{token}/media/{id}{rest}")];

    private static Task<HttpResponseMessage> UnlockAsync(Browser browser, string token, string password) =>
        PostAsync(browser, $"/s/{token}/unlock", ("password", password));

    private static Task<HttpResponseMessage> PostAsync(Browser browser, string path, params (string Name, string Value)[] fields) =>
        browser.Client.PostAsync(path, new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))), Cancel);

    private static async Task<string> BodyAsync(Browser browser, string path)
    {
        using var answer = await browser.GetAsync(path);
        return $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(Cancel)}";
    }
}
