using Vitrine.Cli;
using Vitrine.Library;
using Vitrine.Library.Access;

namespace Vitrine.Tests.Cli;

public sealed class SeedTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Seeding_fills_a_library_beside_the_running_site_and_refuses_one_that_holds_real_media()
    {
        await using var world = await World.StartAsync();
        var media = world.Get<IMediaCatalog>();
        var own = new Scope.Own(world.Ben.Id);

        Assert.Equal(0, await SeedAsync(world, "300"));
        Assert.Equal(0, await SeedAsync(world, "7"));

        var page = await media.PageAsync(own, MediaSort.TakenNewest, null, 500, Cancel);
        Assert.Equal(307, page.Items.Count);
        Assert.All(page.Items, item => Assert.True(item is { Synthetic: true, State: MediaState.Ready, Thumbhash.Length: > 10 }));
        Assert.All(page.Items, item => Assert.True(item.TakenAt.IsPlausible(world.Get<TimeProvider>().GetUtcNow())));
        Assert.True((await media.DaysAsync(own, Cancel)).Count > 5);

        await media.AdoptAsync(page.Items[0] with { Id = MediaId.New(world.Get<TimeProvider>()), Synthetic = false }, null, Cancel);
        Assert.Equal(1, await SeedAsync(world, "1"));
        Assert.Equal(0, await SeedAsync(world, "1", "--force"));
        Assert.Equal(2, await SeedAsync(world, "0"));
        Assert.Equal(309, (await world.Get<IUploadCatalog>().UsageAsync(world.Ben.Id, Cancel)).Items);
    }

    private static Task<int> SeedAsync(World world, string items, params string[] more) => Commands.RunAsync(
        ["seed", "--account", world.Ben.Name, "--items", items, "--data", world.Data, .. more], Program.AddParts, _ => throw new InvalidOperationException());
}
