using System.Text.Json.Nodes;
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
        Assert.Equal((5, 4, 3), (report.Accounts, report.Albums, report.Public));
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
    public async Task What_waits_in_an_album_that_is_lost_goes_to_the_trash_and_what_lay_in_it_lies_on_top()
    {
        var waiting = Assert.Single(await World.Guests.WaitingForAsync(World.Anna, Cancel));
        var (item, inside) = ((await World.Guests.WaitingAsync(waiting.Album, null, 10, Cancel)).Items[0], Assert.Single(await World.Albums.InsideAsync(waiting.Album, Cancel)));
        await store.Blobs.DeleteAsync(AlbumFiles.KeyOf(waiting.Album), Cancel);
        var told = new List<string>();
        await RebuildAsync(told.Add);

        Assert.Equal([$"album {inside.Title}: what it lay in is gone, so it lies on top", $"the album in which it waited is gone, so it is in the trash: {item.OriginalKey}"], told);
        Assert.Contains(item.Id, (await other.Media.TrashAsync(World.AnnasOwn, null, 10, Cancel)).Items.Select(trashed => trashed.Id));
        Assert.Empty(await other.Albums.LineAsync(inside.Id, Cancel));
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

    /// <summary>
    /// Leaves out each word of the files by itself: what then comes back is not the same, or the full catalog does not tell. The words whose lack
    /// nobody would notice.
    /// </summary>
    protected async Task<IReadOnlyList<string>> IdleWordsAsync(Func<CatalogWorld> another)
    {
        var before = await RebuiltRows.OfAsync(World, Cancel);
        var files = new Dictionary<BlobKey, JsonObject>();
        foreach (var key in (await store.KeysAsync("")).Where(key => key.EndsWith(".json", StringComparison.Ordinal) && key.Contains('/', StringComparison.Ordinal)))
            files[new BlobKey(key)] = JsonNode.Parse((await store.ReadAsync(new BlobKey(key)))!)!.AsObject();
        var words = files.SelectMany(file => WordsOf(file.Value, KindOf(file.Key))).ToHashSet(StringComparer.Ordinal);
        Assert.InRange(words.Count, 40, 90);

        var idle = new List<string>();
        foreach (var word in words)
        {
            foreach (var (key, text) in files)
            {
                var without = text.DeepClone();
                LeaveOut(without, KindOf(key), word);
                await PutAsync(key, without);
            }

            await using var rebuilt = another();
            rebuilt.Time.SetUtcNow(World.Time.GetUtcNow());
            var told = new List<string>();
            await RebuildAsync(rebuilt, told.Add);
            if (told.Count == 0 && !Differences(before, await RebuiltRows.OfAsync(rebuilt, Cancel)).Any()) idle.Add(word);
        }

        return idle;

        async Task PutAsync(BlobKey key, JsonNode text)
        {
            var present = await store.Blobs.FindAsync(key, Cancel);
            Assert.True(await store.Blobs.ReplaceAsync(key, System.Text.Encoding.UTF8.GetBytes(text.ToJsonString()), present?.Tag, Cancel));
        }
    }

    private static string KindOf(BlobKey key) => key.Value.Split('/') is ["catalog", var kind, ..] ? kind : "sidecar";

    private static IEnumerable<string> WordsOf(JsonNode? node, string path) => node switch
    {
        JsonObject thing => thing.SelectMany(member => WordsOf(member.Value, $"{path}.{member.Key}").Append($"{path}.{member.Key}")),
        JsonArray list => list.SelectMany(one => WordsOf(one, path)),
        _ => [],
    };

    private static void LeaveOut(JsonNode? node, string path, string word)
    {
        if (node is JsonArray list)
        {
            foreach (var one in list) LeaveOut(one, path, word);
        }
        else if (node is JsonObject thing)
        {
            foreach (var name in thing.Select(member => member.Key).ToList())
            {
                if ($"{path}.{name}" == word) thing.Remove(name);
                else LeaveOut(thing[name], $"{path}.{name}", word);
            }
        }
    }

    private Task<RebuildReport> RebuildAsync(Action<string> tell) => RebuildAsync(other, tell);

    private Task<RebuildReport> RebuildAsync(CatalogWorld into, Action<string> tell)
    {
        var sidecars = new Sidecars(store.Blobs, into.Albums, into.Publications);
        var frame = new FrameRestoring(into.Albums, into.Accounts, into.Links, into.Publications, new SettingsFile(into.Site, store.Blobs), store.Blobs);
        var adopting = new Adopting(into.Media, into.Uploads, store.Blobs, sidecars, into.Time);
        return new Rebuilding(into.Media, into.Albums, into.Accounts, into.Site, into.Uploads, store.Blobs, store.Marker, sidecars, frame, adopting, into.Time)
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
