using System.Net;
using System.Net.Http.Headers;
using Vitrine.Library;
using Vitrine.Library.Links;
using Vitrine.Tests.Backends;
using Vitrine.Tests.Uploads;
using static Vitrine.Tests.Uploads.UploadWorld;

namespace Vitrine.Tests.Storage.S3;

/// <summary>The site's own stories, with a real bucket under it.</summary>
public sealed class SiteOnS3Tests : IAsyncLifetime
{
    private const int Mebibyte = 1024 * 1024;

    private S3World bucket = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => bucket = await S3World.CreateAsync();

    public ValueTask DisposeAsync() => bucket.DisposeAsync();

    [Fact]
    public async Task A_picture_is_uploaded_gets_its_previews_is_looked_at_trashed_and_gone_for_ever()
    {
        await using var site = await bucket.StartNodeAsync();
        using var ada = await site.ProgramOfAsync(site.Ada);
        using var ben = await site.ProgramOfAsync(site.Ben);
        var picture = Pictures.Png(2400, 1600, seed: 7);

        var id = await World.UploadAsync(ada, picture, "beach.png");
        var item = await site.SettledAsync(id);
        Assert.Equal(MediaState.Ready, item.State);
        Assert.Equal(Sha256(picture), item.Sha256);
        await UntilAsync(async () => (await bucket.EverythingAsync()).Exists(name => name.EndsWith("/screen.jpg", StringComparison.Ordinal)));

        Assert.Equal(picture, await OriginalAsync(ada, id));
        Assert.NotEmpty(await ada.GetByteArrayAsync($"/media/{id}/tile", Cancel));
        using var hidden = await ben.GetAsync($"/media/{id}/original", Cancel);
        Assert.Equal(HttpStatusCode.NotFound, hidden.StatusCode);
        var stored = await bucket.EverythingAsync();
        Assert.Contains(item.OriginalKey.Value, stored);
        Assert.Contains(item.SidecarKey.Value, stored);
        Assert.DoesNotContain(stored, name => name.StartsWith("incoming/", StringComparison.Ordinal) || name.EndsWith("(begun)", StringComparison.Ordinal));
        Assert.Empty(bucket.LocalFiles());

        Assert.Equal(HttpStatusCode.NoContent, (await ada.PutAsync($"/api/v1/media/{id}/trash", null, Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await ada.DeleteAsync($"/api/v1/media/{id}?permanent=true", Cancel)).StatusCode);
        Assert.DoesNotContain(await bucket.EverythingAsync(), name => name.Contains($"{id}", StringComparison.Ordinal));
    }

    [Fact, Trait("trust", "R09")]
    public async Task A_film_is_relayed_by_range_as_a_player_asks()
    {
        await using var site = await bucket.StartNodeAsync(("Delivery:Mode", "redirect"));
        using var ada = await site.ProgramOfAsync(site.Ada);
        var film = Bytes(9 * Mebibyte);
        var id = await World.UploadAsync(ada, film, "film.mp4");

        foreach (var (from, to) in new[] { (0, 0), (5, 1000), (8 * Mebibyte, (8 * Mebibyte) + 70_000), ((9 * Mebibyte) - 1, (9 * Mebibyte) - 1) })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"/media/{id}/original") { Headers = { Range = new RangeHeaderValue(from, to) } };
            using var part = await ada.SendAsync(request, Cancel);
            Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
            Assert.Equal(film[from..(to + 1)], await part.Content.ReadAsByteArrayAsync(Cancel));
        }

        using var head = await ada.SendAsync(new HttpRequestMessage(HttpMethod.Head, $"/media/{id}/original"), Cancel);
        Assert.Equal((HttpStatusCode.OK, film.Length), (head.StatusCode, head.Content.Headers.ContentLength));
    }

    [Fact]
    public async Task A_download_is_relayed_or_sent_to_the_bucket_as_the_setting_says()
    {
        var content = Bytes(70_000);
        MediaId id;
        await using (var relaying = await bucket.StartNodeAsync())
        {
            using var ada = await relaying.ProgramOfAsync(relaying.Ada);
            id = await World.UploadAsync(ada, content, "Müll & mehr.bin");
            Assert.Equal(content, await ada.GetByteArrayAsync($"/media/{id}/original?download=1", Cancel));
        }

        await using var redirecting = await bucket.StartNodeAsync(("Delivery:Mode", "redirect"));
        using var again = await redirecting.ProgramOfAsync(redirecting.Ada);
        using var answer = await again.GetAsync($"/media/{id}/original?download=1", Cancel);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.True(answer.Headers.CacheControl?.NoStore);
        Assert.StartsWith(bucket.Endpoint, answer.Headers.Location!.AbsoluteUri, StringComparison.Ordinal);

        // Nobody's session goes along.
        using var anybody = new HttpClient();
        using var download = await anybody.GetAsync(answer.Headers.Location, Cancel);
        Assert.Equal(content, await download.Content.ReadAsByteArrayAsync(Cancel));
        Assert.Equal("application/octet-stream", download.Content.Headers.ContentType?.ToString());
        Assert.Equal("attachment; filename=\"M_ll & mehr.bin\"; filename*=UTF-8''M%C3%BCll%20&%20mehr.bin", download.Content.Headers.GetValues("Content-Disposition").Single());
        using var shown = await again.GetAsync($"/media/{id}/original", Cancel);
        Assert.Equal(HttpStatusCode.OK, shown.StatusCode);
    }

    [Fact, Trait("trust", "L08")]
    public async Task A_link_that_hides_details_never_leads_to_the_bytes_in_the_bucket()
    {
        await using var site = await bucket.StartNodeAsync(("Delivery:Mode", "redirect"));
        using var ada = await site.ProgramOfAsync(site.Ada);
        var picture = Pictures.Png(300, 200, seed: 3);
        byte[] original = [.. picture[..33], .. TextChunk("Author", "Ada Lovelace"), .. picture[33..]];
        var id = await World.UploadAsync(ada, original, "beach.png");
        var (_, hiding) = await site.LinkAsync(site.Ada, new NewLink { Name = "hiding", Items = [id], CanDownload = true });
        var (_, showing) = await site.LinkAsync(site.Ada, new NewLink { Name = "showing", Items = [id], CanDownload = true, ShowMetadata = true });
        using var visitor = site.Browser();

        using var scrubbed = await visitor.GetAsync($"/s/{hiding}/media/{id}/original?download=1");
        Assert.Equal(HttpStatusCode.OK, scrubbed.StatusCode);
        Assert.Equal(picture, await scrubbed.Content.ReadAsByteArrayAsync(Cancel));

        using var whole = await visitor.GetAsync($"/s/{showing}/media/{id}/original?download=1");
        Assert.Equal(HttpStatusCode.Redirect, whole.StatusCode);
        Assert.StartsWith(bucket.Endpoint, whole.Headers.Location!.AbsoluteUri, StringComparison.Ordinal);
    }

    [Fact, Trait("trust", "T18")]
    public async Task An_upload_goes_on_at_another_node_after_the_first_one_is_gone()
    {
        var bytes = Bytes((20 * Mebibyte) + 7);
        string upload;
        await using (var first = await bucket.StartNodeAsync())
        {
            using var program = await first.ProgramOfAsync(first.Ada);
            var tus = new Tus(program);
            upload = await tus.CreateAsync(bytes.Length, "film.mp4");
            using var part = await tus.PatchAsync(upload, 0, bytes[..100]);
            using var more = await tus.PatchAsync(upload, 100, bytes[100..(13 * Mebibyte)]);
            Assert.Equal(HttpStatusCode.NoContent, more.StatusCode);
            Assert.Empty(bucket.LocalFiles());
        }

        await using var second = await bucket.StartNodeAsync();
        using var other = await second.ProgramOfAsync(second.Ada);
        var resumed = new Tus(other);
        Assert.Equal(13 * Mebibyte, await resumed.OffsetAsync(upload));
        using var last = await resumed.PatchAsync(upload, 13 * Mebibyte, bytes[(13 * Mebibyte)..]);
        Assert.Equal(HttpStatusCode.NoContent, last.StatusCode);
        var item = Assert.Single(await second.ItemsAsync(second.Ada));
        Assert.Equal(Sha256(bytes), item.Sha256);
        Assert.Equal(bytes, await OriginalAsync(other, item.Id));
        Assert.DoesNotContain(await bucket.EverythingAsync(), name => name.StartsWith("incoming/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_same_bytes_again_are_a_duplicate_and_leave_nothing_in_the_bucket()
    {
        await using var site = await bucket.StartNodeAsync();
        using var ada = await site.ProgramOfAsync(site.Ada);
        var tus = new Tus(ada);
        var bytes = Bytes(9 * Mebibyte);
        foreach (var name in new[] { "one.bin", "two.bin" })
        {
            var upload = await tus.CreateAsync(bytes.Length, name);
            using var sent = await tus.PatchAsync(upload, 0, bytes);
            Assert.Equal(HttpStatusCode.NoContent, sent.StatusCode);
        }

        var item = Assert.Single(await site.ItemsAsync(site.Ada));
        var originals = (await bucket.EverythingAsync()).Where(name => !name.StartsWith("catalog/", StringComparison.Ordinal) && !name.StartsWith("renditions/", StringComparison.Ordinal));
        Assert.Equal(new[] { item.OriginalKey.Value, item.SidecarKey.Value, "vitrine-store.json" }.Order(), originals.Order());
    }

    [Fact]
    public async Task A_cancelled_upload_leaves_nothing_in_the_bucket()
    {
        await using var site = await bucket.StartNodeAsync();
        using var ada = await site.ProgramOfAsync(site.Ada);
        var tus = new Tus(ada);
        var upload = await tus.CreateAsync(30 * Mebibyte, "film.mp4");
        using var sent = await tus.PatchAsync(upload, 0, Bytes(9 * Mebibyte));
        Assert.Contains(await bucket.EverythingAsync(), name => name.EndsWith("(begun)", StringComparison.Ordinal));
        using var cancelled = await tus.SendAsync(HttpMethod.Delete, upload, (byte[]?)null);
        Assert.Equal(HttpStatusCode.NoContent, cancelled.StatusCode);
        Assert.DoesNotContain(await bucket.EverythingAsync(), name => name.StartsWith("incoming/", StringComparison.Ordinal) || name.EndsWith("(begun)", StringComparison.Ordinal));
    }

    /// <summary>A chunk of words as a camera or program puts it behind a PNG's header.</summary>
    private static byte[] TextChunk(string keyword, string text)
    {
        byte[] typed = [.. "tEXt"u8, .. System.Text.Encoding.Latin1.GetBytes($"{keyword}\0{text}")];
        var (length, check) = (new byte[4], new byte[4]);
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(length, typed.Length - 4);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(check, System.IO.Hashing.Crc32.HashToUInt32(typed));
        return [.. length, .. typed, .. check];
    }
}
