using System.IO.Compression;
using System.Net;
using Microsoft.Extensions.Time.Testing;
using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Library.Archives;
using Vitrine.Storage;
using Vitrine.Tests.Imaging;
using Vitrine.Tests.Imaging.Scrubbing;
using Vitrine.Tests.Library.Archives;

namespace Vitrine.Tests.Features.Delivery;

/// <summary>A selection as a zip, over real HTTP.</summary>
public sealed class ArchiveTests
{
    private const int Much = 64 * 1024 * 1024;

    [Fact]
    public async Task A_selection_comes_as_a_zip_of_the_length_that_was_said()
    {
        await using var world = await World.StartAsync();
        using var program = await world.ProgramOfAsync(world.Ada);
        var (first, second) = (Pictures.Png(20, 10, 1), Pictures.Png(20, 10, 2));
        MediaId[] ids = [await World.UploadAsync(program, first, "Ferien.png"), await World.UploadAsync(program, second, "ferien.PNG")];

        using var answer = await program.GetAsync($"/api/v1/media/archive?ids={string.Join(',', ids)}", Cancel);
        var content = await answer.Content.ReadAsByteArrayAsync(Cancel);

        Assert.Equal((HttpStatusCode.OK, "application/zip", (long?)content.Length), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType, answer.Content.Headers.ContentLength));
        Assert.Equal("attachment; filename=\"vitrine-2-files.zip\"", answer.Content.Headers.GetValues("Content-Disposition").Single());
        var files = await ReadAsync(content);
        Assert.Equal(["Ferien.png", "ferien (2).PNG"], files.Select(file => file.Name));
        Assert.Equal([first, second], files.Select(file => file.Content));
    }

    [Fact]
    public async Task A_form_without_script_downloads_what_is_ticked()
    {
        await using var world = await World.StartAsync();
        var items = new[] { await world.UploadAsync(world.Ada, 1), await world.UploadAsync(world.Ada, 2) };
        using var browser = await world.BrowserOfAsync(world.Ada);
        var page = await browser.PageAsync("/");
        var button = page.QuerySelector("#selection button[formaction='/download']")!;
        var bar = Browser.FormOf(page, "/trash");
        bar.SetAttribute("action", button.GetAttribute("formaction")!);

        using var answer = await browser.SubmitAsync(bar, [.. items.Select(id => ("id", id.ToString()))]);
        Assert.Equal((HttpStatusCode.OK, 2), (answer.StatusCode, (await ReadAsync(await answer.Content.ReadAsByteArrayAsync(Cancel))).Count));

        using var single = await browser.SubmitAsync(bar, ("id", items[0].ToString()));
        Assert.Equal($"/media/{items[0]}/original?download=1", single.Headers.Location?.ToString());

        using var none = await browser.SubmitAsync(bar);
        Assert.Equal("/", none.Headers.Location?.ToString());
    }

    [Fact]
    [Trait("trust", "A03")]
    public async Task What_is_not_yours_is_left_out_as_if_it_were_not_there()
    {
        await using var world = await World.StartAsync();
        var (adas, bens) = (await world.UploadAsync(world.Ada, 1), await world.UploadAsync(world.Ben, 2));
        using var program = await world.ProgramOfAsync(world.Ada);

        Assert.Single(await ReadAsync(await program.GetByteArrayAsync($"/api/v1/media/archive?ids={adas},{bens}", Cancel)));
        using var foreign = await program.GetAsync($"/api/v1/media/archive?ids={bens}", Cancel);
        using var absent = await program.GetAsync($"/api/v1/media/archive?ids={MediaId.New(TimeProvider.System)}", Cancel);
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (foreign.StatusCode, absent.StatusCode));
        Assert.Equal(await absent.Content.ReadAsStringAsync(Cancel), await foreign.Content.ReadAsStringAsync(Cancel));

        using var many = await program.GetAsync($"/api/v1/media/archive?ids={string.Join(',', Enumerable.Repeat("x", 201))}", Cancel);
        Assert.Equal(HttpStatusCode.BadRequest, many.StatusCode);
    }

    [Fact]
    public async Task An_original_that_is_gone_is_named_and_the_length_still_holds()
    {
        await using var world = await World.StartAsync();
        var (kept, lost) = (await world.PlantAsync(world.Ada, [1, 2, 3], "kept.bin", "application/octet-stream"), await world.PlantAsync(world.Ada, [4, 5], "lost.bin", "application/octet-stream"));
        await world.Get<IBlobStore>().DeleteAsync(lost.OriginalKey, Cancel);
        using var program = await world.ProgramOfAsync(world.Ada);

        using var answer = await program.GetAsync($"/api/v1/media/archive?ids={kept.Id},{lost.Id}", Cancel);
        var files = await ReadAsync(await answer.Content.ReadAsByteArrayAsync(Cancel));

        Assert.Equal(["kept.bin", "_missing.txt"], files.Select(file => file.Name));
        Assert.Contains("lost.bin", System.Text.Encoding.UTF8.GetString(files[1].Content));
    }

    /// <summary>Bits that flipped in the store must not leave it under the CRC they came in with.</summary>
    [Fact]
    public async Task A_damaged_original_breaks_the_download_off()
    {
        await using var world = await World.StartAsync();
        using var program = await world.ProgramOfAsync(world.Ada);
        var id = await World.UploadAsync(program, Pictures.Png(200, 100, 1));
        var item = await world.Get<IMediaCatalog>().FindAsync(Scope.Everything, id, Cancel);
        var path = Path.Combine(world.Data, "media", item!.OriginalKey.Value);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var bytes = await File.ReadAllBytesAsync(path, Cancel);
        bytes[^10] ^= 1;
        await File.WriteAllBytesAsync(path, bytes, Cancel);

        await Assert.ThrowsAnyAsync<Exception>(() => program.GetByteArrayAsync($"/api/v1/media/archive?ids={id}", Cancel));
    }

    [Theory]
    [InlineData("session")]
    [InlineData("item")]
    [Trait("trust", "A07")]
    public async Task A_zip_stops_soon_after_the_right_to_it_ended(string lost)
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var world = await World.StartAsync(time: time);
        var item = await world.PlantAsync(world.Ada, new byte[Much], "film.mp4", "video/mp4");
        using var browser = await world.BrowserOfAsync(world.Ada);
        using var answer = await browser.Client.GetAsync($"/api/v1/media/archive?ids={item.Id}", HttpCompletionOption.ResponseHeadersRead, Cancel);
        await using var body = await answer.Content.ReadAsStreamAsync(Cancel);
        await body.ReadExactlyAsync(new byte[100_000], Cancel);

        if (lost == "session") await world.EndSessionsAsync(world.Ada);
        else Assert.True(await world.Get<IMediaCatalog>().BeginPurgeAsync(new Scope.Own(world.Ada.Id), item.Id, Cancel));
        time.Advance(Recheck.Every + TimeSpan.FromSeconds(1));

        var ended = await Assert.ThrowsAnyAsync<Exception>(() => body.CopyToAsync(Stream.Null, Cancel));
        Assert.True(ended is HttpIOException or IOException, ended.ToString());
    }

    /// <summary>A file of three thousand million bytes, of which the disk keeps none, beside a small one.</summary>
    [Fact]
    [Trait("trust", "D04")]
    public async Task A_zip_larger_than_memory_passes_through_little_of_it()
    {
        const long large = 3_000_000_000;
        await using var world = await World.StartAsync();
        var item = await world.PlantAsync(world.Ada, [1], "large.bin", "application/octet-stream");
        var path = Path.Combine(world.Data, "media", item.OriginalKey.Value);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await using (var file = File.OpenWrite(path)) file.SetLength(large);
        var catalog = world.Get<IMediaCatalog>();
        var grown = item with { Id = MediaId.New(world.Get<TimeProvider>()), Bytes = large };
        Assert.True(await catalog.AdoptAsync(grown, work: null, Cancel));
        using var program = await world.ProgramOfAsync(world.Ada);
        using var answer = await program.GetAsync($"/api/v1/media/archive?ids={grown.Id}", HttpCompletionOption.ResponseHeadersRead, Cancel);
        await using var body = await answer.Content.ReadAsStreamAsync(Cancel);

        var before = Environment.WorkingSet;
        var (buffer, received, most) = (new byte[1 << 20], 0L, 0L);
        for (int read; (read = await body.ReadAsync(buffer, Cancel)) > 0; received += read) most = Math.Max(most, Environment.WorkingSet - before);

        Assert.Equal(answer.Content.Headers.ContentLength, received);
        Assert.InRange(most, long.MinValue, large / 10); // other tests of this process use memory too
    }

    [Fact]
    [Trait("trust", "D08")]
    public async Task Broken_off_zips_leave_no_file_open_and_are_seen_to_be_broken()
    {
        await using var world = await World.StartAsync();
        var item = await world.PlantAsync(world.Ada, new byte[Much], "film.mp4", "video/mp4");
        using var program = await world.ProgramOfAsync(world.Ada);
        using var folder = new ZipFolder();
        await Parallel.ForAsync(0, 30, Cancel, async (round, token) =>
        {
            using var answer = await program.GetAsync($"/api/v1/media/archive?ids={item.Id}", HttpCompletionOption.ResponseHeadersRead, token);
            await using var body = await answer.Content.ReadAsStreamAsync(token);
            var start = new byte[1_000_000];
            await body.ReadExactlyAsync(start, token);
            if (round == 0) await File.WriteAllBytesAsync(folder.Zip, start, token);
        });

        var path = Path.GetFullPath(Path.Combine(world.Data, "media", item.OriginalKey.Value));
        for (var deadline = DateTime.UtcNow.AddSeconds(30); OpenFiles.Count(path) > 0 && DateTime.UtcNow < deadline;) await Task.Delay(20, Cancel);
        Assert.Equal(0, OpenFiles.Count(path));
        Assert.NotEqual(0, (await Tool.RunAsync("unzip", "unzip", "-tqq", folder.Zip)).ExitCode);
    }

    /// <summary>As links will get it: each file scrubbed, names that say nothing, refusals named.</summary>
    [Fact]
    [Trait("trust", "M01")]
    public async Task An_archive_of_scrubbed_originals_holds_nothing_of_their_owner()
    {
        await using var world = await World.StartAsync();
        var items = new List<MediaItem>();
        foreach (var file in new[] { "gps/DSCN0010.jpg", "gps/DSCN0012.jpg", "video/gps_1080p.mp4", "tiff/g4.tif" })
            items.Add(await world.PlantAsync(world.Ada, await File.ReadAllBytesAsync(Corpus.PathOf(file), Cancel), $"Oma in {Canary.Word}{Path.GetExtension(file)}", Scrubbed.TypeOf(file)));
        using var zip = new MemoryStream();

        await ArchiveMaking.WriteAsync(world.Get<ArchiveMaking>().OfScrubbed([.. items.Select(item => new PackedItem(item))]), zip, TimeProvider.System, (_, _) => Task.FromResult(true), Cancel);

        var files = await ReadAsync(zip.ToArray());
        Assert.Equal(["photo.jpg", "photo (2).jpg", "file.mp4", "_missing.txt"], files.Select(file => file.Name));
        Assert.Equal(await Scrubbed.FileAsync("gps/DSCN0010.jpg"), files[0].Content);
        Assert.Equal(0, Canary.CountIn(zip.ToArray()));
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static async Task<IReadOnlyList<(string Name, byte[] Content)>> ReadAsync(byte[] content)
    {
        using var folder = new ZipFolder();
        await File.WriteAllBytesAsync(folder.Zip, content, Cancel);
        await using var zip = await ZipFile.OpenReadAsync(folder.Zip, Cancel);
        await Judges.TestAsync(folder.Zip, zip.Entries.Count);
        var files = new List<(string, byte[])>();
        foreach (var entry in zip.Entries)
        {
            using var copy = new MemoryStream();
            await (await entry.OpenAsync(Cancel)).CopyToAsync(copy, Cancel);
            files.Add((entry.FullName, copy.ToArray()));
        }

        return files;
    }
}
