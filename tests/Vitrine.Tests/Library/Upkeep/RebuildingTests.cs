using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Library.Albums;
using Vitrine.Library.SiteSettings;
using Vitrine.Settings;
using Vitrine.Storage;
using Vitrine.Tests.Contracts;

namespace Vitrine.Tests.Library.Upkeep;

public sealed class RebuildingTests : IAsyncLifetime
{
    private SiteParts site = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => site = await SiteParts.CreateAsync();

    public ValueTask DisposeAsync() => site.DisposeAsync();

    [Fact]
    public async Task A_lost_database_comes_back_from_the_store()
    {
        var items = new List<MediaItem>();
        for (var i = 0; i < 4; i++) items.Add(await site.TakeAsync(TestStore.Bytes(5000, i), $"photo {i}.jpg"));
        await site.Get<IMediaCatalog>().PutInTrashAsync(Scope.Everything, items[3].Id, Cancel);
        await site.Get<SidecarWriter>().WriteDueAsync(Cancel);
        Assert.IsType<SettingsOutcome.Saved>(await site.Get<SettingsDesk>().SaveAsync(0, new Dictionary<string, string> { ["Trash:Days"] = "9" }, Cancel));
        await site.Get<CatalogFiles>().WriteAsync(Cancel);

        await using var reborn = WithNewDatabase();
        var report = await reborn.Get<Rebuilding>().RunAsync(line => Assert.Fail(line), Cancel);
        Assert.Equal((4, 0, 1), (report.Adopted, report.Present, report.Accounts));
        Assert.True(report.IsComplete);
        await reborn.Get<SiteStart>().CheckAsync(Cancel);
        Assert.Equal((1, 9), (reborn.Get<SettingsDesk>().Version, reborn.Get<Live<TrashOptions>>().Value.Days));
        Assert.True((await reborn.VerifyAsync()).Report.IsClean);
        foreach (var before in items)
        {
            var (was, now) = (await site.FindAsync(before.Id), await reborn.FindAsync(before.Id));
            Assert.Equal((was!.Sha256, was.FileName, was.Title, was.Owner, was.TakenAt, was.UploadedAt, was.TrashedAt), (now!.Sha256, now.FileName, now.Title, now.Owner, now.TakenAt, now.UploadedAt, now.TrashedAt));
            Assert.Equal(was.Tags, now.Tags);
        }

        var own = new Scope.Own(site.Owner.Id);
        Assert.Equal(3, (await reborn.Get<IMediaCatalog>().PageAsync(own, MediaSort.TakenNewest, null, 10, Cancel)).Items.Count);
        Assert.Single((await reborn.Get<IMediaCatalog>().TrashAsync(own, null, 10, Cancel)).Items);
        Assert.Equal(20_000, (await reborn.Get<IUploadCatalog>().UsageAsync(site.Owner.Id, Cancel)).Used);
        Assert.Equal(("Ada", true, ""), (await reborn.Get<IAccountCatalog>().FindAsync(site.Owner.Id, Cancel)) is { } a ? (a.Name, a.IsAdmin, a.PasswordHash) : default);
    }

    [Fact]
    public async Task Albums_come_back_with_their_members_and_their_order()
    {
        var own = new Scope.Own(site.Owner.Id);
        var items = new List<MediaId>();
        for (var i = 0; i < 3; i++) items.Add((await site.TakeAsync(TestStore.Bytes(5000, i))).Id);
        var friend = new Account { Id = AccountId.New(site.Time), Name = "Ben", PasswordHash = "x", IsAdmin = false, CreatedAt = site.Time.GetUtcNow() };
        await site.Get<IAccountCatalog>().AddAsync(friend, Cancel);
        var albums = site.Get<IAlbumCatalog>();
        var album = new Album
        {
            Id = AlbumId.New(site.Time),
            Owner = site.Owner.Id,
            Version = 1,
            Title = "By the sea",
            Description = "Two\nlines",
            Order = AlbumOrder.ByHand,
            ChosenCover = items[1],
            CreatedAt = site.Time.GetUtcNow(),
        };
        await albums.MakeAsync(album, Cancel);
        var gone = album with { Id = AlbumId.New(site.Time) };
        await albums.MakeAsync(gone, Cancel);
        foreach (var each in new[] { album, gone }) await albums.AddAsync(each.Id, own, [items[2], items[0], items[1]], Cancel);
        await site.Get<IAlbumMembers>().SetAsync(album.Id, friend.Id, AlbumRole.Contributor, Cancel);
        var above = album with { Id = AlbumId.New(site.Time), Title = "Summers", ChosenCover = null };
        await albums.MakeAsync(above, Cancel);
        await albums.NestAsync(album.Id, above.Id, Cancel);
        Assert.Equal(3, await site.Get<AlbumFiles>().WriteDueAsync(Cancel));
        await albums.DeleteAsync(gone.Id, Cancel);
        Assert.Equal(1, await site.Get<AlbumFiles>().WriteDueAsync(Cancel));
        await site.Get<SidecarWriter>().WriteDueAsync(Cancel);
        await site.Get<CatalogFiles>().WriteAsync(Cancel);

        await using var reborn = WithNewDatabase();
        var report = await reborn.Get<Rebuilding>().RunAsync(line => Assert.Fail(line), Cancel);

        Assert.Equal((3, 2), (report.Adopted, report.Albums));
        var again = reborn.Get<IAlbumCatalog>();
        var found = await again.FindAsync(album.Id, Cancel);
        Assert.Equal((album.Title, album.Description, album.Order, items[1], 3), (found!.Title, found.Description, found.Order, found.Cover, found.Items));
        Assert.Equal([items[2], items[0], items[1]], (await again.PageAsync(album.Id, AlbumOrder.ByHand, null, 10, Cancel)).Items.Select(item => item.Id));
        Assert.Equal(AlbumRole.Contributor, await reborn.Get<IAlbumMembers>().RoleAsync(album.Id, friend.Id, Cancel));
        Assert.Equal([above.Id], (await again.LineAsync(album.Id, Cancel)).Select(each => each.Id));
        Assert.Null(await again.FindAsync(gone.Id, Cancel));
    }

    [Fact]
    public async Task Only_what_is_lacking_is_inserted_and_nothing_is_changed()
    {
        var item = await site.TakeAsync(TestStore.Bytes(5000));
        await site.Get<IMediaCatalog>().EditAsync(new Scope.Own(site.Owner.Id), item.Id, new MediaEdit { Title = "Newer than its sidecar" }, null, Cancel);
        var report = await site.Get<Rebuilding>().RunAsync(line => Assert.Fail(line), Cancel);
        Assert.Equal((0, 1, 0), (report.Adopted, report.Present, report.Accounts));
        Assert.Equal("Newer than its sidecar", (await site.FindAsync(item.Id))!.Title);
    }

    [Fact]
    public async Task What_cannot_come_back_is_told()
    {
        var items = new List<MediaItem>();
        for (var i = 0; i < 4; i++) items.Add(await site.TakeAsync(TestStore.Bytes(5000, i)));
        File.Delete(site.PathOf(items[0].SidecarKey));
        File.Delete(site.PathOf(items[1].OriginalKey));
        await File.WriteAllTextAsync(site.PathOf(items[2].SidecarKey), "not json", Cancel);

        await using var reborn = WithNewDatabase();
        var told = new List<string>();
        var report = await reborn.Get<Rebuilding>().RunAsync(told.Add, Cancel);
        Assert.Equal((1, 1, 1, 1), (report.Adopted, report.WithoutSidecar, report.WithoutOriginal, report.Unreadable));
        Assert.False(report.IsComplete);
        Assert.Equal(3, told.Count);
        Assert.NotNull(await reborn.FindAsync(items[3].Id));

        // Nobody kept the accounts' file yet: the owner gets a name to be found by, and no way to sign in.
        Assert.StartsWith("recovered-", (await reborn.Get<IAccountCatalog>().FindAsync(site.Owner.Id, Cancel))!.Name, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Originals_without_sidecar_can_be_adopted_from_their_bytes_alone()
    {
        var items = new List<MediaItem>();
        for (var i = 0; i < 3; i++) items.Add(await site.TakeAsync(Pictures.Png(20 + i, 20, i), $"photo {i}.png"));
        foreach (var item in items) File.Delete(site.PathOf(item.SidecarKey));
        var stray = Path.Join(site.Media, "originals", "2026", "stray.png");
        await File.WriteAllBytesAsync(stray, Pictures.Png(9, 9, 9), Cancel);

        await using (var reborn = WithNewDatabase())
        {
            await reborn.Get<Rebuilding>().RunAsync(_ => { }, Cancel);
            var adopter = new Account { Id = AccountId.New(site.Time), Name = "Finder", PasswordHash = "", IsAdmin = false, CreatedAt = site.Time.GetUtcNow() };
            await reborn.Get<IAccountCatalog>().AddAsync(adopter, Cancel);
            var told = new List<string>();
            Assert.Equal(3, await reborn.Get<Rebuilding>().AdoptAsync(adopter, told.Add, Cancel));
            Assert.Equal($"adopted: {items[0].OriginalKey}", told[0]);
            var (was, now) = (items[0], (await reborn.FindAsync(items[0].Id))!);
            Assert.Equal((was.Sha256, was.Crc32, was.Bytes, was.ContentType, was.Kind, was.OriginalKey), (now.Sha256, now.Crc32, now.Bytes, now.ContentType, now.Kind, now.OriginalKey));
            Assert.Equal((adopter.Id, "photo 0.png", MediaState.Received, was.Id.MadeAt), (now.Owner, now.FileName, now.State, now.UploadedAt));
            Assert.Equal(0, await reborn.Get<Rebuilding>().AdoptAsync(adopter, told.Add, Cancel));
            Assert.Equal(0, (await reborn.Get<Rebuilding>().RunAsync(_ => { }, Cancel)).Adopted);
            Assert.True(File.Exists(stray));
        }
    }

    [Fact]
    public async Task An_item_whose_sidecar_alone_is_lost_keeps_its_row_and_gets_the_sidecar_again()
    {
        var item = await site.TakeAsync(TestStore.Bytes(5000));
        var going = await site.TakeAsync(TestStore.Bytes(5000, 2));
        File.Delete(site.PathOf(item.SidecarKey));
        File.Delete(site.PathOf(going.SidecarKey));
        await site.Get<IMediaCatalog>().BeginPurgeAsync(Scope.Everything, going.Id, Cancel);
        var other = new Account { Id = AccountId.New(site.Time), Name = "Finder", PasswordHash = "", IsAdmin = false, CreatedAt = site.Time.GetUtcNow() };
        await site.Get<IAccountCatalog>().AddAsync(other, Cancel);

        Assert.Equal(1, await site.Get<Rebuilding>().AdoptAsync(other, _ => { }, Cancel));

        Assert.Equal(site.Owner.Id, (await site.FindAsync(item.Id))!.Owner);
        Assert.True(File.Exists(site.PathOf(item.SidecarKey)));
        Assert.False(File.Exists(site.PathOf(going.SidecarKey)));
    }

    [Fact]
    public async Task A_damaged_file_of_accounts_is_told_and_the_items_come_back_without_it()
    {
        var item = await site.TakeAsync(TestStore.Bytes(5000));
        await site.Get<CatalogFiles>().WriteAsync(Cancel);
        await File.WriteAllTextAsync(site.PathOf(CatalogFiles.AccountsKey), "{\"accounts\": [", Cancel);

        await using var reborn = WithNewDatabase();
        var told = new List<string>();
        await reborn.Get<Rebuilding>().RunAsync(told.Add, Cancel);
        Assert.Equal(["not understood: catalog/accounts.json"], told);
        Assert.Equal(item.Owner, (await reborn.FindAsync(item.Id))!.Owner);
        Assert.StartsWith("recovered-", (await reborn.Get<IAccountCatalog>().FindAsync(item.Owner, Cancel))!.Name, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_of_another_store_is_refused()
    {
        await using var other = await SiteParts.CreateAsync();
        await using var mixed = other.Again(new Dictionary<string, string?> { ["Storage:Disk:Path"] = site.Media });
        await Assert.ThrowsAsync<StorageUnavailableException>(() => mixed.Get<Rebuilding>().RunAsync(_ => { }, Cancel));
    }

    private SiteParts WithNewDatabase() => site.Again(new Dictionary<string, string?> { ["Metadata:Sqlite:Path"] = Path.Join(site.Data, "reborn.db") });
}
