using Vitrine.Library.Albums;
using Vitrine.Library.Publishing;
using Vitrine.Storage;

namespace Vitrine.Library;

/// <summary>Reads and writes the sidecars of items. Never writes over an equal or newer version.</summary>
public sealed class Sidecars(IBlobStore blobs, IAlbumCatalog albums, IPublicationCatalog publications)
{
    /// <summary>64 tags of 50 and a description of 5 000 characters fit many times.</summary>
    private const int Longest = 1024 * 1024;

    /// <summary>
    /// Writes the sidecar of an item that is about to get its row; durable when it returns. For intake: after the original has its
    /// key, before <see cref="IUploadCatalog.ReceiveAsync"/>. Repeating it after an unknown result is harmless.
    /// </summary>
    public async Task WriteFirstAsync(MediaItem item, CancellationToken cancellationToken)
    {
        using var json = new MemoryStream(Sidecar.Of(item, []).ToJson());
        if (await blobs.WriteAsync(item.SidecarKey, json, "application/json", cancellationToken) == WriteOutcome.AlreadyThere)
            await ReplaceAsync(item, evenEqual: true, cancellationToken);
    }

    /// <summary>Brings the sidecar up to this row; a newer one stays.</summary>
    public Task WriteAsync(MediaItem item, CancellationToken cancellationToken) => ReplaceAsync(item, evenEqual: false, cancellationToken);

    /// <summary>The item as the sidecar at a key knows it; null when there is none or it makes no sense.</summary>
    public async Task<MediaItem?> ReadAsync(BlobKey key, CancellationToken cancellationToken) => (await ReadWholeAsync(key, cancellationToken))?.Item;

    /// <summary>The same, with where it stood in which albums and how it was shown to everybody.</summary>
    internal async Task<KeptItem?> ReadWholeAsync(BlobKey key, CancellationToken cancellationToken) =>
        await ReadTextAsync(key, cancellationToken) is { } sidecar && sidecar.ToItem(key) is { } item
            ? new KeptItem(item, [.. sidecar.Placements()], sidecar.Public?.Of(item.Owner, null, item.Id))
            : null;

    private async Task ReplaceAsync(MediaItem item, bool evenEqual, CancellationToken cancellationToken)
    {
        var publication = item.Visibility == Visibility.Private ? null : await publications.OfAsync(item.Id, cancellationToken);
        var json = Sidecar.Of(item, await albums.PlacementsAsync(item.Id, cancellationToken), publication).ToJson();
        while (true)
        {
            var present = await blobs.FindAsync(item.SidecarKey, cancellationToken);
            if (present is not null && await ReadTextAsync(item.SidecarKey, cancellationToken) is { } written
                && (written.Version > item.Version || (written.Version == item.Version && !evenEqual))) return;
            if (await blobs.ReplaceAsync(item.SidecarKey, json, present?.Tag, cancellationToken)) return;
        }
    }

    private async Task<Sidecar?> ReadTextAsync(BlobKey key, CancellationToken cancellationToken)
    {
        await using var blob = await blobs.OpenReadAsync(key, null, cancellationToken);
        if (blob is null || blob.Info.Length > Longest) return null;
        var json = new byte[blob.Info.Length];
        var read = await blob.Content.ReadAtLeastAsync(json, json.Length, throwOnEndOfStream: false, cancellationToken);
        return Sidecar.Parse(json.AsSpan(0, read));
    }
}

/// <summary>What a sidecar says.</summary>
internal sealed record KeptItem(MediaItem Item, IReadOnlyList<Placement> Albums, Publication? Publication);
