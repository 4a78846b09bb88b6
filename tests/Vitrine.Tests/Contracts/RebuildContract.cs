using Microsoft.Extensions.Logging.Abstractions;
using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Library.Albums;
using Vitrine.Library.Links;
using Vitrine.Library.SiteSettings;
using Vitrine.Storage;

namespace Vitrine.Tests.Contracts;

/// <summary>A catalog with everything in it, lost, and made again from nothing but what the site had written to its store.</summary>
public abstract class RebuildContract(CatalogWorld world, CatalogWorld other) : CatalogContract(world)
{
    private TestStore store = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await other.StartAsync();
        store = await MakeStoreAsync();
        await store.Marker.CreateAsync("the-store", Cancel);
        await new FullCatalog(World).FillAsync();
        await KeepAsync();
        other.Time.SetUtcNow(World.Time.GetUtcNow());
    }

    /// <summary>An empty one.</summary>
    protected abstract ValueTask<TestStore> MakeStoreAsync();

    protected override async ValueTask CloseAsync()
    {
        if (store is not null) await store.DisposeAsync();
        await other.DisposeAsync();
        await base.CloseAsync();
    }

    [Fact]
    public async Task Every_field_of_every_row_comes_back_but_for_the_exceptions_that_are_named()
    {
        var before = await RebuiltRows.OfAsync(World, Cancel);
        Assert.Empty(RebuiltRows.Stale(await RebuiltRows.FieldsAsync(World, Cancel)));
        var report = await RebuildAsync(line => Assert.Fail(line));

        await other.SettleAsync();
        Assert.Empty(Differences(before, await RebuiltRows.OfAsync(other, Cancel)));
        Assert.Equal((3, 4, 3), (report.Accounts, report.Albums, report.Public));
        Assert.Equal(4, report.Links);
        Assert.True(report.IsComplete);
    }

    [Fact]
    public async Task What_follows_from_rows_comes_back_too()
    {
        await RebuildAsync(line => Assert.Fail(line));
        Assert.Equal(await ShownAsync(World), await ShownAsync(other));
    }

    /// <summary>As after a kill: the item's row is there and nothing that comes after it.</summary>
    [Fact]
    public async Task A_rebuild_that_was_cut_off_goes_on_and_one_that_was_not_changes_nothing()
    {
        var shown = (await World.Publications.OfOwnerAsync(World.Anna, null, 10, Cancel)).Items.Single(one => one.Address == "unlisted").Item!.Value;
        var sidecars = new Sidecars(store.Blobs, other.Albums, other.Publications);
        Assert.True(await other.Media.AdoptAsync((await sidecars.ReadAsync(Keys.Sidecar(shown), Cancel))!, World.TileWork, Cancel));

        var before = await RebuiltRows.OfAsync(World, Cancel);
        await RebuildAsync(line => Assert.Fail(line));
        Assert.Empty(Differences(before, await RebuiltRows.OfAsync(other, Cancel)));

        var again = await RebuildAsync(line => Assert.Fail(line));
        Assert.Equal((0, 0, 0, 0, 0), (again.Accounts, again.Albums, again.Links, again.Public, again.Adopted));
        Assert.Empty(Differences(before, await RebuiltRows.OfAsync(other, Cancel)));
    }

    [Fact]
    public async Task What_was_changed_in_the_catalog_since_is_not_undone()
    {
        await RebuildAsync(line => Assert.Fail(line));
        var shown = (await other.Publications.OfOwnerAsync(World.Anna, null, 10, Cancel)).Items;
        foreach (var publication in shown) Assert.True(await other.Publications.EndAsync(publication, Cancel));
        var holder = (await other.Albums.OfOwnerAsync(World.Anna, null, 10, Cancel)).Items.Single(album => album.Items > 1);
        var taken = (await other.Albums.PageAsync(holder.Id, AlbumOrder.ByHand, null, 1, Cancel)).Items[0];
        Assert.True(await other.Albums.RemoveAsync(holder.Id, taken.Id, Cancel));

        await RebuildAsync(line => Assert.Fail(line));
        Assert.Empty((await other.Publications.OfOwnerAsync(World.Anna, null, 10, Cancel)).Items);
        Assert.Empty(await other.Albums.PlacementsAsync(taken.Id, Cancel));
    }

    [Fact]
    public async Task A_link_that_came_back_opens_for_nobody_before_it_gets_an_address()
    {
        var before = (await World.Links.OfOwnerAsync(World.Anna, null, 10, Cancel)).Items.Single(link => link.Opens == 2);
        await RebuildAsync(line => Assert.Fail(line));
        var link = (await other.Links.FindAsync(before.Id, Cancel))!;
        Assert.Equal((false, 2, ""), (link.HasAddress, link.Opens, link.PasswordHash));
        Assert.Null(await other.Links.FindByTokenAsync(before.TokenHash, Cancel));

        Assert.True(await other.Links.GiveAddressAsync(link.Id, Ids.HashSecret("new"), "another password", Cancel));
        var lives = (await other.Links.FindByTokenAsync(Ids.HashSecret("new"), Cancel))!;
        Assert.Equal((true, 0, "another password", before.MaxOpens), (lives.HasAddress, lives.Opens, lives.PasswordHash, lives.MaxOpens));
        Assert.Null(lives.LastOpenedAt);
    }

    [Fact]
    public async Task The_file_of_a_link_that_is_revoked_goes()
    {
        var links = (await World.Links.OfOwnerAsync(World.Anna, null, 10, Cancel)).Items;
        Assert.Equal(links.Select(link => LinkFileWriter.KeyOf(link.Id).Value).Order(StringComparer.Ordinal), (await store.KeysAsync(LinkFileWriter.Prefix)).Order(StringComparer.Ordinal));
        await World.Links.RevokeAsync(links[0].Id, Cancel);
        await KeepAsync();
        Assert.Equal(links.Count - 1, (await store.KeysAsync(LinkFileWriter.Prefix)).Count);
        Assert.Empty(await World.Links.FilesDueAsync(10, Cancel));
    }

    [Fact]
    public async Task Nothing_in_the_store_opens_anything()
    {
        var secrets = new List<string?>();
        foreach (var owner in new[] { World.Anna, World.Bert })
        {
            secrets.Add((await World.Accounts.FindAsync(owner, Cancel))!.PasswordHash);
            foreach (var link in (await World.Links.OfOwnerAsync(owner, null, 10, Cancel)).Items) secrets.AddRange([link.TokenHash, link.PasswordHash]);
        }

        foreach (var key in await store.KeysAsync(Keys.Catalog))
        {
            var text = System.Text.Encoding.UTF8.GetString((await store.ReadAsync(new BlobKey(key)))!);
            Assert.All(secrets.OfType<string>(), secret => Assert.DoesNotContain($"\"{secret}\"", text, StringComparison.Ordinal));
        }
    }

    /// <summary>What the site writes to its store by and by; an item that is deleted for ever has lost its files already.</summary>
    private async Task KeepAsync()
    {
        var sidecars = new Sidecars(store.Blobs, World.Albums, World.Publications);
        var albums = new AlbumFiles(World.Albums, World.Members, World.Publications, store.Blobs, World.Time, NullLogger<AlbumFiles>.Instance);
        var links = new LinkFileWriter(World.Links, store.Blobs, World.Time, NullLogger<LinkFileWriter>.Instance);
        await NoteAllAsync();
        while (await albums.WriteDueAsync(Cancel) > 0)
        {
        }

        while (await links.WriteDueAsync(Cancel) > 0)
        {
        }

        await new SidecarWriter(World.Media, sidecars, store.Blobs, World.Time, NullLogger<SidecarWriter>.Instance).WriteDueAsync(Cancel);
        await new CatalogFiles(World.Accounts, new SettingsFile(World.Site, store.Blobs), store.Blobs, World.Time, NullLogger<CatalogFiles>.Instance).WriteAsync(Cancel);
        for (Page<MediaItem>? page = null; page is null || page.Next is not null;)
        {
            page = await World.Media.WalkAsync(page?.Next is { } next ? new MediaId(Guid.ParseExact(next.Id, "N")) : null, 10, Cancel);
            foreach (var item in page.Items.Where(item => !item.Synthetic))
            {
                if (await sidecars.ReadAsync(item.SidecarKey, Cancel) is null) await sidecars.WriteFirstAsync(item, Cancel);
                using var bytes = new MemoryStream(TestStore.Bytes((int)item.Bytes));
                await store.Blobs.WriteAsync(item.OriginalKey, bytes, item.ContentType, Cancel);
            }
        }
    }

    /// <summary>The full catalog says of some files that they were written; here none was.</summary>
    private async Task NoteAllAsync()
    {
        foreach (var owner in new[] { World.Anna, World.Bert })
        {
            foreach (var album in (await World.Albums.OfOwnerAsync(owner, null, 50, Cancel)).Items)
                await World.Albums.EditAsync(album.Id, new AlbumEdit { Description = $"{album.Description} again" }, null, Cancel);
        }
    }

    private Task<RebuildReport> RebuildAsync(Action<string> tell)
    {
        var sidecars = new Sidecars(store.Blobs, other.Albums, other.Publications);
        var frame = new FrameRestoring(other.Albums, other.Accounts, other.Links, other.Publications, new SettingsFile(other.Site, store.Blobs), store.Blobs);
        var adopting = new Adopting(other.Media, other.Uploads, store.Blobs, sidecars, other.Time);
        return new Rebuilding(other.Media, other.Albums, other.Accounts, other.Site, other.Uploads, store.Blobs, store.Marker, sidecars, frame, adopting, other.Time)
            .RunAsync(tell, Cancel);
    }

    private static IEnumerable<string> Differences(SortedDictionary<string, string> before, SortedDictionary<string, string> after) =>
        before.Keys.Union(after.Keys).Where(field => before.GetValueOrDefault(field) != after.GetValueOrDefault(field))
            .Select(field => $"{field}: {before.GetValueOrDefault(field) ?? "absent"}, then {after.GetValueOrDefault(field) ?? "absent"}");

    /// <summary>Pages and counts, without what seed made.</summary>
    private async Task<string> ShownAsync(CatalogWorld of)
    {
        var said = new List<string> { $"days {string.Join(' ', await of.DaysAsync(World.AnnasOwn))}" };
        foreach (var owner in new[] { World.Anna, World.Bert })
        {
            foreach (var album in (await of.Albums.OfOwnerAsync(owner, null, 50, Cancel)).Items)
            {
                var page = await of.Albums.PageAsync(album.Id, AlbumOrder.ByHand, null, 50, Cancel);
                var line = await of.Albums.LineAsync(album.Id, Cancel);
                said.Add($"{album.Title} {album.Cover} in {line.Count}: {string.Join(' ', page.Items.Where(item => !item.Synthetic).Select(item => item.Id))}");
            }

            said.Add($"waiting {string.Join(' ', await of.Guests.WaitingForAsync(owner, Cancel))}");
            said.Add($"trash {string.Join(' ', (await of.Media.TrashAsync(new Scope.Own(owner), null, 50, Cancel)).Items.Select(item => item.Id))}");
            said.Add($"shared {string.Join(' ', (await of.Members.SharedWithAsync(owner, null, 50, Cancel)).Items.Select(album => album.Id))}");
            said.Add($"public {string.Join(' ', (await of.Publications.PublicAsync(owner, null, 50, Cancel)).Items.Select(one => one.Address))}");
        }

        return string.Join('\n', said);
    }
}
