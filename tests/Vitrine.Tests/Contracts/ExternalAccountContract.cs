using Vitrine.Library;
using Vitrine.Library.Accounts;

namespace Vitrine.Tests.Contracts;

/// <summary>What every <see cref="IExternalAccountCatalog"/> keeps.</summary>
public abstract class ExternalAccountContract(CatalogWorld world) : CatalogContract(world)
{
    private const string Issuer = "https://id.example.org";

    private IExternalAccountCatalog Catalog => World.Externals;

    [Fact]
    public async Task Somebody_elsewhere_is_one_account_here_by_issuer_and_subject_together()
    {
        var external = New("Žofie");
        Assert.True(await Catalog.AddAsync(external, Cancel));
        Assert.False(await Catalog.AddAsync(external with { Account = World.Bert }, Cancel));
        Assert.True(await Catalog.AddAsync(external with { Issuer = "https://other.example.org", Account = World.Bert }, Cancel));
        Assert.True(await Catalog.AddAsync(external with { Subject = "žofie", CreatedAt = World.Time.GetUtcNow().AddSeconds(1) }, Cancel));

        Assert.Equal(external, await Catalog.FindAsync(Issuer, "Žofie", Cancel));
        Assert.Null(await Catalog.FindAsync(Issuer, "Zofie", Cancel));
        Assert.Null(await Catalog.FindAsync("", $"{Issuer}Žofie", Cancel));
        Assert.Equal(["Žofie", "žofie"], (await Catalog.OfAsync(World.Anna, Cancel)).Select(each => each.Subject));
        Assert.Single(await Catalog.OfAsync(World.Bert, Cancel));
    }

    [Fact]
    public async Task Only_the_account_that_is_connected_is_disconnected()
    {
        var external = New("1");
        await Catalog.AddAsync(external, Cancel);
        Assert.False(await Catalog.RemoveAsync(World.Bert, Issuer, "1", Cancel));
        Assert.True(await Catalog.RemoveAsync(World.Anna, Issuer, "1", Cancel));
        Assert.False(await Catalog.RemoveAsync(World.Anna, Issuer, "1", Cancel));
        Assert.Null(await Catalog.FindAsync(Issuer, "1", Cancel));
        Assert.Empty(await Catalog.OfAsync(World.Anna, Cancel));
        Assert.True(await Catalog.AddAsync(external with { Account = World.Bert }, Cancel));
    }

    [Fact]
    public async Task Of_many_at_once_one_account_is_made_and_a_taken_name_connects_nobody()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 5).Select(n =>
        {
            var account = NewAccount($"Guest {n}");
            return Catalog.AddWithAccountAsync(account, New("1") with { Account = account.Id }, Cancel);
        }));
        Assert.Single(outcomes, outcome => outcome == ConnectOutcome.Connected);
        Assert.Equal(4, outcomes.Count(outcome => outcome == ConnectOutcome.Known));
        var made = Assert.Single((await World.Accounts.PageAsync(null, 50, Cancel)).Items);
        Assert.Equal(made.Id, (await Catalog.FindAsync(Issuer, "1", Cancel))!.Account);

        var another = NewAccount(made.Name.ToUpperInvariant());
        Assert.Equal(ConnectOutcome.NameTaken, await Catalog.AddWithAccountAsync(another, New("2") with { Account = another.Id }, Cancel));
        Assert.Null(await Catalog.FindAsync(Issuer, "2", Cancel));
        Assert.Empty(await Catalog.OfAsync(another.Id, Cancel));
    }

    private ExternalAccount New(string subject) => new(Issuer, subject, World.Anna, "Anna", World.Time.GetUtcNow());

    private Account NewAccount(string name) =>
        new() { Id = new AccountId(Ids.New(World.Time)), Name = name, PasswordHash = "hash", IsAdmin = false, CreatedAt = World.Time.GetUtcNow() };
}
