using Vitrine.Storage;

namespace Vitrine.Tests.Contracts;

/// <summary>What every <see cref="IPartialWrites"/> does.</summary>
public abstract class PartialWritesContract : IAsyncLifetime
{
    private const int Mebibyte = 1024 * 1024;
    private const string Upload = "0198c0ffee";
    private const string OtherUpload = "0198c0ffef";
    private static readonly BlobKey Key = new($"originals/2026/11/{Upload}/film.mp4");
    private static readonly BlobKey Other = new($"originals/2026/11/{OtherUpload}/film.mp4");
    private static readonly PartialTarget Film = TestStore.Target(Key, null);

    protected TestStore Store { get; private set; } = null!;

    private IPartialWrites Partial => Store.Partial;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    protected abstract ValueTask<TestStore> CreateAsync();

    public async ValueTask InitializeAsync() => Store = await CreateAsync();

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Appended_pieces_become_one_blob()
    {
        var bytes = TestStore.Bytes(2_000_003);
        var first = await AppendAsync(await BeginAsync(), new MemoryStream(bytes, 0, 700_001));
        var second = await Partial.AppendAsync(first, Film, new MemoryStream(bytes, 700_001, 1_300_002), Cancel);
        Assert.Equal((2_000_003, null), (second.Upload.Length, second.SourceFailure));
        Assert.Null(await Store.ReadAsync(Key));

        Assert.Equal(WriteOutcome.Stored, await FinishAsync(second.Upload));
        Assert.Equal(bytes, await Store.ReadAsync(Key));
        Assert.Null(await Partial.LengthAsync(second.Upload, Cancel));
        Assert.Empty(await Store.HeldAsync());
    }

    [Theory]
    [InlineData(8 * Mebibyte, new[] { 8 * Mebibyte })]
    [InlineData((17 * Mebibyte) + 5, new[] { (17 * Mebibyte) + 5 })]
    [InlineData((17 * Mebibyte) + 5, new[] { 16 * Mebibyte, Mebibyte + 5 })]
    [InlineData((17 * Mebibyte) + 5, new[] { 3, (8 * Mebibyte) - 3, (9 * Mebibyte) + 5 })]
    [InlineData((17 * Mebibyte) + 5, new[] { (9 * Mebibyte) + 1, Mebibyte, (7 * Mebibyte) + 4 })]
    public async Task Pieces_that_cross_and_meet_the_borders_of_parts_become_one_blob(int length, int[] pieces)
    {
        var bytes = TestStore.Bytes(length);
        foreach (var target in new[] { TestStore.Target(Key, length), Film with { Name = _ => (Other, "video/mp4") } })
        {
            var upload = await BeginAsync(target.Length is null ? OtherUpload : Upload);
            var offset = 0;
            foreach (var piece in pieces)
            {
                upload = (await Partial.AppendAsync(upload, target, new MemoryStream(bytes, offset, piece), Cancel)).Upload;
                Assert.Equal(offset += piece, upload.Length);
                Assert.Equal(offset, await Partial.LengthAsync(upload, Cancel));
            }

            var key = target.Name(default).Key;
            Assert.Equal(WriteOutcome.Stored, await Partial.FinishAsync(upload, key, "video/mp4", Cancel));
            Assert.Equal(bytes, await Store.ReadAsync(key));
        }

        Assert.Empty(await Store.HeldAsync());
    }

    [Fact]
    public async Task Many_small_pieces_become_one_blob()
    {
        var bytes = TestStore.Bytes(5_000);
        var upload = await BeginAsync();
        for (var i = 0; i < 50; i++) upload = await AppendAsync(upload, new MemoryStream(bytes, i * 100, 100));
        await FinishAsync(upload);
        Assert.Equal(bytes, await Store.ReadAsync(Key));
        Assert.Empty(await Store.HeldAsync());
    }

    [Fact]
    public async Task The_target_is_named_from_the_files_first_bytes()
    {
        var bytes = TestStore.Bytes(9 * Mebibyte);
        var heads = new List<byte[]>();
        var target = Film with { Name = head => Named(head) };
        var upload = (await Partial.AppendAsync(await BeginAsync(), target, new MemoryStream(bytes, 0, 100), Cancel)).Upload;
        upload = (await Partial.AppendAsync(upload, target, new MemoryStream(bytes, 100, bytes.Length - 100), Cancel)).Upload;
        await FinishAsync(upload);
        Assert.All(heads, head => Assert.Equal(bytes[..4096], head));

        (BlobKey, string) Named(ReadOnlyMemory<byte> head)
        {
            heads.Add(head[..4096].ToArray());
            return (Key, "video/mp4");
        }
    }

    [Fact]
    public async Task Beginning_twice_keeps_what_is_held()
    {
        var begun = await BeginAsync();
        Assert.Equal(0, await Partial.LengthAsync(begun, Cancel));
        var held = await AppendAsync(begun, TestStore.Text("held"));
        await BeginAsync();
        Assert.Equal(4, await Partial.LengthAsync(held, Cancel));
    }

    [Fact]
    public async Task Nothing_is_held_of_an_unknown_upload()
    {
        Assert.Equal(0, await Partial.LengthAsync(new PartialUpload(Upload, 0, []), Cancel) ?? 0);
        Assert.Null(await Partial.OpenReadAsync(new PartialUpload(Upload, 0, []), Cancel));
    }

    [Fact]
    public async Task A_cut_connection_keeps_what_came_before_it()
    {
        var bytes = TestStore.Bytes(600_000);
        var appended = await Partial.AppendAsync(await BeginAsync(), Film, new BrokenStream(bytes), Cancel);
        Assert.Equal(600_000, appended.Upload.Length);
        Assert.IsType<IOException>(appended.SourceFailure);
        Assert.Equal(600_000, await Partial.LengthAsync(appended.Upload, Cancel));
    }

    [Fact]
    public async Task An_append_gives_up_what_stands_behind_the_bytes_that_count()
    {
        var counted = await AppendAsync(await BeginAsync(), TestStore.Text("0123"));
        await AppendAsync(counted, TestStore.Text("456789"));
        var again = await AppendAsync(counted, TestStore.Text("xy"));
        Assert.Equal(6, again.Length);
        await FinishAsync(again);
        Assert.Equal("0123xy"u8.ToArray(), await Store.ReadAsync(Key));
    }

    [Fact]
    public async Task More_than_is_held_cannot_count()
    {
        var held = await AppendAsync(await BeginAsync(), TestStore.Text("0123"));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => AppendAsync(held with { Length = 5 }, TestStore.Text("x")));
        Assert.Equal(4, await Partial.LengthAsync(held, Cancel));
    }

    [Fact]
    public async Task Held_bytes_can_be_read_again()
    {
        var bytes = TestStore.Bytes(700_000);
        var upload = await AppendAsync(await BeginAsync(), new MemoryStream(bytes));
        await using var held = await Partial.OpenReadAsync(upload, Cancel);
        using var read = new MemoryStream();
        await held!.CopyToAsync(read, Cancel);
        Assert.Equal(bytes, read.ToArray());
    }

    [Theory]
    [InlineData(4)]
    [InlineData(9 * Mebibyte)]
    public async Task Finishing_again_after_a_lost_answer_is_stored_again(int length)
    {
        var bytes = TestStore.Bytes(length);
        var upload = await AppendAsync(await BeginAsync(), new MemoryStream(bytes));
        await FinishAsync(upload);
        Assert.Equal(WriteOutcome.Stored, await FinishAsync(upload));
        Assert.Equal(bytes, await Store.ReadAsync(Key));
    }

    [Fact]
    public async Task Finishing_takes_exactly_the_bytes_that_count()
    {
        var counted = await AppendAsync(await BeginAsync(), TestStore.Text("0123"));
        await AppendAsync(counted, TestStore.Text(" and bytes that no row vouches for"));
        await FinishAsync(counted);
        Assert.Equal("0123"u8.ToArray(), await Store.ReadAsync(Key));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(9 * Mebibyte)]
    public async Task Finishing_onto_a_key_that_others_have_changes_nothing(int length)
    {
        await Store.Blobs.WriteAsync(Key, TestStore.Text("other bytes"), "video/mp4", Cancel);
        var upload = await AppendAsync(await BeginAsync(), new MemoryStream(TestStore.Bytes(length)));
        Assert.Equal(WriteOutcome.AlreadyThere, await FinishAsync(upload));
        Assert.Equal("other bytes"u8.ToArray(), await Store.ReadAsync(Key));
    }

    [Fact]
    public async Task Finishing_more_than_is_held_fails()
    {
        var held = await AppendAsync(await BeginAsync(), TestStore.Text("0123"));
        await Assert.ThrowsAsync<StorageUnavailableException>(() => FinishAsync(held with { Length = 5 }));
        Assert.Null(await Store.ReadAsync(Key));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(9 * Mebibyte)]
    public async Task An_abandoned_upload_is_forgotten_and_abandoning_it_again_succeeds(int length)
    {
        var upload = await AppendAsync(await BeginAsync(), new MemoryStream(TestStore.Bytes(length)));
        await Partial.AbandonAsync(Upload, Cancel);
        await Partial.AbandonAsync(Upload, Cancel);
        Assert.Null(await Partial.LengthAsync(upload, Cancel));
        Assert.Empty(await Store.HeldAsync());
    }

    [Fact]
    public async Task Uploads_that_hold_bytes_are_listed()
    {
        await BeginAsync("a1");
        await AppendAsync(await BeginAsync("b2"), TestStore.Text("0123"));
        var held = await Store.HeldAsync();
        Assert.Equal(4, Assert.Single(held, h => h.Upload == "b2").Length);
        Assert.DoesNotContain(held, h => h.Upload != "b2" && h.Length > 0);
    }

    [Fact]
    public async Task An_upload_of_parts_is_listed_too()
    {
        await AppendAsync(await BeginAsync(), new MemoryStream(TestStore.Bytes(8 * Mebibyte)));
        Assert.Equal(Upload, Assert.Single(await Store.HeldAsync()).Upload);
    }

    [Theory, Trait("trust", "T18")]
    [InlineData(0)]
    [InlineData(8 * Mebibyte)]
    public async Task A_writer_that_hangs_changes_nothing_once_another_took_over(int before)
    {
        var bytes = TestStore.Bytes(before);
        var counted = await AppendAsync(await BeginAsync(), new MemoryStream(bytes));
        var hanging = new TaskCompletionSource();
        var arrived = new TaskCompletionSource();
        var hung = Partial.AppendAsync(counted, Film, new TwoPieces("old "u8.ToArray(), "LATE BYTES"u8.ToArray(), arrived, hanging.Task), Cancel);
        await arrived.Task.WaitAsync(Cancel);

        var taken = await AppendAsync(counted, TestStore.Text("new bytes only"));
        hanging.SetResult();
        await hung;

        Assert.Equal(before + 14, taken.Length);
        await FinishAsync(taken);
        Assert.Equal(bytes.Concat("new bytes only"u8.ToArray()), await Store.ReadAsync(Key));
    }

    [Theory, Trait("trust", "P01")]
    [InlineData("../x")]
    [InlineData("a/b")]
    [InlineData("")]
    [InlineData("UPPER")]
    [InlineData(".")]
    public async Task Names_that_are_not_uploads_are_refused(string upload) =>
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Partial.BeginAsync(upload, Cancel));

    private async Task<PartialUpload> BeginAsync(string upload = Upload)
    {
        await Partial.BeginAsync(upload, Cancel);
        return new PartialUpload(upload, 0, []);
    }

    private async Task<PartialUpload> AppendAsync(PartialUpload upload, Stream content) =>
        (await Partial.AppendAsync(upload, Film, content, Cancel)).Upload;

    private Task<WriteOutcome> FinishAsync(PartialUpload upload) => Partial.FinishAsync(upload, Key, "video/mp4", Cancel);

    /// <summary>Gives one piece, says so, and the second only when told to.</summary>
    private sealed class TwoPieces(byte[] first, byte[] second, TaskCompletionSource arrived, Task release) : MemoryStream
    {
        private int piece;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            switch (piece++)
            {
                case 0:
                    first.CopyTo(buffer);
                    return first.Length;
                case 1:
                    arrived.SetResult();
                    await release;
                    second.CopyTo(buffer);
                    return second.Length;
                default:
                    return 0;
            }
        }
    }
}
