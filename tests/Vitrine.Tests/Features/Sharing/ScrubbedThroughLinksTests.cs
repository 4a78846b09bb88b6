using System.IO.Compression;
using System.Net;
using Vitrine.Imaging.Scrubbing;
using Vitrine.Library;
using Vitrine.Library.Links;
using Vitrine.Tests.Imaging;
using Vitrine.Tests.Imaging.Scrubbing;

namespace Vitrine.Tests.Features.Sharing;

/// <summary>What a link that hides details gives of originals: scrubbed, or not at all.</summary>
public sealed class ScrubbedThroughLinksTests(SharedWorld shared) : IClassFixture<SharedWorld>
{
    private World World => shared.World;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Every picture and film of the corpus that can be scrubbed, served over HTTP and read by exiftool.</summary>
    [Fact]
    [Trait("trust", "L08")]
    public async Task Exiftool_finds_nothing_in_what_a_link_serves_but_what_makes_the_picture()
    {
        var items = new List<(string File, MediaItem Item)>();
        foreach (var row in CorpusTable.Rows) items.Add((row.File, await PlantAsync(row.File)));
        var album = await World.AlbumAsync(World.Ada, [.. items.Select(item => item.Item.Id)]);
        var (_, token) = await World.LinkAsync(World.Ada, new NewLink { Name = "x", Album = album.Id, CanDownload = true });
        using var visitor = World.Browser();
        using var folder = new ScrubFolder();

        var wrong = new List<string>();
        foreach (var (file, item) in items)
        {
            using var answer = await visitor.GetAsync($"/s/{token}/media/{item.Id}/original");
            var given = Scrubber.Knows(item.ContentType) && !Scrubbed.Refused.ContainsKey(file);
            if (answer.StatusCode != (given ? HttpStatusCode.OK : HttpStatusCode.Forbidden)) wrong.Add($"{file}: {answer.StatusCode}");
            if (!given) continue;
            var name = answer.Content.Headers.ContentDisposition?.FileName?.Trim('"') ?? "";
            if (Path.GetFileNameWithoutExtension(name) is not ("photo" or "video" or "audio" or "file")) wrong.Add($"{file}: is called {name}");
            await File.WriteAllBytesAsync(Path.Combine(folder.Path, file.Replace('/', '-')), await answer.Content.ReadAsByteArrayAsync(Cancel), Cancel);
        }

        Assert.Empty(wrong);
        foreach (var (file, tags) in await Exiftool.ReadAsync(folder.Path))
            wrong.AddRange(tags.Where(tag => !AllowedTags.Allows(tag.Name, tag.Value)).Select(tag => $"{file}: {tag.Name} = {tag.Value}"));
        Assert.Empty(wrong);
    }

    [Fact]
    public async Task A_scrubbed_original_has_ranges_and_a_tag_of_its_own()
    {
        const string File = "gps/DSCN0010.jpg";
        var item = await PlantAsync(File);
        var (_, token) = await World.LinkAsync(World.Ada, new NewLink { Name = "x", Items = [item.Id], CanDownload = true });
        using var visitor = World.Browser();
        var address = $"/s/{token}/media/{item.Id}/original";
        var expected = await Scrubbed.FileAsync(File);

        using var whole = await visitor.GetAsync(address);
        Assert.Equal(expected, await whole.Content.ReadAsByteArrayAsync(Cancel));
        Assert.NotEqual($"\"{item.Sha256}\"", whole.Headers.ETag!.Tag);
        Assert.Null(whole.Content.Headers.LastModified);

        using var asked = new HttpRequestMessage(HttpMethod.Get, address);
        asked.Headers.Range = new(100, 299);
        using var part = await visitor.Client.SendAsync(asked, Cancel);
        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal(expected[100..300], await part.Content.ReadAsByteArrayAsync(Cancel));

        using var again = new HttpRequestMessage(HttpMethod.Get, address);
        again.Headers.IfNoneMatch.Add(whole.Headers.ETag);
        Assert.Equal(HttpStatusCode.NotModified, (await visitor.Client.SendAsync(again, Cancel)).StatusCode);
    }

    [Fact]
    [Trait("trust", "L07")]
    public async Task Without_the_right_to_download_there_is_no_scrubbed_original_either()
    {
        var item = await PlantAsync("gps/DSCN0010.jpg");
        var (_, token) = await World.LinkAsync(World.Ada, new NewLink { Name = "x", Items = [item.Id] });
        using var visitor = World.Browser();

        foreach (var path in new[] { "/original", "/original?download=1" })
            Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync($"/s/{token}/media/{item.Id}{path}")).StatusCode);
        Assert.DoesNotContain("/original", (await visitor.PageAsync($"/s/{token}/media/{item.Id}")).Source.Text, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("trust", "L08")]
    public async Task All_of_a_link_comes_as_one_zip_of_scrubbed_originals_under_names_that_say_nothing()
    {
        string[] files = ["gps/DSCN0010.jpg", "gps/DSCN0012.jpg"];
        var items = new List<MediaItem>();
        foreach (var file in files) items.Add(await PlantAsync(file));
        var album = await World.AlbumAsync(World.Ada, [.. items.Select(item => item.Id)]);
        var (_, token) = await World.LinkAsync(World.Ada, new NewLink { Name = "x", Album = album.Id, CanDownload = true });
        var (_, looking) = await World.LinkAsync(World.Ada, new NewLink { Name = "x", Album = album.Id });
        using var visitor = World.Browser();

        Assert.Equal($"/s/{token}/archive", (await visitor.PageAsync($"/s/{token}")).QuerySelector("a[href$='/archive']")!.GetAttribute("href"));
        using var zip = await ReadAsync(visitor, $"/s/{token}/archive");
        Assert.Equal(["photo (2).jpg", "photo.jpg"], zip.Entries.Select(entry => entry.FullName).Order(StringComparer.Ordinal));
        var expected = new List<byte[]>();
        foreach (var file in files) expected.Add(await Scrubbed.FileAsync(file));
        Assert.Equal(expected.Select(bytes => (long)bytes.Length).Order(), zip.Entries.Select(entry => entry.Length).Order());

        Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync($"/s/{looking}/archive")).StatusCode);
        Assert.Null((await visitor.PageAsync($"/s/{looking}")).QuerySelector("a[href$='/archive']"));
    }

    [Fact]
    public async Task An_album_comes_as_one_zip_of_originals_to_its_people_and_to_nobody_else()
    {
        var item = await PlantAsync("gps/DSCN0010.jpg");
        var album = await World.AlbumAsync(World.Ada, item.Id);
        using var ada = await World.BrowserOfAsync(World.Ada);
        using var ben = await World.BrowserOfAsync(World.Ben);

        using var zip = await ReadAsync(ada, $"/albums/{album.Id}/archive");
        Assert.Equal((item.FileName, item.Bytes), (Assert.Single(zip.Entries).FullName, zip.Entries[0].Length));
        Assert.Equal(HttpStatusCode.NotFound, (await ben.GetAsync($"/albums/{album.Id}/archive")).StatusCode);
    }

    private static async Task<ZipArchive> ReadAsync(Browser browser, string address)
    {
        using var answer = await browser.GetAsync(address);
        Assert.Equal((HttpStatusCode.OK, "application/zip"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        return new ZipArchive(new MemoryStream(await answer.Content.ReadAsByteArrayAsync(Cancel)));
    }

    private async Task<MediaItem> PlantAsync(string file) => await World.PlantAsync(
        World.Ada, await File.ReadAllBytesAsync(Corpus.PathOf(file), Cancel), $"Oma in {Canary.Word} {Path.GetFileName(file)}", Scrubbed.TypeOf(file));
}
