using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Library.Accounts;
using Vitrine.Library.Albums;
using Vitrine.Library.Links;

namespace Vitrine.Tests.Contracts;

/// <summary>What every <see cref="IClosedAccountCatalog"/> keeps.</summary>
public abstract class ClosedAccountContract(CatalogWorld world) : CatalogContract(world)
{
    private IClosedAccountCatalog Closed => World.Closed;

    [Fact]
    public async Task A_closed_account_is_refused_at_every_door_at_once()
    {
        await World.PeopleAsync();
        var (session, key) = (NewSession(World.Bert), NewKey(World.Bert));
        await World.Accounts.AddSessionAsync(session, Cancel);
        await World.Accounts.AddKeyAsync(key, Cancel);
        var (link, token) = await LinkAsync(World.Bert, (await World.MakeAlbumAsync(World.Bert)).Id);
        Assert.Equal(link.Id, (await World.Links.FindByTokenAsync(token, Cancel))!.Id);

        Assert.Equal(AccountChange.Changed, await Closed.CloseAsync(World.Bert, Cancel));

        Assert.Null(await World.Accounts.FindSessionAsync(session.TokenHash, Cancel));
        Assert.Null(await World.Accounts.FindKeyAsync(key.SecretHash, Cancel));
        Assert.Empty(await World.Accounts.SessionsAsync(World.Bert, Cancel));
        Assert.Null(await World.Links.FindByTokenAsync(token, Cancel));
        var account = await World.Accounts.FindAsync(World.Bert, Cancel);
        Assert.True(account!.Disabled);
        Assert.Equal(World.Time.GetUtcNow(), account.ClosedAt);
        Assert.Equal(AccountChange.Closed, await World.Accounts.ChangeAsync(World.Bert, isAdmin: false, disabled: false, quotaBytes: null, Cancel));
        Assert.Equal(AccountChange.Absent, await Closed.CloseAsync(AccountId.New(World.Time), Cancel));
    }

    [Fact]
    public async Task Closing_again_keeps_the_time_and_the_last_admin_stays()
    {
        await World.PeopleAsync();
        Assert.Equal(AccountChange.LastAdmin, await Closed.CloseAsync(World.Anna, Cancel));
        Assert.Null((await World.Accounts.FindAsync(World.Anna, Cancel))!.ClosedAt);

        await Closed.CloseAsync(World.Bert, Cancel);
        var closedAt = World.Time.GetUtcNow();
        World.Time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(AccountChange.Changed, await Closed.CloseAsync(World.Bert, Cancel));
        Assert.Equal(closedAt, (await World.Accounts.FindAsync(World.Bert, Cancel))!.ClosedAt);
    }

    [Fact]
    public async Task Of_two_admins_who_leave_at_once_one_stays()
    {
        await World.PeopleAsync();
        await World.Accounts.ChangeAsync(World.Bert, isAdmin: true, disabled: false, quotaBytes: null, Cancel);

        var outcomes = await Task.WhenAll(Closed.CloseAsync(World.Anna, Cancel), Closed.CloseAsync(World.Bert, Cancel));

        Assert.Single(outcomes, AccountChange.Changed);
        Assert.Single(outcomes, AccountChange.LastAdmin);
    }

    [Fact]
    public async Task Who_is_brought_back_signs_in_again_but_not_by_what_ended()
    {
        await World.PeopleAsync();
        await World.Accounts.ChangeAsync(World.Bert, isAdmin: true, disabled: false, quotaBytes: 5000, Cancel);
        var before = await World.Accounts.FindAsync(World.Bert, Cancel);
        var session = NewSession(World.Bert);
        await World.Accounts.AddSessionAsync(session, Cancel);
        var (_, token) = await LinkAsync(World.Bert, (await World.MakeAlbumAsync(World.Bert)).Id);
        Assert.False(await Closed.ReopenAsync(World.Bert, Cancel));
        await Closed.CloseAsync(World.Bert, Cancel);

        Assert.True(await Closed.ReopenAsync(World.Bert, Cancel));

        Assert.Equal(before, await World.Accounts.FindAsync(World.Bert, Cancel));
        Assert.Null(await World.Accounts.FindSessionAsync(session.TokenHash, Cancel));
        Assert.NotNull(await World.Links.FindByTokenAsync(token, Cancel));
        Assert.Equal(AccountChange.Changed, await Closed.CloseAsync(World.Anna, Cancel)); // Bert is an admin again
    }

    [Fact]
    public async Task Once_the_purge_has_begun_there_is_no_way_back()
    {
        await World.PeopleAsync();
        Assert.False(await Closed.BeginPurgeAsync(World.Bert, Cancel));
        Assert.False(await Closed.ClearAsync(World.Bert, Cancel));
        await Closed.CloseAsync(World.Bert, Cancel);
        Assert.False(await Closed.ClearAsync(World.Bert, Cancel));

        Assert.True(await Closed.BeginPurgeAsync(World.Bert, Cancel));
        var begun = (await World.Accounts.FindAsync(World.Bert, Cancel))!.PurgingAt;
        World.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.True(await Closed.BeginPurgeAsync(World.Bert, Cancel));

        Assert.Equal(begun, (await World.Accounts.FindAsync(World.Bert, Cancel))!.PurgingAt);
        Assert.False(await Closed.ReopenAsync(World.Bert, Cancel));
    }

    [Fact]
    public async Task They_are_listed_from_the_first_one_closed()
    {
        await World.PeopleAsync();
        var carl = new Account { Id = AccountId.New(World.Time), Name = "Carl", PasswordHash = "hash", IsAdmin = false, CreatedAt = World.Time.GetUtcNow() };
        await World.Accounts.AddAsync(carl, Cancel);
        await Closed.CloseAsync(carl.Id, Cancel);
        World.Time.Advance(TimeSpan.FromDays(1));
        await Closed.CloseAsync(World.Bert, Cancel);
        World.Time.Advance(TimeSpan.FromDays(1));

        Assert.Equal([carl.Id, World.Bert], (await Closed.ClosedBeforeAsync(World.Time.GetUtcNow(), 100, Cancel)).Select(account => account.Id));
        Assert.Equal([carl.Id], (await Closed.ClosedBeforeAsync(World.Time.GetUtcNow(), 1, Cancel)).Select(account => account.Id));
        Assert.Equal([carl.Id], (await Closed.ClosedBeforeAsync(World.Time.GetUtcNow().AddDays(-1), 100, Cancel)).Select(account => account.Id));
        await Closed.ReopenAsync(carl.Id, Cancel);
        Assert.Equal([World.Bert], (await Closed.ClosedBeforeAsync(World.Time.GetUtcNow(), 100, Cancel)).Select(account => account.Id));
    }

    [Fact]
    public async Task An_account_stays_until_all_that_it_had_is_gone_and_so_does_its_name()
    {
        await World.PeopleAsync();
        var item = await World.ReceiveAsync(World.Bert);
        var upload = World.NewUpload(World.Bert);
        await World.Uploads.BeginAsync(upload, CatalogWorld.NoLimits, Cancel);
        var album = await World.MakeAlbumAsync(World.Bert);
        var (link, _) = await LinkAsync(World.Bert, album.Id);
        var annas = await World.MakeAlbumAsync(World.Anna);
        await World.Members.SetAsync(annas.Id, World.Bert, AlbumRole.Viewer, Cancel);
        await Closed.CloseAsync(World.Bert, Cancel);
        await Closed.BeginPurgeAsync(World.Bert, Cancel);

        foreach (var step in new Func<Task>[]
        {
            () => World.Media.BeginPurgeAsync(World.BertsOwn, item.Id, Cancel),
            () => World.Media.EndPurgeAsync(item.Id, Cancel),
            () => World.Uploads.AbandonAsync(World.BertsOwn, upload.Id, Cancel),
            () => World.Albums.DeleteAsync(album.Id, Cancel),
            () => World.Links.RevokeAsync(link.Id, Cancel),
            () => World.Members.RemoveAsync(annas.Id, World.Bert, Cancel),
        })
        {
            Assert.False(await Closed.ClearAsync(World.Bert, Cancel));
            Assert.False(await World.Accounts.AddAsync(Bert(), Cancel));
            await step();
            await World.SettleAsync();
        }

        Assert.True(await Closed.ClearAsync(World.Bert, Cancel));
        Assert.Null(await World.Accounts.FindAsync(World.Bert, Cancel));
        Assert.True(await Closed.ClearAsync(World.Bert, Cancel));
        Assert.True(await World.Accounts.AddAsync(Bert(), Cancel));
        Assert.Equal(new Usage(0, 0, 0), await World.UsageAsync(World.Bert));
    }

    [Fact]
    public async Task What_it_signed_in_with_is_free_for_others_afterwards()
    {
        await World.PeopleAsync();
        var now = World.Time.GetUtcNow();
        var passkey = new Passkey { CredentialId = [1, 2, 3], Account = World.Bert, Name = "Phone", PublicKey = [4], SignCount = 1, CreatedAt = now };
        await World.Passkeys.AddAsync(passkey, Cancel);
        var external = new ExternalAccount("https://id.example.org", "bert", World.Bert, "bert", now);
        await World.Externals.AddAsync(external, Cancel);
        await World.Authenticators.SetAsync(new Authenticator(World.Bert, "sealed", now, 1), 7, ["code"], Cancel);
        var key = NewKey(World.Bert);
        await World.Accounts.AddKeyAsync(key, Cancel);
        await Closed.CloseAsync(World.Bert, Cancel);
        await Closed.BeginPurgeAsync(World.Bert, Cancel);

        Assert.True(await Closed.ClearAsync(World.Bert, Cancel));

        Assert.Null(await World.Passkeys.FindAsync(passkey.CredentialId, Cancel));
        Assert.Null(await World.Externals.FindAsync(external.Issuer, external.Subject, Cancel));
        Assert.Null(await World.Authenticators.FindAsync(World.Bert, Cancel));
        Assert.Null(await World.Accounts.FindKeyAsync(key.SecretHash, Cancel));
        Assert.True(await World.Passkeys.AddAsync(passkey with { Account = World.Anna }, Cancel));
        Assert.True(await World.Externals.AddAsync(external with { Account = World.Anna }, Cancel));
    }

    [Fact]
    public async Task A_link_that_a_manager_made_ends_with_the_owner_of_the_album()
    {
        await World.PeopleAsync();
        var album = await World.MakeAlbumAsync(World.Bert);
        await World.Members.SetAsync(album.Id, World.Anna, AlbumRole.Manager, Cancel);
        var (_, token) = await LinkAsync(World.Anna, album.Id);
        Assert.NotNull(await World.Links.FindByTokenAsync(token, Cancel));

        await Closed.CloseAsync(World.Bert, Cancel);

        Assert.Null(await World.Links.FindByTokenAsync(token, Cancel));
    }

    [Fact]
    public async Task Uploads_under_way_are_told_of_their_owner_alone()
    {
        await World.PeopleAsync();
        var (berts, annas, ended) = (World.NewUpload(World.Bert), World.NewUpload(World.Anna), World.NewUpload(World.Bert));
        foreach (var upload in new[] { berts, annas, ended }) await World.Uploads.BeginAsync(upload, CatalogWorld.NoLimits, Cancel);
        await World.Uploads.AbandonAsync(Scope.Everything, ended.Id, Cancel);

        Assert.Equal([berts.Id], (await World.Uploads.UnderWayAsync(World.Bert, 100, Cancel)).Select(upload => upload.Id));
        Assert.Empty(await World.Uploads.UnderWayAsync(AccountId.New(World.Time), 100, Cancel));
    }

    private Account Bert() => new() { Id = AccountId.New(World.Time), Name = "BERT", PasswordHash = "hash", IsAdmin = false, CreatedAt = World.Time.GetUtcNow() };

    private Session NewSession(AccountId account) =>
        new(Ids.HashSecret(Ids.NewSecret()), account, World.Time.GetUtcNow(), World.Time.GetUtcNow().AddHours(1), "Browser");

    private ApiKey NewKey(AccountId account) =>
        new(Ids.New(World.Time), account, "script", Ids.HashSecret(Ids.NewSecret()), CanRead: true, CanWrite: true, World.Time.GetUtcNow(), LastUsedAt: null);

    private async Task<(ShareLink Link, string TokenHash)> LinkAsync(AccountId owner, AlbumId album)
    {
        var link = new ShareLink { Id = LinkId.New(World.Time), Owner = owner, TokenHash = Ids.HashSecret(Ids.NewSecret()), Name = "Look", Album = album, CreatedAt = World.Time.GetUtcNow() };
        Assert.True(await World.Links.AddAsync(link, Cancel));
        return (link, link.TokenHash);
    }
}
