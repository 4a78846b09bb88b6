using Vitrine.Storage;

namespace Vitrine.Tests.Contracts;

/// <summary>What every <see cref="IPartialWrites"/> does.</summary>
public abstract class PartialWritesContract : IAsyncLifetime
{
    private const string Upload = "0198c0ffee";
    private static readonly BlobKey Key = new("originals/2026/11/0f/film.mp4");

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
        await Partial.BeginAsync(Upload, Cancel);
        var first = await Partial.AppendAsync(Upload, 0, new MemoryStream(bytes, 0, 700_001), Cancel);
        var second = await Partial.AppendAsync(Upload, first.Length, new MemoryStream(bytes, 700_001, 1_300_002), Cancel);
        Assert.Equal((2_000_003, null), (second.Length, second.SourceFailure));
        Assert.Null(await Store.ReadAsync(Key));

        Assert.Equal(WriteOutcome.Stored, await Partial.FinishAsync(Upload, second.Length, Key, "video/mp4", Cancel));
        Assert.Equal(bytes, await Store.ReadAsync(Key));
        Assert.Null(await Partial.LengthAsync(Upload, Cancel));
        Assert.Empty(await Store.HeldAsync());
    }

    [Fact]
    public async Task Beginning_twice_keeps_what_is_held()
    {
        await Partial.BeginAsync(Upload, Cancel);
        Assert.Equal(0, await Partial.LengthAsync(Upload, Cancel));
        await Partial.AppendAsync(Upload, 0, TestStore.Text("held"), Cancel);
        await Partial.BeginAsync(Upload, Cancel);
        Assert.Equal(4, await Partial.LengthAsync(Upload, Cancel));
    }

    [Fact]
    public async Task Length_of_an_unknown_upload_is_null()
    {
        Assert.Null(await Partial.LengthAsync(Upload, Cancel));
        Assert.Null(await Partial.OpenReadAsync(Upload, Cancel));
    }

    [Fact]
    public async Task A_cut_connection_keeps_what_came_before_it()
    {
        var bytes = TestStore.Bytes(600_000);
        await Partial.BeginAsync(Upload, Cancel);
        var appended = await Partial.AppendAsync(Upload, 0, new BrokenStream(bytes), Cancel);
        Assert.Equal(600_000, appended.Length);
        Assert.IsType<IOException>(appended.SourceFailure);
        Assert.Equal(600_000, await Partial.LengthAsync(Upload, Cancel));
    }

    [Fact]
    public async Task An_append_gives_up_what_stands_behind_its_offset()
    {
        await Partial.BeginAsync(Upload, Cancel);
        await Partial.AppendAsync(Upload, 0, TestStore.Text("0123456789"), Cancel);
        var appended = await Partial.AppendAsync(Upload, 4, TestStore.Text("xy"), Cancel);
        Assert.Equal(6, appended.Length);
        await Partial.FinishAsync(Upload, 6, Key, "video/mp4", Cancel);
        Assert.Equal("0123xy"u8.ToArray(), await Store.ReadAsync(Key));
    }

    [Fact]
    public async Task An_offset_behind_the_held_bytes_is_refused()
    {
        await Partial.BeginAsync(Upload, Cancel);
        await Partial.AppendAsync(Upload, 0, TestStore.Text("0123"), Cancel);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Partial.AppendAsync(Upload, 5, TestStore.Text("x"), Cancel));
        Assert.Equal(4, await Partial.LengthAsync(Upload, Cancel));
    }

    [Fact]
    public async Task Held_bytes_can_be_read_again()
    {
        var bytes = TestStore.Bytes(700_000);
        await Partial.BeginAsync(Upload, Cancel);
        await Partial.AppendAsync(Upload, 0, new MemoryStream(bytes), Cancel);
        await using var held = await Partial.OpenReadAsync(Upload, Cancel);
        using var read = new MemoryStream();
        await held!.CopyToAsync(read, Cancel);
        Assert.Equal(bytes, read.ToArray());
    }

    [Fact]
    public async Task Finishing_again_after_a_lost_answer_is_stored_again()
    {
        await Partial.BeginAsync(Upload, Cancel);
        await Partial.AppendAsync(Upload, 0, TestStore.Text("0123"), Cancel);
        await Partial.FinishAsync(Upload, 4, Key, "video/mp4", Cancel);
        Assert.Equal(WriteOutcome.Stored, await Partial.FinishAsync(Upload, 4, Key, "video/mp4", Cancel));
        Assert.Equal("0123"u8.ToArray(), await Store.ReadAsync(Key));
    }

    [Fact]
    public async Task Finishing_takes_exactly_the_length_that_counts()
    {
        await Partial.BeginAsync(Upload, Cancel);
        await Partial.AppendAsync(Upload, 0, TestStore.Text("0123 and bytes that no row vouches for"), Cancel);
        await Partial.FinishAsync(Upload, 4, Key, "video/mp4", Cancel);
        Assert.Equal("0123"u8.ToArray(), await Store.ReadAsync(Key));
    }

    [Fact]
    public async Task Finishing_onto_a_key_that_others_have_changes_nothing()
    {
        await Store.Blobs.WriteAsync(Key, TestStore.Text("other bytes"), "video/mp4", Cancel);
        await Partial.BeginAsync(Upload, Cancel);
        await Partial.AppendAsync(Upload, 0, TestStore.Text("0123"), Cancel);
        Assert.Equal(WriteOutcome.AlreadyThere, await Partial.FinishAsync(Upload, 4, Key, "video/mp4", Cancel));
        Assert.Equal("other bytes"u8.ToArray(), await Store.ReadAsync(Key));
    }

    [Fact]
    public async Task Finishing_more_than_is_held_fails()
    {
        await Partial.BeginAsync(Upload, Cancel);
        await Partial.AppendAsync(Upload, 0, TestStore.Text("0123"), Cancel);
        await Assert.ThrowsAsync<StorageUnavailableException>(() => Partial.FinishAsync(Upload, 5, Key, "video/mp4", Cancel));
        Assert.Null(await Store.ReadAsync(Key));
    }

    [Fact]
    public async Task An_abandoned_upload_is_forgotten_and_abandoning_it_again_succeeds()
    {
        await Partial.BeginAsync(Upload, Cancel);
        await Partial.AppendAsync(Upload, 0, TestStore.Text("0123"), Cancel);
        await Partial.AbandonAsync(Upload, Cancel);
        await Partial.AbandonAsync(Upload, Cancel);
        Assert.Null(await Partial.LengthAsync(Upload, Cancel));
        Assert.Empty(await Store.HeldAsync());
    }

    [Fact]
    public async Task Held_uploads_are_listed_with_their_lengths()
    {
        await Partial.BeginAsync("a1", Cancel);
        await Partial.BeginAsync("b2", Cancel);
        await Partial.AppendAsync("b2", 0, TestStore.Text("0123"), Cancel);
        Assert.Equal([("a1", 0L), ("b2", 4L)], (await Store.HeldAsync()).Select(h => (h.Upload, h.Length)).Order());
    }

    [Fact, Trait("trust", "T18")]
    public async Task A_writer_that_hangs_writes_nothing_more_once_another_took_over()
    {
        var hanging = new TaskCompletionSource();
        var arrived = new TaskCompletionSource();
        await Partial.BeginAsync(Upload, Cancel);
        var hung = Partial.AppendAsync(Upload, 0, new TwoPieces("old "u8.ToArray(), "LATE BYTES"u8.ToArray(), arrived, hanging.Task), Cancel);
        await arrived.Task.WaitAsync(Cancel);

        var taken = await Partial.AppendAsync(Upload, 0, TestStore.Text("new bytes only"), Cancel);
        hanging.SetResult();
        await hung;

        Assert.Equal(14, taken.Length);
        await Partial.FinishAsync(Upload, 14, Key, "video/mp4", Cancel);
        Assert.Equal("new bytes only"u8.ToArray(), await Store.ReadAsync(Key));
    }

    [Theory, Trait("trust", "P01")]
    [InlineData("../x")]
    [InlineData("a/b")]
    [InlineData("")]
    [InlineData("UPPER")]
    [InlineData(".")]
    public async Task Names_that_are_not_uploads_are_refused(string upload) =>
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Partial.BeginAsync(upload, Cancel));

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
