using System.IO.Compression;
using System.Text.Json;
using Vitrine.Library;
using Vitrine.Tests.Imaging;

namespace Vitrine.Tests.Web;

/// <summary>What a page costs to load, in Brotli bytes: the front end as it was built, and the library's first page as it is sent.</summary>
public sealed class FrontEndBudgetTests
{
    private const int Kilobyte = 1000;

    private static readonly string Dist = Path.Combine(AppContext.BaseDirectory, "wwwroot", "dist");

    [Theory]
    [InlineData(12, "Client/app.ts", "Features/Gallery/Timeline/timeline.ts")]
    [InlineData(30, "Client/app.ts", "Features/Gallery/Timeline/timeline.ts", "Features/Viewing/Lightbox/lightbox.ts")]
    [InlineData(14, "Client/app.ts", "Features/Uploads/Queue/uploadDock.ts", "Features/Uploads/Queue/uploadQueue.ts")]
    [InlineData(3, "Client/app.ts", "Features/Viewing/mediaPage.ts")]
    [InlineData(6, "Client/app.ts", "Web/Tiles/shownTiles.ts", "Client/boxes.ts")]
    public void Script_stays_within_its_budget(int kilobytes, params string[] entries)
    {
        var manifest = Manifest();
        var files = entries.SelectMany(entry => WithImports(manifest, entry)).ToHashSet();

        AssertWithin(kilobytes, files);
    }

    [Fact]
    public void The_style_sheet_stays_within_its_budget()
    {
        var manifest = Manifest();

        AssertWithin(10, [.. manifest.GetProperty("Client/app.ts").GetProperty("css").EnumerateArray().Select(css => css.GetString()!)]);
    }

    [Fact]
    public async Task The_librarys_first_page_stays_within_its_budget()
    {
        await using var world = await World.StartAsync();
        var random = new Random(4);
        for (var n = 0; n < 80; n++)
        {
            var hash = new byte[25];
            random.NextBytes(hash);
            var item = await world.PlantAsync(world.Ada, [1, 2, 3], $"IMG_{random.Next(10_000):0000}.jpg", takenAt: $"2026-0{1 + (n / 10)}-1{n % 10}T10:00:00");
            await world.Get<IMediaCatalog>().AdoptAsync(item with { Id = MediaId.New(world.Get<TimeProvider>()), Thumbhash = hash, Renditions = Tiles, Recipe = "r" }, null, TestContext.Current.CancellationToken);
        }

        using var browser = await world.BrowserOfAsync(world.Ada);
        var page = await browser.Client.GetByteArrayAsync("/", TestContext.Current.CancellationToken);

        Assert.InRange(Compressed(page), 1000, 14 * Kilobyte);
    }

    private static IReadOnlyList<Rendition> Tiles =>
        [new("tile", 480, 360, "image/webp", ".webp", 20_000), new("tile2x", 960, 720, "image/webp", ".webp", 60_000)];

    private static void AssertWithin(int kilobytes, IReadOnlyCollection<string> files)
    {
        var sizes = files.ToDictionary(file => file, file => new FileInfo(Path.Combine(Dist, file + ".br")).Length);
        Assert.True(sizes.Values.Sum() <= kilobytes * Kilobyte, $"{sizes.Values.Sum()} bytes: {string.Join(", ", sizes)}");
    }

    private static JsonElement Manifest()
    {
        var path = Path.Combine(Dist, "manifest.json");
        if (!File.Exists(path)) Missing.Tool("The front end was not built (-p:SkipClient=true).");
        return JsonDocument.Parse(File.ReadAllBytes(path)).RootElement;
    }

    private static IEnumerable<string> WithImports(JsonElement manifest, string entry)
    {
        var part = manifest.GetProperty(entry);
        var imports = part.TryGetProperty("imports", out var names) ? names.EnumerateArray().Select(name => name.GetString()!) : [];
        return [part.GetProperty("file").GetString()!, .. imports.SelectMany(name => WithImports(manifest, name))];
    }

    private static int Compressed(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Optimal, leaveOpen: true)) brotli.Write(content);
        return (int)packed.Length;
    }
}
