using Vitrine.Storage;

namespace Vitrine.Tests.Contracts;

/// <summary>What every <see cref="IBlobStore"/> does.</summary>
public abstract class BlobStoreContract : IAsyncLifetime
{
    private const string Jpeg = "image/jpeg";
    private static readonly BlobKey Key = new("originals/2026/11/0f/photo.jpg");

    protected TestStore Store { get; private set; } = null!;

    private IBlobStore Blobs => Store.Blobs;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    protected abstract ValueTask<TestStore> CreateAsync();

    public async ValueTask InitializeAsync() => Store = await CreateAsync();

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(256 * 1024)]
    [InlineData(3_000_001)]
    [InlineData(8 * 1024 * 1024)]
    [InlineData(20_000_001)]
    public async Task What_was_written_is_read_again(int length)
    {
        var bytes = TestStore.Bytes(length);
        Assert.Equal(WriteOutcome.Stored, await Blobs.WriteAsync(Key, new MemoryStream(bytes), Jpeg, Cancel));

        Assert.Equal(bytes, await Store.ReadAsync(Key));
        var found = await Blobs.FindAsync(Key, Cancel);
        Assert.Equal((Key, (long)length), (found!.Key, found.Length));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20_000_001)]
    public async Task A_stream_that_cannot_seek_is_written_whole(int length)
    {
        var bytes = TestStore.Bytes(length);
        var source = new BrokenStream(bytes, endsWell: true);
        Assert.Equal(WriteOutcome.Stored, await Blobs.WriteAsync(Key, source, Jpeg, Cancel));
        Assert.Equal(bytes, await Store.ReadAsync(Key));
        Assert.Equal(WriteOutcome.AlreadyThere, await Blobs.WriteAsync(Key, new BrokenStream(bytes, endsWell: true), Jpeg, Cancel));
        Assert.Empty(await Store.HeldAsync());
    }

    [Fact]
    public async Task An_absent_blob_is_null_everywhere()
    {
        Assert.Null(await Blobs.OpenReadAsync(Key, null, Cancel));
        Assert.Null(await Blobs.FindAsync(Key, Cancel));
        Assert.Null(await Blobs.FindAsync(new BlobKey("originals/2026"), Cancel));
    }

    [Fact]
    public async Task A_folder_of_keys_is_not_a_blob()
    {
        await Blobs.WriteAsync(Key, TestStore.Text("x"), Jpeg, Cancel);
        Assert.Null(await Blobs.FindAsync(new BlobKey("originals/2026/11"), Cancel));
        Assert.Null(await Blobs.OpenReadAsync(new BlobKey("originals/2026/11"), null, Cancel));
    }

    [Fact]
    public async Task A_second_write_finds_the_key_taken_and_changes_nothing()
    {
        await Blobs.WriteAsync(Key, TestStore.Text("first"), Jpeg, Cancel);
        Assert.Equal(WriteOutcome.AlreadyThere, await Blobs.WriteAsync(Key, TestStore.Text("second"), Jpeg, Cancel));
        Assert.Equal("first"u8.ToArray(), await Store.ReadAsync(Key));
    }

    [Fact]
    public async Task Of_many_writers_of_one_key_exactly_one_wins_and_its_bytes_stay_whole()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(async i =>
            (i, Outcome: await Blobs.WriteAsync(Key, new MemoryStream(TestStore.Bytes(300_000, i)), Jpeg, Cancel))));
        var winner = Assert.Single(outcomes, o => o.Outcome == WriteOutcome.Stored);
        Assert.Equal(TestStore.Bytes(300_000, winner.i), await Store.ReadAsync(Key));
    }

    [Theory]
    [InlineData(0, 1, "0")]
    [InlineData(3, 4, "3456")]
    [InlineData(9, 1, "9")]
    [InlineData(8, 100, "89")]
    public async Task A_range_holds_just_what_was_asked_clipped_to_the_end(long offset, long length, string expected)
    {
        await Blobs.WriteAsync(Key, TestStore.Text("0123456789"), Jpeg, Cancel);
        Assert.Equal(System.Text.Encoding.UTF8.GetBytes(expected), await Store.ReadAsync(Key, new ByteRange(offset, length)));
        await using var blob = await Blobs.OpenReadAsync(Key, new ByteRange(offset, length), Cancel);
        Assert.Equal(10, blob!.Info.Length);
    }

    [Fact]
    public async Task A_range_behind_the_end_is_the_callers_mistake()
    {
        await Blobs.WriteAsync(Key, TestStore.Text("0123456789"), Jpeg, Cancel);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Blobs.OpenReadAsync(Key, new ByteRange(10, 1), Cancel));
    }

    [Theory]
    [InlineData(600_000)]
    [InlineData(9_000_000)]
    public async Task A_source_that_fails_leaves_nothing(int length)
    {
        await Assert.ThrowsAsync<IOException>(() => Blobs.WriteAsync(Key, new BrokenStream(TestStore.Bytes(length)), Jpeg, Cancel));
        Assert.Null(await Blobs.FindAsync(Key, Cancel));
        Assert.Equal(WriteOutcome.Stored, await Blobs.WriteAsync(Key, TestStore.Text("again"), Jpeg, Cancel));
        Assert.Empty(await Store.HeldAsync());
    }

    [Fact]
    public async Task A_cancel_leaves_nothing()
    {
        using var cut = new CancellationTokenSource();
        var source = new BrokenStream(TestStore.Bytes(600_000), async token =>
        {
            await cut.CancelAsync();
            token.ThrowIfCancellationRequested();
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Blobs.WriteAsync(Key, source, Jpeg, cut.Token));
        Assert.Null(await Blobs.FindAsync(Key, Cancel));
        Assert.Empty(await Store.HeldAsync());
    }

    [Fact]
    public async Task A_deleted_blob_is_gone_and_deleting_it_again_succeeds()
    {
        await Blobs.WriteAsync(Key, TestStore.Text("x"), Jpeg, Cancel);
        await Blobs.DeleteAsync(Key, Cancel);
        await Blobs.DeleteAsync(Key, Cancel);
        Assert.Null(await Blobs.FindAsync(Key, Cancel));
        Assert.Equal(WriteOutcome.Stored, await Blobs.WriteAsync(Key, TestStore.Text("y"), Jpeg, Cancel));
    }

    [Fact]
    public async Task A_reader_keeps_what_it_opened_while_the_blob_is_deleted()
    {
        var bytes = TestStore.Bytes(500_000);
        await Blobs.WriteAsync(Key, new MemoryStream(bytes), Jpeg, Cancel);
        await using var blob = await Blobs.OpenReadAsync(Key, null, Cancel);
        await Blobs.DeleteAsync(Key, Cancel);
        using var read = new MemoryStream();
        await blob!.Content.CopyToAsync(read, Cancel);
        Assert.Equal(bytes, read.ToArray());
    }

    [Fact]
    public async Task Keys_are_listed_by_prefix_in_the_order_of_their_bytes()
    {
        string[] keys = ["originals/a/b/1", "originals/a.b", "originals/a/b.c", "originals/B", "originals/é", "originals/漢", "originals/\U0001F600", "originals/\uFF5E", "renditions/x/y/tile.webp"];
        foreach (var key in keys) await Blobs.WriteAsync(new BlobKey(key), TestStore.Text(key), Jpeg, Cancel);

        var all = await Store.KeysAsync("");
        Assert.Equal(["originals/B", "originals/a.b", "originals/a/b.c", "originals/a/b/1", "originals/é", "originals/漢", "originals/\uFF5E", "originals/\U0001F600", "renditions/x/y/tile.webp"], all);
        Assert.Equal(["originals/a.b", "originals/a/b.c", "originals/a/b/1"], await Store.KeysAsync("originals/a"));
        Assert.Equal(["originals/a/b.c", "originals/a/b/1"], await Store.KeysAsync("originals/a/"));
        Assert.Equal(["renditions/x/y/tile.webp"], await Store.KeysAsync("renditions/x/"));
        Assert.Empty(await Store.KeysAsync("renditions/y/"));
        Assert.Empty(await Store.KeysAsync("../"));
    }

    [Theory]
    [InlineData("originals/a b+c&d=e#f?g!h'(i)~,;@$^`{j}.jpg")]
    [InlineData("originals/100%25 – “schön” 😀.jpg")]
    public async Task Awkward_names_are_kept_as_they_are(string name)
    {
        var key = new BlobKey(name);
        Assert.Equal(WriteOutcome.Stored, await Blobs.WriteAsync(key, TestStore.Text("x"), Jpeg, Cancel));
        Assert.Equal("x"u8.ToArray(), await Store.ReadAsync(key));
        Assert.Equal([name], await Store.KeysAsync("originals/"));
        if (await Blobs.DirectLinkAsync(key, TimeSpan.FromSeconds(60), Jpeg, "attachment; filename=\"x\"", Cancel) is { } link)
        {
            using var anybody = new HttpClient();
            Assert.Equal("x", await anybody.GetStringAsync(link, Cancel));
        }

        await Blobs.DeleteAsync(key, Cancel);
        Assert.Empty(await Store.KeysAsync(""));
    }

    [Fact]
    public async Task What_is_on_its_way_in_is_never_listed()
    {
        var target = TestStore.Target(new BlobKey("originals/u1/film.mp4"), null);
        await Store.Partial.BeginAsync("u1", Cancel);
        await Store.Partial.AppendAsync(new PartialUpload("u1", 0, []), target, new MemoryStream(TestStore.Bytes(9_000_000)), Cancel);
        Assert.Empty(await Store.KeysAsync(""));
        Assert.Empty(await Store.KeysAsync("incoming/"));
    }

    [Fact]
    public async Task Replace_makes_a_blob_only_where_there_is_none()
    {
        var key = new BlobKey("catalog/albums.json");
        Assert.True(await Blobs.ReplaceAsync(key, "one"u8.ToArray(), null, Cancel));
        Assert.False(await Blobs.ReplaceAsync(key, "two"u8.ToArray(), null, Cancel));
        Assert.Equal("one"u8.ToArray(), await Store.ReadAsync(key));
    }

    [Fact]
    public async Task Replace_changes_only_the_version_it_was_told_of()
    {
        var key = new BlobKey("catalog/albums.json");
        await Blobs.ReplaceAsync(key, "one"u8.ToArray(), null, Cancel);
        var first = (await Blobs.FindAsync(key, Cancel))!.Tag;
        Assert.True(await Blobs.ReplaceAsync(key, "two"u8.ToArray(), first, Cancel));
        Assert.False(await Blobs.ReplaceAsync(key, "six"u8.ToArray(), first, Cancel));
        Assert.Equal("two"u8.ToArray(), await Store.ReadAsync(key));
        Assert.False(await Blobs.ReplaceAsync(new BlobKey("catalog/absent.json"), "x"u8.ToArray(), first, Cancel));
    }

    [Fact]
    public async Task Of_many_replacers_of_one_version_exactly_one_wins()
    {
        var key = new BlobKey("catalog/albums.json");
        await Blobs.ReplaceAsync(key, "0"u8.ToArray(), null, Cancel);
        for (var round = 0; round < 20; round++)
        {
            var tag = (await Blobs.FindAsync(key, Cancel))!.Tag;
            var won = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Task.Run(() => Blobs.ReplaceAsync(key, new[] { (byte)round, (byte)i }, tag, Cancel), Cancel)));
            Assert.Single(won, true);
        }
    }

    [Fact]
    public async Task Tag_stays_while_the_bytes_do()
    {
        await Blobs.WriteAsync(Key, TestStore.Text("x"), Jpeg, Cancel);
        var first = (await Blobs.FindAsync(Key, Cancel))!.Tag;
        await Store.ReadAsync(Key);
        await using var blob = await Blobs.OpenReadAsync(Key, null, Cancel);
        Assert.Equal(first, blob!.Info.Tag);
    }

    [Fact, Trait("trust", "P01")]
    public void Names_that_leave_the_store_are_not_keys()
    {
        string[] hostile = ["", "/etc/passwd", "../x", "a/../b", "a//b", "a/", ".hidden", "a/.git", "a\\b", "a\0b", "a\nb", new string('x', 151), string.Join('/', Enumerable.Repeat("abcdefghij", 90))];
        Assert.All(hostile, name => Assert.Throws<ArgumentException>(() => new BlobKey(name)));
    }
}
