using Vitrine.Library.Access;
using Vitrine.Storage;

namespace Vitrine.Library;

/// <summary>
/// Compares the catalog with the store and every original with its hash. Rows and folders come in the same order, so both are walked
/// side by side, once, in flat memory, while the site goes on; what looks wrong is looked at again before it is said.
/// </summary>
public sealed class Verification(IMediaCatalog catalog, IUploadCatalog uploads, IBlobStore blobs)
{
    private const int PageLength = 200;

    /// <param name="hashes">Read every original; otherwise only lengths are compared.</param>
    /// <param name="found">Told of each finding as it is made.</param>
    /// <param name="cancellationToken">Stops between items.</param>
    public async Task<VerifyReport> RunAsync(bool hashes, Action<Finding> found, CancellationToken cancellationToken)
    {
        var walk = new Walk(new VerifyReport(), hashes, found);
        await using var folders = OriginalFolders.ListAsync(blobs, cancellationToken).GetAsyncEnumerator(cancellationToken);
        var folder = await NextAsync(folders);
        await foreach (var item in ItemsAsync(cancellationToken))
        {
            while (folder is not null && (folder.Id is not { } id || id < item.Id))
            {
                await FolderAloneAsync(walk, folder, cancellationToken);
                folder = await NextAsync(folders);
            }

            var own = folder?.Id == item.Id ? folder : null;
            await ItemAsync(walk, item, own, cancellationToken);
            if (own is not null) folder = await NextAsync(folders);
        }

        for (; folder is not null; folder = await NextAsync(folders)) await FolderAloneAsync(walk, folder, cancellationToken);
        return walk.Report;
    }

    private async IAsyncEnumerable<MediaItem> ItemsAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        MediaId? after = null;
        while (true)
        {
            var page = await catalog.WalkAsync(after, PageLength, cancellationToken);
            foreach (var item in page.Items) yield return item;
            if (page.Items.Count < PageLength) yield break;
            after = page.Items[^1].Id;
        }
    }

    private async Task ItemAsync(Walk walk, MediaItem item, OriginalFolder? folder, CancellationToken cancellationToken)
    {
        if (item.Synthetic)
        {
            walk.Report.CountSynthetic();
            return;
        }

        switch (await LookAtOriginalAsync(walk, item, cancellationToken))
        {
            case null:
                walk.Report.CountIntact();
                break;
            case { } when await catalog.FindAsync(Scope.Everything, item.Id, cancellationToken) is null:
                walk.Report.CountGone();
                return;
            case { } kind:
                walk.Report.CountItem(kind);
                walk.Found(new Finding(kind, item.OriginalKey.Value, item.FileName));
                break;
        }

        foreach (var stray in folder?.Files.Where(f => f.Key != item.OriginalKey) ?? [])
            Tell(walk, FindingKind.Stray, stray.Key.Value, item.FileName);
        if (await blobs.FindAsync(item.SidecarKey, cancellationToken) is null)
            Tell(walk, FindingKind.WithoutSidecar, item.SidecarKey.Value, item.FileName);
        await LookAtRenditionsAsync(walk, item, cancellationToken);
    }

    /// <summary>Null when all is well.</summary>
    private async Task<FindingKind?> LookAtOriginalAsync(Walk walk, MediaItem item, CancellationToken cancellationToken)
    {
        try
        {
            await using var blob = await blobs.OpenReadAsync(item.OriginalKey, null, cancellationToken);
            if (blob is null) return FindingKind.Missing;
            if (blob.Info.Length < item.Bytes) return FindingKind.Truncated;
            if (blob.Info.Length > item.Bytes) return FindingKind.Damaged;
            if (!walk.Hashes || item.Sha256 is null) return null;
            var hash = new RunningHash();
            await hash.AppendAllAsync(blob.Content, cancellationToken);
            walk.Report.BytesRead += hash.Length;
            return hash.Sha256Hex == item.Sha256 ? null : FindingKind.Damaged;
        }
        catch (StorageUnavailableException)
        {
            // A broken sector is this file's; a store that is gone altogether ends the walk at the next listing.
            return FindingKind.Unreadable;
        }
    }

    private async Task LookAtRenditionsAsync(Walk walk, MediaItem item, CancellationToken cancellationToken)
    {
        foreach (var rendition in item.Renditions)
        {
            var key = Keys.Rendition(item.Id, item.Recipe ?? "", rendition.Name, rendition.Extension);
            if (await blobs.FindAsync(key, cancellationToken) is { } info && info.Length == rendition.Bytes) continue;
            var now = await catalog.FindAsync(Scope.Everything, item.Id, cancellationToken);
            if (now is null || now.Version != item.Version) return;
            Tell(walk, FindingKind.WithoutPreview, key.Value, item.FileName);
        }
    }

    /// <summary>Files without a row: an upload under way, an item being purged or just made, or nobody's.</summary>
    private async Task FolderAloneAsync(Walk walk, OriginalFolder folder, CancellationToken cancellationToken)
    {
        if (folder.Id is not { } id)
        {
            foreach (var file in folder.Files) Tell(walk, FindingKind.Stray, file.Key.Value, "");
            return;
        }

        if (await uploads.IsUnderWayAsync(id, cancellationToken))
        {
            walk.Report.UnderWay++;
            return;
        }

        if (await catalog.FindAsync(Scope.Everything, id, cancellationToken) is not null || await IsGoingAsync(id, cancellationToken)) return;
        Tell(walk, FindingKind.Orphaned, Keys.OriginalsOf(id), string.Join(", ", folder.Files.Select(f => f.Key.Value.Split('/')[^1])));
    }

    private async Task<bool> IsGoingAsync(MediaId id, CancellationToken cancellationToken)
    {
        if ((await catalog.PurgingAsync(PageLength, cancellationToken)).Any(i => i.Id == id)) return true;
        await foreach (var _ in blobs.ListAsync(Keys.OriginalsOf(id), cancellationToken)) return false;
        return true;
    }

    private static void Tell(Walk walk, FindingKind kind, string where, string detail)
    {
        walk.Report.Count(kind);
        walk.Found(new Finding(kind, where, detail));
    }

    private static async Task<OriginalFolder?> NextAsync(IAsyncEnumerator<OriginalFolder> folders) =>
        await folders.MoveNextAsync() ? folders.Current : null;

    private sealed record Walk(VerifyReport Report, bool Hashes, Action<Finding> Found);
}
