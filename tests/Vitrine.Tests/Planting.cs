using System.Globalization;
using System.Security.Cryptography;
using Vitrine.Imaging;
using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Storage;

namespace Vitrine.Tests;

/// <summary>Puts items into a world's store and catalog without uploading them: any bytes, any type, any time.</summary>
public static class Planting
{
    private const string Recipe = "test-recipe";

    public static async Task<MediaItem> PlantAsync(
        this World world,
        Account owner,
        byte[] content,
        string fileName = "picture.jpg",
        string contentType = "image/jpeg",
        string takenAt = "2026-05-03T14:20:00.000",
        params (string Name, byte[] Content)[] renditions)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var time = world.Get<TimeProvider>();
        var id = MediaId.New(time);
        var key = Keys.Original(id, fileName, "");
        await WriteAsync(world, key, content, contentType);
        foreach (var (name, picture) in renditions) await WriteAsync(world, Keys.Rendition(id, Recipe, name, ".webp"), picture, "image/webp");
        var item = new MediaItem
        {
            Id = id,
            Owner = owner.Id,
            State = MediaState.Ready,
            Version = 1,
            FileName = fileName,
            OriginalKey = key,
            Kind = contentType.StartsWith("image/", StringComparison.Ordinal) ? MediaKind.Image : MediaKind.Other,
            ContentType = contentType,
            Bytes = content.Length,
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(content)),
            Width = 640,
            Height = 480,
            TakenAt = new TakenAt(DateTime.Parse(takenAt, CultureInfo.InvariantCulture)),
            TakenFrom = TakenFrom.Exif,
            UploadedAt = time.GetUtcNow(),
            DominantColour = 0x0a6ebd,
            Recipe = renditions.Length > 0 ? Recipe : null,
            Renditions = [.. renditions.Select(r => new Rendition(r.Name, 480, 360, "image/webp", ".webp", r.Content.Length))],
        };
        Assert.True(await world.Get<IMediaCatalog>().AdoptAsync(item, work: null, cancellationToken));
        return item;
    }

    /// <summary>Synthetic items over the years, newest first: there are no bytes behind them, as none are asked for.</summary>
    /// <param name="width">Of each, where all are 400 high; the timeline's estimates fit those that are left out.</param>
    public static async Task<IReadOnlyList<MediaItem>> PlantManyAsync(this World world, Account owner, int count, Func<int, int>? width = null)
    {
        var items = await PlantManyAsync(world.Get<IMediaCatalog>(), world.Get<TimeProvider>(), owner, count, width);
        await CountedAsync(world, owner, count);
        return items;
    }

    public static async Task<IReadOnlyList<MediaItem>> PlantManyAsync(
        IMediaCatalog catalog, TimeProvider time, Account owner, int count, Func<int, int>? width = null)
    {
        var newest = new DateTime(2026, 6, 30, 12, 0, 0, DateTimeKind.Unspecified);
        var items = Enumerable.Range(0, count).Select(ItemAt).ToList();
        foreach (var some in items.Chunk(100))
            Assert.All(await Task.WhenAll(some.Select(item => catalog.AdoptAsync(item, null, TestContext.Current.CancellationToken))), Assert.True);
        return items;

        MediaItem ItemAt(int n)
        {
            var id = MediaId.New(time);
            return new MediaItem
            {
                Id = id,
                Owner = owner.Id,
                State = MediaState.Ready,
                Version = 1,
                FileName = string.Create(CultureInfo.InvariantCulture, $"IMG_{n:0000}.jpg"),
                OriginalKey = Keys.Original(id, "picture.jpg", ""),
                Kind = MediaKind.Image,
                ContentType = "image/jpeg",
                Bytes = 1000,
                Sha256 = n.ToString("x64", CultureInfo.InvariantCulture),
                Width = width?.Invoke(n) ?? 400 + (n * 37 % 500),
                Height = 400,
                TakenAt = new TakenAt(newest.AddHours(-n * 17.5)),
                TakenFrom = TakenFrom.Exif,
                UploadedAt = time.GetUtcNow(),
                DominantColour = 0x7090a0,
                Synthetic = true,
            };
        }
    }

    /// <summary>Where counters may lag behind their items, until they do not.</summary>
    private static async Task CountedAsync(World world, Account owner, int atLeast)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var scope = new Scope.Own(owner.Id);
        for (var deadline = DateTime.UtcNow.AddSeconds(60); DateTime.UtcNow < deadline; await Task.Delay(50, cancellationToken))
            if ((await world.Get<IMediaCatalog>().MonthsAsync(scope, cancellationToken)).Sum(month => month.Count) >= atLeast) return;
        Assert.Fail("The counters did not come.");
    }

    /// <summary>Bytes that look like nothing, the same for the same seed.</summary>
    public static byte[] Bytes(int length, int seed = 1)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    private static async Task WriteAsync(World world, BlobKey key, byte[] content, string contentType) =>
        Assert.Equal(
            WriteOutcome.Stored,
            await world.Get<IBlobStore>().WriteAsync(key, new MemoryStream(content), contentType, TestContext.Current.CancellationToken));
}
