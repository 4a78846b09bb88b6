using System.IO.Compression;
using System.Text.Json;
using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Library.Albums;
using Vitrine.Storage;

namespace Vitrine.Tests.Features.Export;

public sealed class ExportTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Everything_of_ones_own_and_nothing_of_others_is_in_the_archive()
    {
        await using var world = await World.StartAsync();
        using var program = await world.ProgramOfAsync(world.Ada);
        var (first, second, trashed) = (Pictures.Png(40, 30, 1), Pictures.Png(40, 30, 2), Pictures.Png(40, 30, 3));
        var shown = await World.UploadAsync(program, first, "photo.png");
        var same = await World.UploadAsync(program, second, "photo.png");
        var gone = await World.UploadAsync(program, trashed, "old.png");
        await world.UploadAsync(world.Ben, 9);
        await world.Get<IMediaCatalog>().PutInTrashAsync(new Scope.Own(world.Ada.Id), gone, Cancel);
        var album = await world.AlbumAsync(world.Ada, AlbumOrder.ByHand, [same, shown]);
        using var ada = await world.BrowserOfAsync(world.Ada);

        using var zip = new ZipArchive(await ada.Client.GetStreamAsync("/settings/export/archive", Cancel), ZipArchiveMode.Read);

        var files = zip.Entries.Where(entry => entry.Name.EndsWith(".png", StringComparison.Ordinal)).ToDictionary(entry => entry.FullName, Bytes);
        Assert.Equal(3, files.Count);
        Assert.Equal(trashed, files["trash/old.png"]);
        using var json = JsonDocument.Parse(Bytes(zip.GetEntry("account.json")!));
        var root = json.RootElement;
        Assert.Equal("Ada", root.GetProperty("account").GetProperty("name").GetString());
        Assert.Equal([same.ToString(), shown.ToString()], root.GetProperty("albums")[0].GetProperty("items").EnumerateArray().Select(id => id.GetString()));
        Assert.Equal(album.Title, root.GetProperty("albums")[0].GetProperty("title").GetString());
        var told = root.GetProperty("items").EnumerateArray().ToDictionary(item => item.GetProperty("item").GetProperty("id").GetString()!, item => item.GetProperty("file").GetString()!);
        Assert.Equal(first, files[told[$"{shown}"]]);
        Assert.Equal(second, files[told[$"{same}"]]);
        Assert.DoesNotContain("hash\":\"", root.ToString(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Albums_say_in_which_albums_they_lie_as_folders_would()
    {
        await using var world = await World.StartAsync();
        var top = await NamedAsync(world, "Summer", null);
        var (norway, again) = (await NamedAsync(world, "Norway/Bergen", top), await NamedAsync(world, "Norway_bergen", top));
        var deep = await NamedAsync(world, "Day 1.", norway);
        using var ada = await world.BrowserOfAsync(world.Ada);

        using var zip = new ZipArchive(await ada.Client.GetStreamAsync("/settings/export/archive", Cancel), ZipArchiveMode.Read);

        using var json = JsonDocument.Parse(Bytes(zip.GetEntry("account.json")!));
        var told = json.RootElement.GetProperty("albums").EnumerateArray().ToDictionary(album => album.GetProperty("id").GetString()!);
        Assert.Equal("Summer", told[$"{top}"].GetProperty("path").GetString());
        Assert.False(told[$"{top}"].TryGetProperty("parent", out _));
        Assert.Equal("Summer/Norway_Bergen", told[$"{norway}"].GetProperty("path").GetString());
        Assert.Equal("Summer/Norway_bergen (2)", told[$"{again}"].GetProperty("path").GetString());
        Assert.Equal($"{norway}", told[$"{deep}"].GetProperty("parent").GetString());
        Assert.Equal("Summer/Norway_Bergen/Day 1", told[$"{deep}"].GetProperty("path").GetString());
    }

    private static async Task<AlbumId> NamedAsync(World world, string title, AlbumId? parent)
    {
        var album = await world.AlbumAsync(world.Ada);
        await world.Get<IAlbumCatalog>().EditAsync(album.Id, new AlbumEdit { Title = title }, null, Cancel);
        if (parent is { } above) Assert.Equal(Nesting.Done, await world.Get<IAlbumCatalog>().NestAsync(album.Id, above, Cancel));
        return album.Id;
    }

    [Fact]
    public async Task What_is_lost_or_damaged_is_said_and_the_rest_comes()
    {
        await using var world = await World.StartAsync();
        var (lost, kept) = (await world.UploadAsync(world.Ada, 1), await world.UploadAsync(world.Ada, 2));
        await world.SettledAsync(lost);
        var item = (await world.Get<IMediaCatalog>().FindAsync(Scope.Everything, lost, Cancel))!;
        await world.Get<IBlobStore>().DeleteAsync(item.OriginalKey, Cancel);
        using var ada = await world.BrowserOfAsync(world.Ada);

        using var zip = new ZipArchive(await ada.Client.GetStreamAsync("/settings/export/archive", Cancel), ZipArchiveMode.Read);

        Assert.Contains("the original is not in the store", System.Text.Encoding.UTF8.GetString(Bytes(zip.GetEntry("_missing.txt")!)), StringComparison.Ordinal);
        Assert.Single(zip.Entries, entry => entry.FullName.Contains('/', StringComparison.Ordinal));
        Assert.NotEqual(default, kept);
    }

    private static byte[] Bytes(ZipArchiveEntry entry)
    {
        using var content = new MemoryStream();
        using var stream = entry.Open();
        stream.CopyTo(content);
        return content.ToArray();
    }
}
