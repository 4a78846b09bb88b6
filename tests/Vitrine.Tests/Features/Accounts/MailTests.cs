using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Time.Testing;
using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Library.Accounts;
using Vitrine.Library.Audit;
using Vitrine.Library.Mailing;
using Vitrine.Tests.Library.Mailing;

namespace Vitrine.Tests.Features.Accounts;

/// <summary>What people get by mail: links to confirm an address, to set a new password, to join. On a site that sends none, nothing offers it.</summary>
public sealed partial class MailTests : IAsyncLifetime
{
    private const string Chosen = "another good password";

    private readonly SmtpListener server = new();
    private World world = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => world = await World.StartAsync(server.Settings());

    public async ValueTask DisposeAsync()
    {
        await world.DisposeAsync();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task An_address_counts_once_its_owner_opened_the_link_that_was_sent_to_it()
    {
        using var ben = await world.BrowserOfAsync(world.Ben);
        using (var wrong = await ben.SubmitAsync("/settings", "/settings/address", ("address", "ben@example.org"), ("current", "not it")))
            Assert.Equal(HttpStatusCode.Forbidden, wrong.StatusCode);
        using (var none = await ben.SubmitAsync("/settings", "/settings/address", ("address", "ben@example.org\r\nBcc: eve@example.org"), ("current", World.Password)))
            Assert.Equal(HttpStatusCode.UnprocessableEntity, none.StatusCode);
        using (var asked = await ben.SubmitAsync("/settings", "/settings/address", ("address", "ben@example.org"), ("current", World.Password)))
            Assert.Equal("/settings", asked.Headers.Location?.OriginalString);
        var path = PathIn(server.Next().TextBody);
        Assert.Null((await world.Get<IAccountCatalog>().FindAsync(world.Ben.Id, Cancel))!.Email);

        using (var ada = await world.BrowserOfAsync(world.Ada))
        using (var notHers = await ada.GetAsync(path))
            Assert.Equal(HttpStatusCode.NotFound, notHers.StatusCode);
        var form = Browser.FormOf(await ben.PageAsync(path), path);
        using (await ben.SubmitAsync(form)) { }
        Assert.Equal("ben@example.org", (await world.Get<IAccountCatalog>().FindAsync(world.Ben.Id, Cancel))!.Email);
        Assert.Contains("ben@example.org", (await ben.PageAsync("/settings")).Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains((await world.Get<IAuditLog>().PageAsync(new AuditFilter(), null, 10, Cancel)).Items, entry => entry.Act == AuditAct.AddressConfirmed && entry.Name == "Ben");

        using var again = await ben.SubmitAsync(form); // the address is another by now: the link is used up
        Assert.Equal(HttpStatusCode.NotFound, again.StatusCode);
        using (await ben.SubmitAsync("/settings", "/settings/address/remove")) { }
        Assert.Null((await world.Get<IAccountCatalog>().FindAsync(world.Ben.Id, Cancel))!.Email);
    }

    [Fact]
    public async Task Who_forgot_a_password_sets_another_by_the_link_that_was_sent_and_the_site_says_the_same_of_everybody()
    {
        await world.Get<IAccountCatalog>().SetMailAsync(world.Ben.Id, "ben@example.org", noDigest: false, Cancel);
        using var stranger = world.Browser();
        var said = new List<string>();
        foreach (var name in new[] { "Ada", "Nobody", "Ben" })
        {
            using var asked = await stranger.SubmitAsync("/login/forgotten", "/login/forgotten", ("name", name));
            Assert.Equal(HttpStatusCode.SeeOther, asked.StatusCode);
            said.Add((await stranger.PageAsync(asked.Headers.Location!.OriginalString)).QuerySelector("main")!.TextContent);
        }

        Assert.Single(said.Distinct());
        var letter = server.Next();
        Assert.Equal("ben@example.org", letter.To.Mailboxes.Single().Address);
        var path = PathIn(letter.TextBody);
        using var set = await stranger.SubmitAsync(path, path, ("password", Chosen));
        Assert.Equal("/login?changed", set.Headers.Location?.OriginalString);
        using var signedIn = await stranger.SubmitAsync("/login", "/login", ("name", "Ben"), ("password", Chosen));
        Assert.Equal("/", signedIn.Headers.Location?.OriginalString);
        Assert.Equal(0, server.Count);
    }

    [Fact]
    public async Task Nobody_is_flooded_and_whoever_asks_for_many_is_told_to_wait()
    {
        await world.Get<IAccountCatalog>().SetMailAsync(world.Ben.Id, "ben@example.org", noDigest: false, Cancel);
        using var stranger = world.Browser();
        var form = Browser.FormOf(await stranger.PageAsync("/login/forgotten"), "/login/forgotten");
        for (var n = 0; n < 20; n++)
        {
            using var asked = await stranger.SubmitAsync(form, ("name", "Ben"));
            Assert.Equal(HttpStatusCode.SeeOther, asked.StatusCode);
        }

        using var tooMany = await stranger.SubmitAsync(form, ("name", "Ben"));
        Assert.Equal(HttpStatusCode.TooManyRequests, tooMany.StatusCode);
        for (var n = 0; n < 3; n++) server.Next();
        await world.Get<Outbox>().SendAsync(new Letter("last@example.org", "", "The last", []), world.Ada.Id, Cancel);
        Assert.Equal("The last", server.Next().Subject);
    }

    [Fact]
    public async Task An_admin_sends_an_invitation_and_a_link_for_a_new_password_and_still_sees_both()
    {
        using var ada = await world.BrowserOfAsync(world.Ada);
        using (var wrong = await ada.SubmitAsync("/admin/invitations", "/admin/invitations", ("name", "Clara"), ("to", "clara")))
            Assert.NotNull((await Browser.ParseAsync(wrong)).QuerySelector("input[name=to][aria-invalid=true]"));
        using var invited = await ada.SubmitAsync("/admin/invitations", "/admin/invitations", ("name", "Clara"), ("to", "clara@example.org"));
        var letter = server.Next();
        Assert.Equal("clara@example.org", letter.To.Mailboxes.Single().Address);
        Assert.Contains(PathIn(letter.TextBody), (await Browser.ParseAsync(invited)).Body!.InnerHtml, StringComparison.Ordinal);

        var page = $"/admin/accounts/{world.Ben.Id}";
        Assert.Null((await ada.PageAsync(page)).QuerySelector("input[name=send]"));
        await world.Get<IAccountCatalog>().SetMailAsync(world.Ben.Id, "ben@example.org", noDigest: false, Cancel);
        using var made = await ada.SubmitAsync(page, $"{page}/password-link");
        Assert.Contains(PathIn(server.Next().TextBody), (await Browser.ParseAsync(made)).Body!.InnerHtml, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_letter_carries_is_sealed_while_it_waits()
    {
        server.Refusal = "450 later";
        await world.Get<Outbox>().SendAsync(new Letter("anna@example.org", "A test", "Hello", [], "/join/very-secret", "Come"), world.Ada.Id, Cancel);
        for (var deadline = DateTime.UtcNow.AddSeconds(30); (await world.Get<MailTrouble>().ReadAsync(Cancel)).Waits is null; await Task.Delay(50, Cancel))
            Assert.True(DateTime.UtcNow < deadline, "The letter was not tried.");
        await foreach (var row in world.Get<Vitrine.Library.Moving.ICatalogRows>().ReadAsync(Vitrine.Library.Moving.CatalogPart.Things, DateTimeOffset.UnixEpoch, Cancel))
            Assert.DoesNotContain("very-secret", row.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_site_that_sends_no_mail_offers_none()
    {
        await using var silent = await World.StartAsync();
        using var stranger = silent.Browser();
        Assert.Null((await stranger.PageAsync("/login")).QuerySelector("a[href='/login/forgotten']"));
        using (var forgotten = await stranger.GetAsync("/login/forgotten")) Assert.Equal(HttpStatusCode.NotFound, forgotten.StatusCode);
        using var ada = await silent.BrowserOfAsync(silent.Ada);
        Assert.Null((await ada.PageAsync("/settings")).QuerySelector("form[action^='/settings/address']"));
        Assert.Null((await ada.PageAsync("/admin/invitations")).QuerySelector("input[name=to]"));
    }

    private static string PathIn(string? text)
    {
        var link = Link().Match(text ?? "");
        Assert.True(link.Success, text);
        return link.Groups[1].Value;
    }

    [GeneratedRegex(@"https://photos\.example\.org(/\S+)")]
    private static partial Regex Link();
}
