using Microsoft.Extensions.Time.Testing;
using Vitrine.Library;
using Vitrine.Library.Guests;
using Vitrine.Library.Mailing;
using Vitrine.Tests.Uploads.Guests;

namespace Vitrine.Tests.Library.Mailing;

/// <summary>Once a day at most an owner is told by mail what guests added.</summary>
public sealed class GuestDigestTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_owner_is_told_once_a_day_as_long_as_something_waits_and_they_want_it()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var server = new SmtpListener();
        await using var world = await World.StartAsync(server.Settings(), time);
        var digest = world.Get<GuestDigest>();
        var (album, _, token) = await GuestAtLink.LinkAsync(world, canView: true);
        using var zoe = await GuestAtLink.ComeAsync(world, token);
        var added = await zoe.AddAsync(1);
        await zoe.AddAsync(2);
        Assert.Equal(0, await digest.RunAsync(Cancel)); // no address yet

        await world.Get<IAccountCatalog>().SetMailAsync(world.Ada.Id, "ada@example.org", noDigest: false, Cancel);
        await world.Get<IAccountCatalog>().SetMailAsync(world.Ben.Id, "ben@example.org", noDigest: false, Cancel);
        Assert.Equal(1, await digest.RunAsync(Cancel));
        var letter = server.Next();
        Assert.Equal(("ada@example.org", "Vitrine: 2 files wait for your decision"), (letter.To.Mailboxes.Single().Address, letter.Subject));
        Assert.Contains($"{album.Title}: 2", letter.TextBody, StringComparison.Ordinal);
        Assert.Contains("https://photos.example.org/incoming", letter.TextBody, StringComparison.Ordinal);

        // From here on the site's own clock has it look, too: whoever is first writes, and the other does not.
        time.Advance(TimeSpan.FromHours(23));
        Assert.Equal(0, await digest.RunAsync(Cancel));
        Assert.Equal(0, server.Count);
        await world.Get<IGuestCatalog>().ApproveAsync(album.Id, added, Cancel);
        time.Advance(TimeSpan.FromHours(1));
        await digest.RunAsync(Cancel);
        Assert.Equal("Vitrine: 1 file waits for your decision", server.Next().Subject);

        await world.Get<IAccountCatalog>().SetMailAsync(world.Ada.Id, "ada@example.org", noDigest: true, Cancel);
        time.Advance(TimeSpan.FromDays(2));
        Assert.Equal(0, await digest.RunAsync(Cancel));
        Assert.Equal(0, server.Count);
    }
}
