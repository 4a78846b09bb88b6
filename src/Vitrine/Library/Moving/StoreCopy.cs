using System.Text;
using Vitrine.Library.Access;
using Vitrine.Storage;

namespace Vitrine.Library.Moving;

/// <summary>
/// Makes one store hold what another holds, and proves it: all that is copied, and all that was there already, is read back and its hash
/// compared. Both are walked in the order of their keys, so memory stays flat.
/// </summary>
internal sealed class StoreCopy(IBlobStore from, IBlobStore to, IMediaCatalog media, Action<string> tell)
{
    /// <summary>So many files are under way at once: most are small, and a bucket answers slowly but many.</summary>
    private const int AtOnce = 4;

    private const int Tries = 2;

    private const int TellEvery = 1000;

    private sealed record Pair(BlobInfo? Here, BlobInfo? There);

    /// <param name="trustedBefore">
    /// Files that are there and are older than this at their source were compared by an earlier walk of this run, and are not read again.
    /// </param>
    /// <param name="removes">Whether files are removed over there that are not here any more.</param>
    /// <param name="cancellationToken">Stops between files, or within one, of which nothing stays; running again goes on.</param>
    public async Task<CopyPass> WalkAsync(DateTimeOffset trustedBefore, bool removes, CancellationToken cancellationToken)
    {
        var pass = new CopyPass();
        await Parallel.ForEachAsync(
            PairsAsync(cancellationToken),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (pair, stop) =>
            {
                var did = pair.Here is { } here ? await BringAsync(here, pair.There, trustedBefore, stop) : await LeftOverAsync(pair.There!, removes, stop);
                if (pass.Count(did, pair.Here?.Length ?? 0) is var files && files % TellEvery == 0 && did != Copied.Nothing) tell($"{files} files so far …");
            });
        return pass;
    }

    private async Task<Copied> BringAsync(BlobInfo here, BlobInfo? there, DateTimeOffset trustedBefore, CancellationToken cancellationToken)
    {
        if (there is not null && there.Length == here.Length)
        {
            if (here.ModifiedAt < trustedBefore) return Copied.Trusted;
            if (await HashAsync(from, here.Key, cancellationToken) is not { } original) return Copied.Gone;
            if (await HashAsync(to, here.Key, cancellationToken) == original) return Copied.Same;
        }

        for (var attempt = 1; attempt <= Tries; attempt++)
        {
            // What is there under this key is another file, or was cut off by something that no store does.
            if (there is not null || attempt > 1) await to.DeleteAsync(here.Key, cancellationToken);
            if (await CopyAsync(here.Key, cancellationToken) is not { } copied) return Copied.Gone;
            if (await HashAsync(to, here.Key, cancellationToken) == copied) return Copied.Anew;
        }

        throw new StorageUnavailableException($"{here.Key} reads back from the new store with another hash than it was written with. The site stays where it is.");
    }

    private async Task<Copied> LeftOverAsync(BlobInfo there, bool removes, CancellationToken cancellationToken)
    {
        if (!removes) return Copied.Nothing;
        await to.DeleteAsync(there.Key, cancellationToken);
        return Copied.Removed;
    }

    /// <summary>The hash of what was read; null when it is gone meanwhile.</summary>
    private async Task<string?> CopyAsync(BlobKey key, CancellationToken cancellationToken)
    {
        await using var blob = await from.OpenReadAsync(key, null, cancellationToken);
        if (blob is null) return null;
        var (type, expected) = await KnownAsync(key, cancellationToken);
        var hash = new RunningHash();
        if (await to.WriteAsync(key, new HashingStream(blob.Content, hash), type, cancellationToken) == WriteOutcome.AlreadyThere)
            await hash.AppendAllAsync(blob.Content, cancellationToken);
        if (expected is not null && expected != hash.Sha256Hex)
            tell($"damaged already where it was, copied as it is: {key}. `vitrine verify` says more.");
        return hash.Sha256Hex;
    }

    /// <summary>What the catalog knows of a file: its type, and of an original its hash.</summary>
    private async Task<(string ContentType, string? Sha256)> KnownAsync(BlobKey key, CancellationToken cancellationToken)
    {
        var parts = key.Value.Split('/');
        if (parts[^1] == Keys.SidecarName || key.Value.StartsWith(Keys.Catalog, StringComparison.Ordinal)) return ("application/json", null);
        var id = parts.Select(part => MediaId.TryParse(part, out var found) ? found : (MediaId?)null).FirstOrDefault(found => found is not null);
        var item = id is { } known ? await media.FindAsync(Scope.Everything, known, cancellationToken) : null;
        if (item?.OriginalKey == key) return (item.ContentType, item.Sha256);
        var rendition = item?.Renditions.FirstOrDefault(made => parts[^1] == made.Name + made.Extension);
        return (rendition?.ContentType ?? "application/octet-stream", null);
    }

    private static async Task<string?> HashAsync(IBlobStore store, BlobKey key, CancellationToken cancellationToken)
    {
        await using var blob = await store.OpenReadAsync(key, null, cancellationToken);
        if (blob is null) return null;
        var hash = new RunningHash();
        await hash.AppendAllAsync(blob.Content, cancellationToken);
        return hash.Sha256Hex;
    }

    /// <summary>Each key that either store has, once.</summary>
    private async IAsyncEnumerable<Pair> PairsAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var here = from.ListAsync("", cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using var there = to.ListAsync("", cancellationToken).GetAsyncEnumerator(cancellationToken);
        var (isHere, isThere) = (await here.MoveNextAsync(), await there.MoveNextAsync());
        while (isHere || isThere)
        {
            var order = !isHere ? 1 : !isThere ? -1 : Compare(here.Current.Key, there.Current.Key);
            yield return new Pair(order <= 0 ? here.Current : null, order >= 0 ? there.Current : null);
            if (order <= 0) isHere = await here.MoveNextAsync();
            if (order >= 0) isThere = await there.MoveNextAsync();
        }
    }

    /// <summary>As stores list them: by their UTF-8 bytes.</summary>
    private static int Compare(BlobKey one, BlobKey other) =>
        Encoding.UTF8.GetBytes(one.Value).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(other.Value));
}
