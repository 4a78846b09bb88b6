using System.Diagnostics;
using System.Net;

namespace Vitrine.Tests.Nodes;

/// <summary>What is taken back at one node is refused at all of them: to no request that begins a second later is it still given.</summary>
public sealed class RevocationTests(NodesFixture fixture) : NodesTests(fixture)
{
    private static readonly TimeSpan Allowed = TimeSpan.FromSeconds(1);

    [Theory, MemberData(nameof(Rounds)), Trait("trust", "A07"), Trait("trust", "S02")]
    public async Task Who_signs_out_is_signed_out_everywhere(int round)
    {
        using var person = await SignedInAsync("ada", round);

        using var signedOut = await person.SubmitAsync("/settings", "/logout");

        await RefusedEverywhereAsync(node => IsSignedInAsync(person, node));
    }

    [Theory, MemberData(nameof(Rounds)), Trait("trust", "A07"), Trait("trust", "S02")]
    public async Task A_new_password_ends_other_sessions_and_keys_everywhere_but_not_ones_own(int round)
    {
        var ben = await Cluster.MakeAccountAsync();
        using var here = await SignedInAsync(ben, round);
        using var elsewhere = await SignedInAsync(ben, round);
        var key = await KeyAsync(here);
        foreach (var node in Cluster.Nodes) Assert.True(await IsSignedInAsync(elsewhere, node) && await IsKeyAsync(key, node));

        using var changed = await here.SubmitAsync("/settings", "/settings/password", ("current", World.Password), ("new", "another horse battery"));
        Assert.Equal("/settings?changed", changed.Headers.Location?.ToString());

        await RefusedEverywhereAsync(async node => await IsSignedInAsync(elsewhere, node) || await IsKeyAsync(key, node));
        foreach (var node in Cluster.Nodes) Assert.True(await IsSignedInAsync(here, node));
    }

    [Theory, MemberData(nameof(Rounds)), Trait("trust", "A07")]
    public async Task A_disabled_account_is_out_everywhere(int round)
    {
        var ben = await Cluster.MakeAccountAsync();
        using var person = await SignedInAsync(ben, round);
        var key = await KeyAsync(person);
        using var admin = await SignedInAsync("ada", round);
        var page = (await admin.PageAsync("/admin/accounts")).QuerySelectorAll("a[href^='/admin/accounts/']").Single(link => link.TextContent.Contains(ben, StringComparison.Ordinal)).GetAttribute("href")!;

        using var disabled = await admin.SubmitAsync(page, page, ("disabled", "on"));
        Assert.Equal($"{page}?saved", disabled.Headers.Location?.ToString());

        await RefusedEverywhereAsync(async node => await IsSignedInAsync(person, node) || await IsKeyAsync(key, node));
    }

    [Theory, MemberData(nameof(Rounds)), Trait("trust", "A07")]
    public async Task Who_is_taken_out_of_an_album_sees_no_tile_of_it_at_any_node(int round)
    {
        var ben = await Cluster.MakeAccountAsync();
        using var person = await SignedInAsync(ben, round);
        using var owner = await SignedInAsync("ada", round);
        using var program = Cluster.Nodes[round % 3].Program(Cluster.Key);
        var id = await World.UploadAsync(program, Pictures.Png(64, 48, seed: 5000 + round), "shared.png");
        using var made = await program.SendJsonAsync(HttpMethod.Post, "/api/v1/albums", """{"title":"Sea"}""");
        var album = (await made.JsonAsync()).GetProperty("id").GetString();
        using var added = await program.PutAsync($"/api/v1/albums/{album}/items/{id}", null, Cancel);
        using var shared = await owner.SubmitAsync($"/albums/{album}/members", $"/albums/{album}/members", ("name", ben), ("role", "Viewer"));
        async Task<bool> IsShownAsync(Node node)
        {
            using var there = Cluster.Same(person, node);
            using var original = await there.GetAsync($"/albums/{album}/media/{id}/original");
            return original.StatusCode is HttpStatusCode.OK or HttpStatusCode.Forbidden; // a viewer may not have it, but may know of it
        }

        foreach (var node in Cluster.Nodes) Assert.True(await IsShownAsync(node));

        var form = (await owner.PageAsync($"/albums/{album}/members")).Forms.Single(form => form.GetAttribute("action")?.EndsWith("/remove", StringComparison.Ordinal) == true);
        using var removed = await owner.SubmitAsync(form);

        await RefusedEverywhereAsync(IsShownAsync);
    }

    [Theory, MemberData(nameof(Rounds)), Trait("trust", "A07"), Trait("trust", "L05")]
    public async Task A_revoked_link_opens_at_no_node(int round)
    {
        using var program = Cluster.Nodes[round % 3].Program(Cluster.Key);
        var id = await World.UploadAsync(program, Pictures.Png(64, 48, seed: 3000 + round), "shared.png");
        using var owner = await SignedInAsync("ada", round);
        using var made = await owner.Client.SendJsonAsync(HttpMethod.Post, $"/api/v1/media/{id}/links", """{"name":"for Ben"}""");
        var link = await made.JsonAsync();
        async Task<bool> OpensAsync(Node node)
        {
            using var visitor = node.Browser();
            using var page = await visitor.GetAsync($"/s/{link.GetProperty("token").GetString()}");
            return page.StatusCode == HttpStatusCode.OK;
        }

        foreach (var node in Cluster.Nodes) Assert.True(await OpensAsync(node));

        using var revoked = await owner.Client.DeleteAsync($"/api/v1/links/{link.GetProperty("id").GetString()}", Cancel);
        Assert.Equal(HttpStatusCode.NoContent, revoked.StatusCode);

        await RefusedEverywhereAsync(OpensAsync);
    }

    /// <summary>A browser at one of the nodes, whose session all have just seen.</summary>
    private async Task<Browser> SignedInAsync(string name, int round)
    {
        var browser = await Cluster.SignedInAsync(name, Cluster.Nodes[round % 3]);
        foreach (var node in Cluster.Nodes) Assert.True(await IsSignedInAsync(browser, node));
        return browser;
    }

    private static async Task<bool> IsSignedInAsync(Browser person, Node node)
    {
        using var there = Cluster.Same(person, node);
        using var page = await there.GetAsync("/settings");
        return page.StatusCode == HttpStatusCode.OK;
    }

    private static async Task<bool> IsKeyAsync(string key, Node node)
    {
        using var program = node.Program(key);
        using var answer = await program.GetAsync("/api/v1/media", Cancel);
        return answer.StatusCode == HttpStatusCode.OK;
    }

    private static async Task<string> KeyAsync(Browser person)
    {
        using var made = await person.SubmitAsync("/settings/keys", "/settings/keys", ("name", "phone"), ("read", "true"));
        return (await Browser.ParseAsync(made)).QuerySelector("#new-key")!.TextContent.Trim();
    }

    private Task RefusedEverywhereAsync(Func<Node, Task<bool>> isGiven) => Task.WhenAll(Cluster.Nodes.Select(async node =>
    {
        var since = Stopwatch.StartNew();
        for (var asked = since.Elapsed; await isGiven(node); asked = since.Elapsed)
            Assert.True(asked < Allowed, $"Node {node.Name} still gave it to a request that began {asked.TotalSeconds:0.0} s later.");
    }));
}
