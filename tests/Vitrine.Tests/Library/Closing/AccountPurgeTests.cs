using Microsoft.Extensions.Logging.Abstractions;
using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Library.Accounts;
using Vitrine.Library.Albums;
using Vitrine.Library.Guests;
using Vitrine.Library.Links;
using Vitrine.Library.Publishing;
using Vitrine.Storage;
using Vitrine.Tests.Backends.Dynamo;
using Vitrine.Tests.Library.Moving;

namespace Vitrine.Tests.Library.Closing;

/// <summary>An account on its way out for ever, on either backend.</summary>
public sealed class AccountPurgeTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Its_job_leaves_nothing_that_names_it_and_takes_nothing_of_others(bool onDynamoDb)
    {
        await using var site = await OnAsync(onDynamoDb);
        var full = new FullAccount(site.World);
        await full.FillAsync();
        Assert.NotEmpty(await full.TracesAsync());
        var closing = site.World.Get<AccountClosing>();
        Assert.False(await closing.PurgeAsync(full.Ben.Id, Cancel));
        Assert.Equal(AccountChange.Changed, await closing.CloseAsync(full.Ben.Id, Cancel));

        Assert.True(await closing.PurgeAsync(full.Ben.Id, Cancel));
        Assert.True(await closing.PurgeAsync(full.Ben.Id, Cancel));

        await GoneAsync(site.World, full);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Killed_after_each_of_its_calls_it_still_ends(bool onDynamoDb)
    {
        await using var site = await OnAsync(onDynamoDb);
        var full = new FullAccount(site.World);
        await full.FillAsync();
        await site.World.Get<IClosedAccountCatalog>().CloseAsync(full.Ben.Id, Cancel);
        Assert.True(await site.World.Get<IClosedAccountCatalog>().BeginPurgeAsync(full.Ben.Id, Cancel));

        // Each life is one call longer than the one before; those of an even number see their last call happen, and not its answer.
        var deaths = 0;
        for (var deadline = DateTime.UtcNow + Patience; await site.World.Get<IAccountCatalog>().FindAsync(full.Ben.Id, Cancel) is not null;)
        {
            Assert.True(DateTime.UtcNow < deadline, "It does not end.");
            var life = new Killing(1 + (deaths / 2), after: deaths % 2 == 1);
            try
            {
                while (await PurgeOf(site.World, life).StepAsync(full.Ben.Id, Cancel) == PurgeStep.More)
                {
                }
            }
            catch (Exception death) when (life.IsDead)
            {
                _ = death;
                deaths++;
            }
        }

        Assert.InRange(deaths, 40, int.MaxValue);
        await site.World.Get<CatalogFiles>().WriteAsync(Cancel);
        await GoneAsync(site.World, full);
    }

    [Fact]
    public async Task Where_the_store_is_not_there_nothing_goes()
    {
        await using var world = await World.StartAsync();
        var item = await world.PlantAsync(world.Ben, Planting.Bytes(100));
        await world.Get<IClosedAccountCatalog>().CloseAsync(world.Ben.Id, Cancel);
        await world.Get<IClosedAccountCatalog>().BeginPurgeAsync(world.Ben.Id, Cancel);
        File.Delete(Path.Combine(world.Data, "media", "vitrine-store.json"));

        await Assert.ThrowsAsync<StorageUnavailableException>(() => world.Get<AccountPurge>().StepAsync(world.Ben.Id, Cancel));

        Assert.NotNull(await world.Get<IMediaCatalog>().FindAsync(Scope.Everything, item.Id, Cancel));
    }

    [Fact]
    public async Task Who_is_not_closed_loses_nothing()
    {
        await using var world = await World.StartAsync();
        var item = await world.PlantAsync(world.Ben, Planting.Bytes(100));
        await world.Get<IClosedAccountCatalog>().CloseAsync(world.Ben.Id, Cancel);

        Assert.Equal(PurgeStep.Done, await world.Get<AccountPurge>().StepAsync(world.Ben.Id, Cancel));

        Assert.NotNull(await world.Get<IMediaCatalog>().FindAsync(Scope.Everything, item.Id, Cancel));
        Assert.NotNull(await world.Get<IAccountCatalog>().FindAsync(world.Ben.Id, Cancel));
    }

    private static AccountPurge PurgeOf(World world, Killing life)
    {
        var (links, uploads, guests) = (life.Watch(world.Get<ILinkCatalog>()), life.Watch(world.Get<IUploadCatalog>()), life.Watch(world.Get<IGuestCatalog>()));
        var (albums, media, blobs) = (life.Watch(world.Get<IAlbumCatalog>()), life.Watch(world.Get<IMediaCatalog>()), life.Watch(world.Get<IBlobStore>()));
        var (writers, completion) = (world.Get<UploadWriters>(), world.Get<Completion>());
        return new AccountPurge(
            life.Watch(world.Get<IAccountCatalog>()), life.Watch(world.Get<IClosedAccountCatalog>()), uploads, writers, completion, links,
            new LinkRevoking(links, guests, writers, completion, NullLogger<LinkRevoking>.Instance), life.Watch(world.Get<IPublicationCatalog>()),
            new AlbumPurge(albums, life.Watch(world.Get<IAlbumMembers>()), blobs), new ItemPurge(media, new Removal(media, blobs, NullLogger<Removal>.Instance)),
            world.Get<BulkChanges>(), world.Get<IStoreMarker>(), life.Watch(world.Get<ISiteCatalog>()));
    }

    private static async Task GoneAsync(World world, FullAccount full)
    {
        IReadOnlyList<string> traces = ["not looked yet"];
        for (var deadline = DateTime.UtcNow + Patience; DateTime.UtcNow < deadline && traces.Count > 0; await Task.Delay(100, Cancel))
        {
            if (await world.Get<IAccountCatalog>().FindAsync(full.Ben.Id, Cancel) is null) traces = await full.TracesAsync();
        }

        Assert.Empty(traces);
        var shown = await world.Get<IAlbumCatalog>().PageAsync(full.AdasAlbum.Id, AlbumOrder.TakenOldest, null, 100, Cancel);
        Assert.Equal([full.AdasItem.Id], shown.Items.Select(item => item.Id));
        Assert.Equal([full.AdasAlbum.Id], (await world.Get<IAlbumCatalog>().PlacementsAsync(full.AdasItem.Id, Cancel)).Select(placement => placement.Album));
        Assert.NotNull(await world.Get<IBlobStore>().FindAsync(full.AdasItem.OriginalKey, Cancel));
        Assert.Null(await world.Get<IBlobStore>().FindAsync(full.Lent.OriginalKey, Cancel));
        Assert.Equal("Ben", (await world.PersonAsync("Ben", isAdmin: false)).Name); // the name is free
    }

    private static async Task<SiteOn> OnAsync(bool onDynamoDb)
    {
        var table = onDynamoDb ? await TestTable.CreateAsync() : null;
        return new SiteOn(table is null ? await World.StartAsync() : await World.StartAsync(table.Settings, replace: table.Use), table);
    }

    private sealed record SiteOn(World World, TestTable? Table) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await World.DisposeAsync();
            if (Table is not null) await Table.DisposeAsync();
        }
    }
}
