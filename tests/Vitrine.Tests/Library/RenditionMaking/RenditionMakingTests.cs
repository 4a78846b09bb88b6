using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Vitrine.Imaging;
using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Storage;
using Vitrine.Tests.Imaging;
using static Vitrine.Tests.Library.DecodingWorld;

namespace Vitrine.Tests.Library;

/// <summary>From an upload to its previews, on the whole site with real decoders.</summary>
public sealed class RenditionMakingTests
{
    [Fact]
    public async Task A_photo_gets_its_tile_its_facts_and_then_its_bigger_previews()
    {
        await using var world = await StartAsync();

        var id = await UploadAsync(world, "orientation/landscape_6.jpg");
        var item = await WaitAsync(world, id, i => i.Renditions.Count == 3);

        Assert.Equal(MediaState.Ready, item.State);
        Assert.Null(item.Problem);
        Assert.Equal((1800, 1200), (item.Width, item.Height));
        Assert.Equal(Recipe.Name, item.Recipe);
        Assert.NotNull(item.Thumbhash);
        foreach (var rendition in item.Renditions)
        {
            var blob = await world.Get<IBlobStore>().FindAsync(Keys.Rendition(id, item.Recipe!, rendition.Name, rendition.Extension), TestContext.Current.CancellationToken);
            Assert.Equal(rendition.Bytes, blob?.Length);
        }
    }

    [Fact]
    public async Task The_taken_date_comes_from_the_file_and_says_so()
    {
        await using var world = await StartAsync();

        var item = await world.SettledAsync(await UploadAsync(world, "gps/DSCN0010.jpg"));

        Assert.Equal("2008-10-22T16:28:39.000", item.TakenAt.ToString());
        Assert.Equal(TakenFrom.Exif, item.TakenFrom);
        Assert.Equal(43.467, item.Latitude!.Value, 3);
    }

    [Theory]
    [InlineData("wrongext/text_named.jpg", MediaState.Failed, ProblemCode.NotAPicture)]
    [InlineData("broken/truncated.jpg", MediaState.Failed, ProblemCode.Damaged)]
    [InlineData("png/huge_65536.png", MediaState.Failed, ProblemCode.TooLargeToPreview)]
    [InlineData("heic/alpha_512.heic", MediaState.Ready, ProblemCode.PreviewFollows)]
    [InlineData("raw/pixel7.dng", MediaState.Ready, ProblemCode.PreviewFollows)]
    [Trait("trust", "C03")]
    public async Task What_has_no_preview_says_why_and_keeps_its_bytes(string file, MediaState state, ProblemCode problem)
    {
        await using var world = await StartAsync();

        var item = await world.SettledAsync(await UploadAsync(world, file));

        Assert.Equal((state, problem), (item.State, item.Problem));
        var blob = await world.Get<IBlobStore>().FindAsync(item.OriginalKey, TestContext.Current.CancellationToken);
        Assert.Equal(new FileInfo(Corpus.PathOf(file)).Length, blob?.Length);
    }

    [Fact]
    public async Task Without_a_decoder_the_site_runs_and_previews_wait()
    {
        await using var world = await World.StartAsync(new Dictionary<string, string?> { ["Imaging:Decoder"] = "/nowhere/vitrine-decoder" });

        var id = await world.UploadAsync(world.Ada);
        await Task.Delay(500, TestContext.Current.CancellationToken); // long enough for an attempt; whether one was made changes nothing

        var item = await world.Get<IMediaCatalog>().FindAsync(Scope.Everything, id, TestContext.Current.CancellationToken);
        Assert.Equal(MediaState.Received, item!.State);
        Assert.Contains("VITRINE_IMAGING__DECODER", (await world.Get<Vitrine.Imaging.Sandbox.IDecoderHealth>().CheckAsync(TestContext.Current.CancellationToken)).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_recipe_queues_what_an_old_one_made()
    {
        await using var world = await StartAsync();
        var made = await WaitAsync(world, await world.UploadAsync(world.Ada), i => i.Renditions.Count == 3);
        var old = made with { Id = MediaId.New(TimeProvider.System), Recipe = "01d", Renditions = [] };
        Assert.True(await world.Get<IMediaCatalog>().AdoptAsync(old, null, TestContext.Current.CancellationToken));
        await world.Get<ISiteCatalog>().SetAsync("recipe", "01d", TestContext.Current.CancellationToken);

        var upgrade = world.Site.Services.GetServices<IHostedService>().OfType<RecipeUpgrade>().Single();
        var queued = await upgrade.UpgradeAsync(TestContext.Current.CancellationToken);

        Assert.Equal(1, queued);
        await WaitAsync(world, old.Id, i => i.Recipe == Recipe.Name && i.Renditions.Count == 3);
        Assert.Equal(0, await upgrade.UpgradeAsync(TestContext.Current.CancellationToken));
    }
}
