using System.Security.Cryptography;
using Vitrine.Imaging.Scrubbing;
using Vitrine.Library;
using Vitrine.Library.Scrubbing;
using Vitrine.Storage;
using Vitrine.Tests.Imaging;
using Vitrine.Tests.Imaging.Scrubbing;

namespace Vitrine.Tests.Library.Scrubbing;

/// <summary>What whoever serves a link gets instead of an original.</summary>
public sealed class ScrubbedOriginalsTests(SharedWorld shared) : IClassFixture<SharedWorld>
{
    private readonly World world = shared.World;

    [Theory]
    [InlineData("gps/DSCN0010.jpg")]
    [InlineData("video/gps_1080p.mp4")]
    [InlineData("png/gray_alpha16.png")]
    public async Task Any_range_is_a_part_of_the_whole(string file)
    {
        var item = await PlantAsync(file);
        var expected = await Scrubbed.FileAsync(file);
        await using var opened = await OpenAsync(world.Get<IScrubbedOriginals>(), item);

        Assert.Equal(expected.Length, opened.Length);
        Assert.Equal(expected, await ReadAsync(opened, null));
        var random = new Random(5);
        for (var n = 0; n < 100; n++)
        {
            var from = random.Next(expected.Length);
            var range = new ByteRange(from, 1 + random.Next(Math.Min(expected.Length - from, 5000)));
            Assert.Equal(expected[from..(from + (int)range.Length)], await ReadAsync(opened, range));
        }
    }

    [Fact]
    public async Task The_original_stays_and_the_tag_and_name_are_others()
    {
        var item = await PlantAsync("gps/DSCN0012.jpg");
        await using var opened = await OpenAsync(world.Get<IScrubbedOriginals>(), item);
        await using var again = await OpenAsync(world.Get<IScrubbedOriginals>(), item);
        await ReadAsync(opened, null);

        Assert.Equal((opened.ETag, "photo.jpg", "image/jpeg"), (again.ETag, opened.FileName, opened.ContentType));
        Assert.Matches("^\"[0-9a-f]{32}\"$", opened.ETag);
        Assert.DoesNotContain(item.Sha256![..16], opened.ETag);
        await using var stored = await world.Get<IBlobStore>().OpenReadAsync(item.OriginalKey, null, Cancel);
        Assert.Equal(item.Sha256, Convert.ToHexStringLower(await SHA256.HashDataAsync(stored!.Content, Cancel)));
    }

    [Fact]
    public async Task What_cannot_be_scrubbed_is_refused_and_what_is_gone_is_missing()
    {
        var originals = world.Get<IScrubbedOriginals>();
        var (tiff, broken, gone) = (await PlantAsync("tiff/g4.tif"), await PlantAsync("broken/truncated.jpg"), await PlantAsync("gps/DSCN0021.jpg"));
        await world.Get<IBlobStore>().DeleteAsync(gone.OriginalKey, Cancel);

        Assert.Equal((false, true), (originals.MayScrub(tiff), originals.MayScrub(broken)));
        Assert.Equal(new ScrubbedOriginal.Refused(ScrubRefusal.Format), await originals.OpenAsync(tiff, Cancel));
        Assert.Equal(new ScrubbedOriginal.Refused(ScrubRefusal.Damaged), await originals.OpenAsync(broken, Cancel));
        Assert.Equal(new ScrubbedOriginal.Refused(ScrubRefusal.Damaged), await originals.OpenAsync(broken, Cancel));
        Assert.IsType<ScrubbedOriginal.Missing>(await originals.OpenAsync(gone, Cancel));
        Assert.IsType<ScrubbedOriginal.Missing>(await originals.OpenAsync(tiff with { ContentType = "image/jpeg", Bytes = 1 }, Cancel));
    }

    /// <summary>As from a bucket: each jump is a request, each answer is read onwards.</summary>
    [Fact]
    public async Task A_store_whose_answers_cannot_seek_serves_as_well()
    {
        var store = new ForwardStore(world.Get<IBlobStore>());
        using var originals = new ScrubbedOriginals(store, Microsoft.Extensions.Logging.Abstractions.NullLogger<ScrubbedOriginals>.Instance);
        foreach (var file in new[] { "gps/DSCN0025.jpg", "video/train_livephoto.mov", "heic/libheif_example.heic" })
        {
            var item = await PlantAsync(file);
            await using (var opened = await OpenAsync(originals, item)) Assert.Equal(await Scrubbed.FileAsync(file), await ReadAsync(opened, null));
        }

        Assert.InRange(store.Opened, 3, 60); // for all three, read, checked and sent
        Assert.Equal(store.Opened, store.Closed);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private async Task<MediaItem> PlantAsync(string file) =>
        await world.PlantAsync(world.Ada, await File.ReadAllBytesAsync(Corpus.PathOf(file), Cancel), Path.GetFileName(file), Scrubbed.TypeOf(file)) with { Kind = Vitrine.Imaging.MediaKind.Image };

    private static async Task<ScrubbedFile> OpenAsync(IScrubbedOriginals originals, MediaItem item) =>
        Assert.IsType<ScrubbedOriginal.Opened>(await originals.OpenAsync(item, Cancel)).File;

    private static async Task<byte[]> ReadAsync(ScrubbedFile file, ByteRange? range)
    {
        await using var stream = file.Read(range);
        using var copy = new MemoryStream();
        await stream.CopyToAsync(copy, Cancel);
        return copy.ToArray();
    }

    /// <summary>A store whose streams only go forward, and which counts them.</summary>
    private sealed class ForwardStore(IBlobStore store) : IBlobStore
    {
        private int closed;

        public int Opened { get; private set; }

        public int Closed => closed;

        public async Task<Blob?> OpenReadAsync(BlobKey key, ByteRange? range, CancellationToken cancellationToken)
        {
            var blob = await store.OpenReadAsync(key, range, cancellationToken);
            Opened++;
            return blob is null ? null : new Blob(blob.Info, new ForwardStream(blob.Content, () => closed++));
        }

        public Task<WriteOutcome> WriteAsync(BlobKey key, Stream content, string contentType, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<BlobInfo?> FindAsync(BlobKey key, CancellationToken cancellationToken) => throw new NotSupportedException();

        public IAsyncEnumerable<BlobInfo> ListAsync(string prefix, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task DeleteAsync(BlobKey key, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<bool> ReplaceAsync(BlobKey key, ReadOnlyMemory<byte> content, string? expectedTag, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<Uri?> DirectLinkAsync(
            BlobKey key, TimeSpan lifetime, string contentType, string contentDisposition, CancellationToken cancellationToken) => Task.FromResult<Uri?>(null);
    }

    private sealed class ForwardStream(Stream stream, Action closed) : MemoryStream
    {
        public override bool CanSeek => false;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => stream.ReadAsync(buffer, cancellationToken);

        public override async ValueTask DisposeAsync()
        {
            closed();
            await stream.DisposeAsync();
            await base.DisposeAsync();
        }
    }
}
