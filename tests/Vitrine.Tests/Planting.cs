using System.Globalization;
using System.Security.Cryptography;
using Vitrine.Imaging;
using Vitrine.Library;
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
