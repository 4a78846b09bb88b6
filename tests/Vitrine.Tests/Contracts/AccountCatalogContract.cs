using Vitrine.Library;

namespace Vitrine.Tests.Contracts;

/// <summary>What every <see cref="IAccountCatalog"/> keeps.</summary>
public abstract class AccountCatalogContract(CatalogWorld world) : CatalogContract(world)
{
    private IAccountCatalog Accounts => World.Accounts;

    [Fact]
    public async Task An_account_reads_back_as_it_was_kept()
    {
        var account = NewAccount("Anna-Šófié") with { QuotaBytes = 5_000_000_000, IsAdmin = true, Email = "anna@example.org", NoDigest = true };

        Assert.True(await Accounts.AddAsync(account, Cancel));

        Assert.Equal(account, await Accounts.FindAsync(account.Id, Cancel));
        Assert.Equal(account, await Accounts.FindByNameAsync("ANNA-ŠÓFIÉ", Cancel));
        Assert.Null(await Accounts.FindByNameAsync("anna", Cancel));
        Assert.Null(await Accounts.FindAsync(World.Bert, Cancel));
    }

    [Fact]
    public async Task Where_letters_go_is_set_and_taken_away_and_ends_nothing()
    {
        var anna = NewAccount("Anna");
        await Accounts.AddAsync(anna, Cancel);
        await Accounts.AddSessionAsync(new Session("s", anna.Id, World.Time.GetUtcNow(), World.Time.GetUtcNow().AddDays(1), null), Cancel);

        Assert.True(await Accounts.SetMailAsync(anna.Id, "anna@example.org", noDigest: true, Cancel));
        Assert.Equal(anna with { Email = "anna@example.org", NoDigest = true }, (await Accounts.FindSessionAsync("s", Cancel))?.Account);
        Assert.True(await Accounts.SetMailAsync(anna.Id, null, noDigest: false, Cancel));
        Assert.Equal(anna, await Accounts.FindAsync(anna.Id, Cancel));
        Assert.False(await Accounts.SetMailAsync(AccountId.New(World.Time), "x@example.org", noDigest: false, Cancel));
    }

    [Fact]
    public async Task A_name_is_taken_once_without_regard_to_case()
    {
        Assert.True(await Accounts.AddAsync(NewAccount("Anna"), Cancel));
        Assert.False(await Accounts.AddAsync(NewAccount("aNNA"), Cancel));

        var added = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Accounts.AddAsync(NewAccount("bert"), Cancel)));
        Assert.Single(added, won => won);
    }

    [Fact]
    [Trait("trust", "S11")]
    public async Task Of_many_first_admins_one_wins()
    {
        Assert.False(await Accounts.AnyAsync(Cancel));

        var added = await Task.WhenAll(Enumerable.Range(0, 20).Select(n => Accounts.AddFirstAsync(NewAccount($"admin{n}") with { IsAdmin = true }, Cancel)));

        Assert.Single(added, won => won);
        Assert.True(await Accounts.AnyAsync(Cancel));
        Assert.Single((await Accounts.PageAsync(null, 100, Cancel)).Items);
        Assert.False(await Accounts.AddFirstAsync(NewAccount("late"), Cancel));
    }

    [Fact]
    public async Task Accounts_page_by_name()
    {
        foreach (var name in new[] { "dora", "Anna", "Cara", "bert", "Emil" }) await Accounts.AddAsync(NewAccount(name), Cancel);

        var first = await Accounts.PageAsync(null, 2, Cancel);
        await Accounts.AddAsync(NewAccount("Adam"), Cancel);
        Assert.True(Cursor.TryParse(first.Next!.ToString(), out var after));
        var second = await Accounts.PageAsync(after, 2, Cancel);
        var third = await Accounts.PageAsync(second.Next, 2, Cancel);

        Assert.Equal(["Anna", "bert"], first.Items.Select(a => a.Name));
        Assert.Equal(["Cara", "dora"], second.Items.Select(a => a.Name));
        Assert.Equal(["Emil"], third.Items.Select(a => a.Name));
        Assert.Null(third.Next);
    }

    [Fact]
    public async Task A_session_is_found_with_its_account_until_it_expires_or_ends()
    {
        var account = await AddAsync("anna");
        var session = NewSession(account) with { Agent = "Firefox" };
        await Accounts.AddSessionAsync(session, Cancel);
        await Accounts.AddSessionAsync(session, Cancel);

        Assert.Equal((session, account), await Accounts.FindSessionAsync(session.TokenHash, Cancel));
        Assert.Null(await Accounts.FindSessionAsync(Ids.HashSecret("other"), Cancel));

        World.Time.Advance(TimeSpan.FromHours(1));
        Assert.Null(await Accounts.FindSessionAsync(session.TokenHash, Cancel));
        Assert.Empty(await Accounts.SessionsAsync(account.Id, Cancel));

        var ends = NewSession(account);
        await Accounts.AddSessionAsync(ends, Cancel);
        await Accounts.EndSessionAsync(ends.TokenHash, Cancel);
        await Accounts.EndSessionAsync(ends.TokenHash, Cancel);
        Assert.Null(await Accounts.FindSessionAsync(ends.TokenHash, Cancel));
    }

    [Fact]
    public async Task A_session_can_be_extended_and_expired_ones_are_swept()
    {
        var account = await AddAsync("anna");
        var (extended, forgotten) = (NewSession(account), NewSession(account));
        await Accounts.AddSessionAsync(extended, Cancel);
        await Accounts.AddSessionAsync(forgotten, Cancel);
        await Accounts.ExtendSessionAsync(extended.TokenHash, World.Time.GetUtcNow().AddHours(5), Cancel);

        World.Time.Advance(TimeSpan.FromHours(2));

        Assert.Equal([extended.TokenHash], (await Accounts.SessionsAsync(account.Id, Cancel)).Select(s => s.TokenHash));
        Assert.Equal(1, await Accounts.SweepSessionsAsync(World.Time.GetUtcNow(), Cancel));
        Assert.Equal(0, await Accounts.SweepSessionsAsync(World.Time.GetUtcNow(), Cancel));
        Assert.NotNull(await Accounts.FindSessionAsync(extended.TokenHash, Cancel));
    }

    [Fact]
    public async Task A_key_is_found_with_its_account_until_its_owner_revokes_it()
    {
        var (anna, bert) = (await AddAsync("anna"), await AddAsync("bert"));
        var key = NewKey(anna);
        await Accounts.AddKeyAsync(key, Cancel);

        Assert.Equal((key, anna), await Accounts.FindKeyAsync(key.SecretHash, Cancel));
        Assert.Equal([key], await Accounts.KeysAsync(anna.Id, Cancel));
        Assert.Empty(await Accounts.KeysAsync(bert.Id, Cancel));

        await Accounts.TouchKeyAsync(key.Id, Cancel);
        Assert.Equal(World.Time.GetUtcNow(), Assert.Single(await Accounts.KeysAsync(anna.Id, Cancel)).LastUsedAt);

        Assert.False(await Accounts.RevokeKeyAsync(bert.Id, key.Id, Cancel));
        Assert.True(await Accounts.RevokeKeyAsync(anna.Id, key.Id, Cancel));
        Assert.False(await Accounts.RevokeKeyAsync(anna.Id, key.Id, Cancel));
        Assert.Null(await Accounts.FindKeyAsync(key.SecretHash, Cancel));
    }

    [Fact]
    public async Task A_new_password_ends_every_session_and_key_but_the_one_it_was_changed_in()
    {
        var (anna, bert) = (await AddAsync("anna"), await AddAsync("bert"));
        var (here, elsewhere, berts, key) = (NewSession(anna), NewSession(anna), NewSession(bert), NewKey(anna));
        foreach (var session in new[] { here, elsewhere, berts }) await Accounts.AddSessionAsync(session, Cancel);
        await Accounts.AddKeyAsync(key, Cancel);

        Assert.True(await Accounts.ChangePasswordAsync(anna.Id, "new", here.TokenHash, Cancel));

        Assert.Equal("new", (await Accounts.FindAsync(anna.Id, Cancel))!.PasswordHash);
        Assert.NotNull(await Accounts.FindSessionAsync(here.TokenHash, Cancel));
        Assert.Null(await Accounts.FindSessionAsync(elsewhere.TokenHash, Cancel));
        Assert.NotNull(await Accounts.FindSessionAsync(berts.TokenHash, Cancel));
        Assert.Null(await Accounts.FindKeyAsync(key.SecretHash, Cancel));

        Assert.True(await Accounts.ChangePasswordAsync(anna.Id, "newer", null, Cancel));
        Assert.Null(await Accounts.FindSessionAsync(here.TokenHash, Cancel));
        Assert.False(await Accounts.ChangePasswordAsync(World.Anna, "x", null, Cancel));
    }

    [Fact]
    public async Task Disabling_ends_sessions_and_keys_and_enabling_brings_none_back()
    {
        await AddAsync("admin", isAdmin: true);
        var anna = await AddAsync("anna");
        var (session, key) = (NewSession(anna), NewKey(anna));
        await Accounts.AddSessionAsync(session, Cancel);
        await Accounts.AddKeyAsync(key, Cancel);

        Assert.Equal(AccountChange.Changed, await Accounts.ChangeAsync(anna.Id, isAdmin: false, disabled: true, quotaBytes: 7, Cancel));

        Assert.Null(await Accounts.FindSessionAsync(session.TokenHash, Cancel));
        Assert.Null(await Accounts.FindKeyAsync(key.SecretHash, Cancel));
        Assert.Equal((true, 7L), ((await Accounts.FindAsync(anna.Id, Cancel))!.Disabled, (await Accounts.FindAsync(anna.Id, Cancel))!.QuotaBytes));

        // One that slipped in between does not help either.
        await Accounts.AddSessionAsync(NewSession(anna) with { TokenHash = session.TokenHash }, Cancel);
        Assert.Null(await Accounts.FindSessionAsync(session.TokenHash, Cancel));

        await Accounts.EndSessionAsync(session.TokenHash, Cancel);
        await Accounts.ChangeAsync(anna.Id, isAdmin: false, disabled: false, quotaBytes: null, Cancel);
        Assert.Null(await Accounts.FindSessionAsync(session.TokenHash, Cancel));
        Assert.Null(await Accounts.FindKeyAsync(key.SecretHash, Cancel));
    }

    [Fact]
    public async Task The_last_admin_who_may_sign_in_stays()
    {
        var one = await AddAsync("one", isAdmin: true);
        var two = await AddAsync("two", isAdmin: true);

        Assert.Equal(AccountChange.Absent, await Accounts.ChangeAsync(World.Bert, false, false, null, Cancel));
        Assert.Equal(AccountChange.Changed, await Accounts.ChangeAsync(two.Id, isAdmin: true, disabled: true, null, Cancel));
        Assert.Equal(AccountChange.LastAdmin, await Accounts.ChangeAsync(one.Id, isAdmin: false, disabled: false, null, Cancel));
        Assert.Equal(AccountChange.LastAdmin, await Accounts.ChangeAsync(one.Id, isAdmin: true, disabled: true, null, Cancel));
        Assert.Equal(AccountChange.Changed, await Accounts.ChangeAsync(two.Id, isAdmin: true, disabled: false, null, Cancel));

        var changes = await Task.WhenAll(new[] { one, two }.Select(a => Accounts.ChangeAsync(a.Id, isAdmin: false, disabled: false, null, Cancel)));
        Assert.Equal([AccountChange.Changed, AccountChange.LastAdmin], changes.Order());
    }

    private async Task<Account> AddAsync(string name, bool isAdmin = false)
    {
        var account = NewAccount(name) with { IsAdmin = isAdmin };
        Assert.True(await Accounts.AddAsync(account, Cancel));
        return account;
    }

    private Account NewAccount(string name) => new()
    {
        Id = AccountId.New(World.Time),
        Name = name,
        PasswordHash = "hash",
        IsAdmin = false,
        CreatedAt = World.Time.GetUtcNow(),
    };

    private Session NewSession(Account account) => new(
        Ids.HashSecret(Ids.NewSecret()), account.Id, World.Time.GetUtcNow(), World.Time.GetUtcNow().AddHours(1), null);

    private ApiKey NewKey(Account account) => new(
        Ids.New(World.Time), account.Id, "phone", Ids.HashSecret(Ids.NewSecret()), CanRead: true, CanWrite: false, World.Time.GetUtcNow(), null);
}
