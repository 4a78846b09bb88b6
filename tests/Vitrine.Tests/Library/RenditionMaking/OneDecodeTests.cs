using Microsoft.Extensions.DependencyInjection;
using Vitrine.Imaging;
using Vitrine.Imaging.Sandbox;
using Vitrine.Library;
using static Vitrine.Tests.Library.DecodingWorld;

namespace Vitrine.Tests.Library;

/// <summary>When all previews come from one decode, and when the tile goes first (decision 0031).</summary>
public sealed class OneDecodeTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_photo_that_comes_alone_is_decoded_once()
    {
        await using var world = await StartAsync();

        var item = await CompleteAsync(world, await UploadAsync(world, "gps/DSCN0010.jpg"));

        Assert.Equal(["tile", "tile2x", "screen"], item.Renditions.Select(r => r.Name));
        Assert.NotNull(item.Thumbhash);
        Assert.Equal(["tile tile2x screen"], Watched(world).Asked);
    }

    [Fact]
    public async Task A_tile_that_comes_beside_another_goes_first()
    {
        await using var world = await StartAsync();
        var watched = Watched(world);
        watched.Hold();

        var first = await UploadAsync(world, "gps/DSCN0010.jpg");
        await watched.SeenAsync(1);
        var second = await UploadAsync(world, "orientation/landscape_6.jpg");
        await watched.SeenAsync(2);
        watched.Release();

        await CompleteAsync(world, first);
        await CompleteAsync(world, second);
        Assert.Equal(["tile tile2x screen", "tile", "tile2x screen"], watched.Asked);
    }

    [Fact]
    public async Task What_cannot_be_made_all_at_once_still_gets_its_tile()
    {
        await using var world = await StartAsync();
        var watched = Watched(world);
        watched.Refuse = "screen";

        var item = await WaitAsync(world, await UploadAsync(world, "gps/DSCN0010.jpg"), i => i.Problem is not null);

        Assert.Equal((MediaState.Ready, ProblemCode.TooLargeToPreview), (item.State, item.Problem));
        Assert.Equal(["tile"], item.Renditions.Select(r => r.Name));
        Assert.Equal(["tile tile2x screen", "tile", "tile2x screen"], watched.Asked);
    }

    [Fact]
    public async Task What_is_damaged_is_not_decoded_again_for_its_tile_alone()
    {
        await using var world = await StartAsync();

        var item = await WaitAsync(world, await UploadAsync(world, "broken/truncated.jpg"), i => i.State == MediaState.Failed);

        Assert.Equal(ProblemCode.Damaged, item.Problem);
        Assert.Equal(["tile tile2x screen"], Watched(world).Asked);
    }

    [Fact]
    public async Task The_tile_of_what_may_move_does_not_wait_for_all_its_frames()
    {
        await using var world = await StartAsync();

        await CompleteAsync(world, await UploadAsync(world, "gif/rotating_squares.gif"));

        Assert.Equal(["tile", "tile2x screen"], Watched(world).Asked);
    }

    private static WatchedPictures Watched(World world) => (WatchedPictures)world.Get<IPictureMaker>();

    private static Task<World> StartAsync() =>
        DecodingWorld.StartAsync(services => services.AddSingleton<IPictureMaker>(s => new WatchedPictures(s.GetRequiredService<DecoderPool>())));

    private static Task<MediaItem> CompleteAsync(World world, MediaId id) => WaitAsync(world, id, i => i.Renditions.Count == 3);

    /// <summary>Real decoders; notes what is asked of them, and can hold it back or refuse it.</summary>
    private sealed class WatchedPictures(DecoderPool decoders) : IPictureMaker
    {
        private readonly List<string> asked = [];
        private TaskCompletionSource held = Done();

        /// <summary>Requests that hold a rendition of this name are refused.</summary>
        public string? Refuse { get; set; }

        public IReadOnlyList<string> Asked
        {
            get
            {
                lock (asked) return [.. asked];
            }
        }

        public void Hold() => held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Release() => held.SetResult();

        public async Task SeenAsync(int requests)
        {
            for (var deadline = DateTime.UtcNow.AddSeconds(60); Asked.Count < requests; await Task.Delay(20, Cancel))
                Assert.True(DateTime.UtcNow < deadline, $"{requests} requests were not made in time.");
        }

        public async Task<PictureOutcome> MakeAsync(PictureRequest request, CancellationToken cancellationToken)
        {
            lock (asked) asked.Add(string.Join(' ', request.Renditions.Select(r => r.Name)));
            await held.Task.WaitAsync(cancellationToken);
            return request.Renditions.Any(r => r.Name == Refuse)
                ? new PictureOutcome.Refused("too_large_to_preview", "As the test wants it.")
                : await decoders.MakeAsync(request, cancellationToken);
        }

        private static TaskCompletionSource Done()
        {
            var done = new TaskCompletionSource();
            done.SetResult();
            return done;
        }
    }
}
