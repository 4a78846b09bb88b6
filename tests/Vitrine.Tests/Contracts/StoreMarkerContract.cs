using Vitrine.Storage;

namespace Vitrine.Tests.Contracts;

/// <summary>What every <see cref="IStoreMarker"/> does. The store is made without a marker.</summary>
public abstract class StoreMarkerContract : IAsyncLifetime
{
    protected TestStore Store { get; private set; } = null!;

    private IStoreMarker Marker => Store.Marker;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    protected abstract ValueTask<TestStore> CreateUnmarkedAsync();

    public async ValueTask InitializeAsync() => Store = await CreateUnmarkedAsync();

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_new_store_has_no_marker_and_holds_nothing()
    {
        Assert.Null(await Marker.ReadAsync(Cancel));
        Assert.False(await Marker.HoldsAnythingAsync(Cancel));
    }

    [Fact]
    public async Task The_first_marker_stays()
    {
        Assert.True(await Marker.CreateAsync("one", Cancel));
        Assert.False(await Marker.CreateAsync("two", Cancel));
        Assert.Equal("one", await Marker.ReadAsync(Cancel));
        Assert.False(await Marker.HoldsAnythingAsync(Cancel));
    }

    [Fact]
    public async Task A_marker_says_all_that_it_was_made_with_and_is_replaced_whole()
    {
        Assert.Null(await Marker.LookAsync(Cancel));
        await Assert.ThrowsAsync<StorageUnavailableException>(() => Marker.ReplaceAsync(new StoreMark("one"), Cancel));
        Assert.True(await Marker.CreateAsync(new StoreMark("one", 7, StoreState.Copying), Cancel));
        var refused = await Assert.ThrowsAsync<StorageUnavailableException>(() => Marker.ReadAsync(Cancel));
        Assert.Contains("vitrine move", refused.Message, StringComparison.Ordinal);
        await Store.Blobs.WriteAsync(new BlobKey("originals/2026/11/0f/a.jpg"), TestStore.Text("x"), "text/plain", Cancel); // a copy is written to

        await Marker.ReplaceAsync(new StoreMark("one", 7), Cancel);
        Assert.Equal("one", await Marker.ReadAsync(Cancel));
        var moved = new StoreMark("one", 7, StoreState.Moved) { MovedTo = "THE_SETTING=“elsewhere”" };
        await Marker.ReplaceAsync(moved, Cancel);
        Assert.Equal(moved, await Marker.LookAsync(Cancel));
        refused = await Assert.ThrowsAsync<StorageUnavailableException>(() => Marker.ReadAsync(Cancel));
        Assert.Contains("Set THE_SETTING=“elsewhere”", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_probe_passes_with_and_without_a_marker_and_leaves_nothing()
    {
        await Marker.ProbeAsync(Cancel);
        await Marker.CreateAsync("one", Cancel);
        await Marker.ProbeAsync(Cancel);
        Assert.Empty(await Store.HeldAsync());
        Assert.False(await Marker.HoldsAnythingAsync(Cancel));
    }

    [Theory]
    [InlineData("originals/2026/11/0f/a.jpg")]
    [InlineData("renditions/0f/r1/tile.webp")]
    [InlineData("catalog/accounts.json")]
    public async Task A_store_with_any_file_of_ours_holds_something(string key)
    {
        await Marker.CreateAsync("one", Cancel);
        await Store.Blobs.WriteAsync(new BlobKey(key), TestStore.Text("x"), "text/plain", Cancel);
        Assert.True(await Marker.HoldsAnythingAsync(Cancel));
    }

    [Fact, Trait("trust", "B08")]
    public async Task Without_its_marker_the_store_takes_nothing_and_says_nothing_is_absent()
    {
        var key = new BlobKey("originals/2026/11/0f/a.jpg");
        await Assert.ThrowsAsync<StorageUnavailableException>(() => Store.Blobs.WriteAsync(key, TestStore.Text("x"), "text/plain", Cancel));
        await Assert.ThrowsAsync<StorageUnavailableException>(() => Store.Blobs.OpenReadAsync(key, null, Cancel));
        await Assert.ThrowsAsync<StorageUnavailableException>(() => Store.Blobs.FindAsync(key, Cancel));
        await Assert.ThrowsAsync<StorageUnavailableException>(() => Store.Blobs.DeleteAsync(key, Cancel));
        await Assert.ThrowsAsync<StorageUnavailableException>(() => Store.KeysAsync(""));
        await Assert.ThrowsAsync<StorageUnavailableException>(() => Store.Partial.BeginAsync("a1", Cancel));
        await Assert.ThrowsAsync<StorageUnavailableException>(() => Store.Partial.LengthAsync(new PartialUpload("a1", 0, []), Cancel));
        await Assert.ThrowsAsync<StorageUnavailableException>(() => Store.Partial.AbandonAsync("a1", Cancel));
    }
}
