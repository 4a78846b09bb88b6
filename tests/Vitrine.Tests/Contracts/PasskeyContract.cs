using Vitrine.Library;
using Vitrine.Library.Accounts;

namespace Vitrine.Tests.Contracts;

/// <summary>What every <see cref="IPasskeyCatalog"/> keeps.</summary>
public abstract class PasskeyContract(CatalogWorld world) : CatalogContract(world)
{
    private IPasskeyCatalog Catalog => World.Passkeys;

    [Fact]
    public async Task A_passkey_reads_back_as_it_was_added_and_a_credential_has_one_owner()
    {
        var first = NewPasskey(1) with { Transports = ["internal", "hybrid"], IsBackupEligible = true, IsBackedUp = true, SignCount = uint.MaxValue };
        var second = NewPasskey(2) with { CreatedAt = World.Time.GetUtcNow().AddSeconds(1), LastUsedAt = World.Time.GetUtcNow() };
        Assert.True(await Catalog.AddAsync(second, Cancel));
        Assert.True(await Catalog.AddAsync(first, Cancel));
        Assert.False(await Catalog.AddAsync(first with { Name = "again" }, Cancel));
        Assert.False(await Catalog.AddAsync(first with { Account = World.Bert }, Cancel));

        AssertSame(first, await Catalog.FindAsync(first.CredentialId, Cancel));
        AssertSame(second, await Catalog.FindAsync(second.CredentialId, Cancel));
        Assert.Equal([first.PublicId, second.PublicId], (await Catalog.OfAsync(World.Anna, Cancel)).Select(passkey => passkey.PublicId));
        Assert.Empty(await Catalog.OfAsync(World.Bert, Cancel));
        Assert.Null(await Catalog.FindAsync([1, 2, 3], Cancel));
    }

    [Fact]
    public async Task Only_its_owner_renames_and_removes_one()
    {
        var passkey = await AddAsync(NewPasskey(1));
        Assert.False(await Catalog.RenameAsync(World.Bert, passkey.CredentialId, "his", Cancel));
        Assert.False(await Catalog.RemoveAsync(World.Bert, passkey.CredentialId, Cancel));
        Assert.True(await Catalog.RenameAsync(World.Anna, passkey.CredentialId, "phone", Cancel));
        AssertSame(passkey with { Name = "phone" }, await Catalog.FindAsync(passkey.CredentialId, Cancel));

        Assert.True(await Catalog.RemoveAsync(World.Anna, passkey.CredentialId, Cancel));
        Assert.False(await Catalog.RemoveAsync(World.Anna, passkey.CredentialId, Cancel));
        Assert.False(await Catalog.RenameAsync(World.Anna, passkey.CredentialId, "ghost", Cancel));
        Assert.False(await Catalog.UseAsync(passkey with { SignCount = 9, LastUsedAt = World.Time.GetUtcNow() }, Cancel));
        Assert.Null(await Catalog.FindAsync(passkey.CredentialId, Cancel));
        Assert.True(await Catalog.AddAsync(passkey with { Account = World.Bert }, Cancel));
    }

    [Fact]
    public async Task A_use_moves_the_count_up_only_and_authenticators_that_do_not_count_stay_at_nothing()
    {
        var counting = await AddAsync(NewPasskey(1) with { SignCount = 5, IsBackedUp = true });
        var used = counting with { SignCount = 6, LastUsedAt = World.Time.GetUtcNow(), IsBackedUp = false };
        var won = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Catalog.UseAsync(used, Cancel)));
        Assert.Single(won, each => each);
        AssertSame(used, await Catalog.FindAsync(counting.CredentialId, Cancel));
        Assert.False(await Catalog.UseAsync(used with { SignCount = 4 }, Cancel));
        Assert.False(await Catalog.UseAsync(used with { SignCount = 0 }, Cancel));

        var still = await AddAsync(NewPasskey(2));
        for (var n = 0; n < 2; n++) Assert.True(await Catalog.UseAsync(still with { LastUsedAt = World.Time.GetUtcNow() }, Cancel));
    }

    private Passkey NewPasskey(byte id) => new()
    {
        CredentialId = [id, 0, 255],
        Account = World.Anna,
        Name = "Ключ",
        PublicKey = [9, 8, id],
        SignCount = 0,
        CreatedAt = World.Time.GetUtcNow(),
    };

    private async Task<Passkey> AddAsync(Passkey passkey)
    {
        Assert.True(await Catalog.AddAsync(passkey, Cancel));
        return passkey;
    }

    private static void AssertSame(Passkey expected, Passkey? actual)
    {
        Assert.Equal(expected.CredentialId, actual!.CredentialId);
        Assert.Equal(expected.PublicKey, actual.PublicKey);
        Assert.Equal(expected.Transports, actual.Transports);
        Assert.Equal(expected, actual with { CredentialId = expected.CredentialId, PublicKey = expected.PublicKey, Transports = expected.Transports });
    }
}
