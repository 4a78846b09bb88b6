using Vitrine.Library;
using Vitrine.Library.Accounts;

namespace Vitrine.Tests.Contracts;

/// <summary>What every <see cref="IOneTimeLinkCatalog"/> keeps.</summary>
public abstract class OneTimeLinkContract(CatalogWorld world) : CatalogContract(world)
{
    private IOneTimeLinkCatalog Links => World.OneTimeLinks;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Assert.True(await World.Accounts.AddAsync(NewAccount("Anna", isAdmin: true) with { Id = World.Anna }, Cancel));
        Assert.True(await World.Accounts.AddAsync(NewAccount("Bert", isAdmin: true) with { Id = World.Bert }, Cancel));
    }

    [Fact]
    public async Task An_invitation_reads_back_as_it_was_made_and_is_listed_newest_first_until_it_ends()
    {
        var older = await AddAsync(Invitation() with { Name = "Šárka", IsAdmin = true, QuotaBytes = 5 });
        var newer = await AddAsync(Invitation() with { ExpiresAt = World.Time.GetUtcNow().AddDays(10) });

        Assert.Equal(older, await Links.FindByTokenAsync(older.TokenHash, Cancel));
        Assert.Equal([newer, older], await Links.InvitationsAsync(100, Cancel));
        Assert.Equal([newer], await Links.InvitationsAsync(1, Cancel));
        Assert.Null(await Links.FindByTokenAsync(Ids.HashSecret("guessed"), Cancel));
        World.Time.Advance(TimeSpan.FromDays(7));
        Assert.Null(await Links.FindByTokenAsync(older.TokenHash, Cancel));
        Assert.Equal(JoinOutcome.Gone, await Links.JoinAsync(older.TokenHash, NewAccount("Late"), Cancel));
        Assert.Equal([newer], await Links.InvitationsAsync(100, Cancel));
    }

    [Fact]
    [Trait("trust", "S09")]
    public async Task Of_many_who_come_with_one_invitation_one_joins()
    {
        var invitation = await AddAsync(Invitation());

        var joined = await Task.WhenAll(Enumerable.Range(0, 10).Select(n => Links.JoinAsync(invitation.TokenHash, NewAccount($"Guest {n}"), Cancel)));

        Assert.Single(joined, outcome => outcome == JoinOutcome.Joined);
        Assert.Equal(9, joined.Count(outcome => outcome == JoinOutcome.Gone));
        Assert.Equal(3, (await World.Accounts.PageAsync(null, 50, Cancel)).Items.Count);
        Assert.Empty(await Links.InvitationsAsync(100, Cancel));
        Assert.Null(await Links.FindByTokenAsync(invitation.TokenHash, Cancel));
    }

    [Fact]
    public async Task A_taken_name_uses_nothing_up_and_an_invited_admin_is_one()
    {
        var invitation = await AddAsync(Invitation());
        Assert.Equal(JoinOutcome.NameTaken, await Links.JoinAsync(invitation.TokenHash, NewAccount("ANNA"), Cancel));
        var carl = NewAccount("Carl", isAdmin: true);
        Assert.Equal(JoinOutcome.Joined, await Links.JoinAsync(invitation.TokenHash, carl, Cancel));

        Assert.Equal(carl, await World.Accounts.FindByNameAsync("carl", Cancel));
        Assert.Equal(AccountChange.Changed, await World.Accounts.ChangeAsync(World.Anna, false, false, null, Cancel));
        Assert.Equal(AccountChange.Changed, await World.Accounts.ChangeAsync(World.Bert, false, false, null, Cancel));
        Assert.Equal(AccountChange.LastAdmin, await World.Accounts.ChangeAsync(carl.Id, false, false, null, Cancel));
    }

    [Fact]
    public async Task A_revoked_invitation_and_that_of_somebody_who_is_no_admin_any_more_are_gone()
    {
        var (revoked, annas) = (await AddAsync(Invitation()), await AddAsync(Invitation()));
        Assert.True(await Links.RevokeInvitationAsync(revoked.Id, Cancel));
        Assert.False(await Links.RevokeInvitationAsync(revoked.Id, Cancel));
        Assert.Null(await Links.FindByTokenAsync(revoked.TokenHash, Cancel));
        Assert.Equal([annas], await Links.InvitationsAsync(100, Cancel));

        await World.Accounts.ChangeAsync(World.Anna, isAdmin: false, disabled: false, null, Cancel);
        Assert.Null(await Links.FindByTokenAsync(annas.TokenHash, Cancel));
        Assert.Empty(await Links.InvitationsAsync(100, Cancel));
        Assert.Equal(JoinOutcome.Gone, await Links.JoinAsync(annas.TokenHash, NewAccount("Carl"), Cancel));
    }

    [Fact]
    public async Task A_link_for_a_password_may_be_its_owners_own_and_no_other_link_may()
    {
        await World.Accounts.ChangeAsync(World.Bert, isAdmin: false, disabled: false, null, Cancel);
        var own = await AddAsync(PasswordLink(World.Bert) with { MadeBy = World.Bert });
        Assert.Equal(own, await Links.FindByTokenAsync(own.TokenHash, Cancel));
        var others = await AddAsync(PasswordLink(World.Anna) with { MadeBy = World.Bert });
        Assert.Null(await Links.FindByTokenAsync(others.TokenHash, Cancel));
        var invitation = await AddAsync(Invitation() with { MadeBy = World.Bert });
        Assert.Null(await Links.FindByTokenAsync(invitation.TokenHash, Cancel));
        Assert.Equal(World.Bert, await Links.SetPasswordAsync(own.TokenHash, "h", Cancel));
    }

    [Fact]
    [Trait("trust", "S09")]
    public async Task A_link_sets_one_new_password_and_ends_sessions_and_keys()
    {
        var link = await AddAsync(PasswordLink(World.Bert));
        await World.Accounts.AddSessionAsync(new Session("s", World.Bert, World.Time.GetUtcNow(), World.Time.GetUtcNow().AddDays(1), null), Cancel);
        Assert.NotNull(await World.Accounts.FindSessionAsync("s", Cancel));
        await World.Accounts.AddKeyAsync(new ApiKey(Ids.New(World.Time), World.Bert, "k", "kh", true, true, World.Time.GetUtcNow(), null), Cancel);
        Assert.Equal(link, await Links.FindByTokenAsync(link.TokenHash, Cancel));
        Assert.Empty(await Links.InvitationsAsync(100, Cancel));
        Assert.False(await Links.RevokeInvitationAsync(link.Id, Cancel));
        Assert.Equal(JoinOutcome.Gone, await Links.JoinAsync(link.TokenHash, NewAccount("Carl"), Cancel));

        var set = await Task.WhenAll(Enumerable.Range(0, 5).Select(n => Links.SetPasswordAsync(link.TokenHash, $"hash {n}", Cancel)));

        Assert.Equal(World.Bert, Assert.Single(set, whose => whose is not null));
        Assert.Equal($"hash {Array.FindIndex(set, whose => whose is not null)}", (await World.Accounts.FindAsync(World.Bert, Cancel))!.PasswordHash);
        Assert.Null(await World.Accounts.FindSessionAsync("s", Cancel));
        Assert.Null(await World.Accounts.FindKeyAsync("kh", Cancel));
        Assert.Null(await Links.FindByTokenAsync(link.TokenHash, Cancel));
    }

    [Fact]
    [Trait("trust", "S09")]
    public async Task A_link_for_a_password_dies_with_the_next_one_with_any_new_password_and_with_the_account()
    {
        var first = await AddAsync(PasswordLink(World.Bert));
        var second = await AddAsync(PasswordLink(World.Bert));
        Assert.Null(await Links.FindByTokenAsync(first.TokenHash, Cancel));
        Assert.Null(await Links.SetPasswordAsync(first.TokenHash, "p", Cancel));
        Assert.NotNull(await Links.FindByTokenAsync(second.TokenHash, Cancel));
        await World.Accounts.ChangePasswordAsync(World.Bert, "chosen", null, Cancel);
        Assert.Null(await Links.FindByTokenAsync(second.TokenHash, Cancel));

        var third = await AddAsync(PasswordLink(World.Bert));
        await World.Accounts.ChangeAsync(World.Bert, isAdmin: true, disabled: true, null, Cancel);
        Assert.Null(await Links.FindByTokenAsync(third.TokenHash, Cancel));
        await World.Accounts.ChangeAsync(World.Bert, isAdmin: true, disabled: false, null, Cancel);
        Assert.Null(await Links.SetPasswordAsync(third.TokenHash, "p", Cancel));

        var fourth = await AddAsync(PasswordLink(World.Bert));
        World.Time.Advance(TimeSpan.FromDays(7));
        Assert.Null(await Links.SetPasswordAsync(fourth.TokenHash, "p", Cancel));
        Assert.Equal("chosen", (await World.Accounts.FindAsync(World.Bert, Cancel))!.PasswordHash);
    }

    private Account NewAccount(string name, bool isAdmin = false) =>
        new() { Id = new AccountId(Ids.New(World.Time)), Name = name, PasswordHash = "hash", IsAdmin = isAdmin, CreatedAt = World.Time.GetUtcNow() };

    private OneTimeLink Invitation()
    {
        World.Time.Advance(TimeSpan.FromMilliseconds(1));
        var now = World.Time.GetUtcNow();
        return new OneTimeLink
        {
            Id = Ids.New(World.Time),
            TokenHash = Ids.HashSecret(Ids.NewToken()),
            Name = "Carl",
            MadeBy = World.Anna,
            CreatedAt = now,
            ExpiresAt = now.AddDays(7),
        };
    }

    private OneTimeLink PasswordLink(AccountId whose) => Invitation() with { Account = whose, Name = "" };

    private async Task<OneTimeLink> AddAsync(OneTimeLink link)
    {
        await Links.AddAsync(link, Cancel);
        return link;
    }
}
