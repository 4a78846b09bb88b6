using Vitrine.Library;
using Vitrine.Library.Moving;
using Vitrine.Storage;

namespace Vitrine.Tests.Library.Moving;

/// <summary>A small site in a folder, and two homes beside each other in it: where it is, and where it is to go.</summary>
internal sealed class MovedSite : IAsyncDisposable
{
    public const string Next = "VITRINE_STORAGE__DISK__PATH=next";

    private readonly string folder;
    private readonly List<SiteParts> opened = [];
    private Account owner = null!;
    private TimeSpan later;

    private MovedSite(string folder) => this.folder = folder;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static MovePlan Both => new(Next, "VITRINE_METADATA__SQLITE__PATH=next.db");

    public static async Task<MovedSite> MakeAsync()
    {
        var site = new MovedSite(Directory.CreateTempSubdirectory("vitrine-move-").FullName);
        await using var parts = SiteParts.Empty(site.Settings(next: false));
        await parts.Get<SiteStart>().CheckAsync(Cancel);
        await parts.AddOwnerAsync();
        site.owner = parts.Owner;
        foreach (var seed in new[] { 1, 2 }) await parts.TakeAsync(Contracts.TestStore.Bytes(5000 + seed, seed));
        await parts.Get<IBlobStore>().WriteAsync(new BlobKey("renditions/0f/r1/tile.webp"), Contracts.TestStore.Text("tile"), "image/webp", Cancel);
        await parts.Get<SidecarWriter>().WriteDueAsync(Cancel);
        return site;
    }

    /// <summary>The same site once more, for somebody else to move.</summary>
    public MovedSite Copy()
    {
        var copy = Directory.CreateTempSubdirectory("vitrine-move-").FullName;
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            var target = Path.Join(copy, Path.GetRelativePath(folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return new MovedSite(copy) { owner = owner };
    }

    /// <summary>A process that works with one of the two homes, or with the files of one and the metadata of the other.</summary>
    public SiteParts Open(bool next, bool? nextMetadata = null)
    {
        var parts = SiteParts.Empty(Settings(next, nextMetadata ?? next));
        parts.Owner = owner;
        parts.Time.Advance(later);
        opened.Add(parts);
        return parts;
    }

    /// <summary>A process that works with the home that a plan leads to.</summary>
    public SiteParts HomeOf(MovePlan plan) => Open(plan.Files is not null, plan.Metadata is not null);

    /// <summary>Another process with the old home, whose clock says another time. The caller disposes.</summary>
    public SiteParts OpenAt(DateTimeOffset now)
    {
        var parts = SiteParts.Empty(Settings(next: false));
        parts.Time.SetUtcNow(now);
        return parts;
    }

    public string MarkerOf(bool next) => Path.Join(folder, next ? "next" : "media", "vitrine-store.json");

    /// <summary>So much later that whoever was killed holds no lease any more.</summary>
    public void Wait() => later += TimeSpan.FromMinutes(2);

    public SiteMove Move(MovePlan plan, Killing? killing = null)
    {
        var from = Open(next: false);
        return Move(from, plan, Watch(PlaceOf(from), killing), Watch(PlaceOf(HomeOf(plan)), killing));
    }

    public static SiteMove Move(SiteParts by, MovePlan plan, MovePlace from, MovePlace to) => new(from, to, plan, by.Time, _ => { });

    public static MovePlace PlaceOf(SiteParts parts) => new(
        parts.Get<IBlobStore>(), parts.Get<IStoreMarker>(), parts.Get<ISiteCatalog>(), parts.Get<IMediaCatalog>(), parts.Get<ICatalogRows>());

    /// <summary>Null when a site starts on it and takes a change; else why not.</summary>
    public static async Task<string?> WhyNotAsync(SiteParts parts)
    {
        try
        {
            await parts.Get<SiteStart>().RequireExistingAsync(Cancel);
            await parts.Get<ISiteCatalog>().SetAsync("written", "yes", Cancel);
            await parts.Get<ISiteCatalog>().SetAsync("written", null, Cancel);
            return null;
        }
        catch (Exception failure) when (failure is StorageUnavailableException or CatalogUnavailableException)
        {
            return failure.Message;
        }
    }

    /// <summary>Every file of a home by its hash, and how many rows it has of each kind; the sidecars' due times included.</summary>
    public static async Task<string> ContentAsync(SiteParts parts)
    {
        var lines = new List<string>();
        foreach (var key in await parts.KeysAsync())
        {
            await using var blob = await parts.Get<IBlobStore>().OpenReadAsync(new BlobKey(key), null, Cancel);
            lines.Add($"{key} {Convert.ToHexStringLower(await System.Security.Cryptography.SHA256.HashDataAsync(blob!.Content, Cancel))}");
        }

        foreach (var part in Enum.GetValues<CatalogPart>())
        {
            await foreach (var row in parts.Get<ICatalogRows>().ReadAsync(part, DateTimeOffset.MinValue, Cancel)) lines.Add(System.Text.Json.JsonSerializer.Serialize<object>(row));
        }

        return string.Join('\n', lines.Order(StringComparer.Ordinal));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var parts in opened) await parts.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private static MovePlace Watch(MovePlace place, Killing? killing) => killing is null ? place : new(
        killing.Watch(place.Blobs), killing.Watch(place.Marker), killing.Watch(place.Site), killing.Watch(place.Media), killing.Watch(place.Rows));

    private Dictionary<string, string?> Settings(bool next, bool? nextMetadata = null) => new()
    {
        ["Site:Data"] = folder,
        ["Storage:Disk:Path"] = Path.Join(folder, next ? "next" : "media"),
        ["Metadata:Sqlite:Path"] = Path.Join(folder, nextMetadata ?? next ? "next.db" : "vitrine.db"),
    };
}
