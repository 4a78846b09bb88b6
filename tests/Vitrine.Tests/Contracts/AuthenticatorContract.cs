using Vitrine.Library.Accounts;

namespace Vitrine.Tests.Contracts;

/// <summary>What every <see cref="IAuthenticatorCatalog"/> keeps.</summary>
public abstract class AuthenticatorContract(CatalogWorld world) : CatalogContract(world)
{
    private static readonly string[] Codes = ["one", "two", "three"];

    private IAuthenticatorCatalog Catalog => World.Authenticators;

    [Fact]
    public async Task An_authenticator_reads_back_as_it_was_set_takes_the_place_of_another_and_goes()
    {
        Assert.Null(await Catalog.FindAsync(World.Anna, Cancel));
        var first = await SetAsync("sealed");
        Assert.Equal(first, await Catalog.FindAsync(World.Anna, Cancel));
        Assert.Null(await Catalog.FindAsync(World.Bert, Cancel));

        await Catalog.SetAsync(first with { SealedSecret = "another" }, 0, ["four"], Cancel);
        Assert.Equal(first with { SealedSecret = "another", CodesLeft = 1 }, await Catalog.FindAsync(World.Anna, Cancel));
        Assert.False(await Catalog.UseCodeAsync(World.Anna, "one", Cancel));

        await Catalog.RemoveAsync(World.Anna, Cancel);
        await Catalog.RemoveAsync(World.Anna, Cancel);
        Assert.Null(await Catalog.FindAsync(World.Anna, Cancel));
        Assert.False(await Catalog.UseCodeAsync(World.Anna, "four", Cancel));
        Assert.False(await Catalog.UseStepAsync(World.Anna, 1000, Cancel));
        Assert.False(await Catalog.ReplaceCodesAsync(World.Anna, Codes, Cancel));
        Assert.Null(await Catalog.FindAsync(World.Anna, Cancel));
    }

    [Fact]
    public async Task A_step_is_used_once_by_many_at_once_and_so_is_any_before_it()
    {
        await SetAsync("sealed", usedStep: 100);
        Assert.False(await Catalog.UseStepAsync(World.Anna, 100, Cancel));

        var used = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Catalog.UseStepAsync(World.Anna, 102, Cancel)));

        Assert.Single(used, won => won);
        Assert.False(await Catalog.UseStepAsync(World.Anna, 101, Cancel));
        Assert.True(await Catalog.UseStepAsync(World.Anna, 103, Cancel));
    }

    [Fact]
    public async Task A_recovery_code_is_used_once_by_many_at_once_and_new_ones_end_the_old()
    {
        await SetAsync("sealed");
        await Catalog.SetAsync(new Authenticator(World.Bert, "his", World.Time.GetUtcNow(), 1), 0, ["one"], Cancel);

        var used = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Catalog.UseCodeAsync(World.Anna, "one", Cancel)));

        Assert.Single(used, won => won);
        Assert.Equal(2, (await Catalog.FindAsync(World.Anna, Cancel))!.CodesLeft);
        Assert.Equal(1, (await Catalog.FindAsync(World.Bert, Cancel))!.CodesLeft);
        foreach (var code in Codes[1..]) Assert.True(await Catalog.UseCodeAsync(World.Anna, code, Cancel));
        Assert.Equal(0, (await Catalog.FindAsync(World.Anna, Cancel))!.CodesLeft);
        Assert.False(await Catalog.UseCodeAsync(World.Anna, "two", Cancel));

        Assert.True(await Catalog.ReplaceCodesAsync(World.Anna, ["five"], Cancel));
        Assert.True(await Catalog.UseCodeAsync(World.Anna, "five", Cancel));
        Assert.False(await Catalog.UseStepAsync(World.Anna, 0, Cancel));
    }

    private async Task<Authenticator> SetAsync(string secret, long usedStep = 0)
    {
        var authenticator = new Authenticator(World.Anna, secret, World.Time.GetUtcNow(), Codes.Length);
        await Catalog.SetAsync(authenticator, usedStep, Codes, Cancel);
        return authenticator;
    }
}
