using System.Runtime.CompilerServices;
using Vitrine.Storage;

namespace Vitrine.Library;

/// <summary>What lies in <c>originals/</c>, folder by folder in the order of ids, in flat memory.</summary>
internal static class OriginalFolders
{
    public static async IAsyncEnumerable<OriginalFolder> ListAsync(IBlobStore blobs, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        OriginalFolder? open = null;
        await foreach (var blob in blobs.ListAsync(Keys.Originals, cancellationToken))
        {
            var id = IdOf(blob.Key);
            if (open is not null && (id is null || open.Id != id))
            {
                yield return open;
                open = null;
            }

            open ??= new OriginalFolder(id);
            if (id is { } of && blob.Key == Keys.Sidecar(of)) open.Sidecar = blob;
            else open.Files.Add(blob);
        }

        if (open is not null) yield return open;
    }

    /// <summary>Null for what lies where no item's files belong.</summary>
    private static MediaId? IdOf(BlobKey key) =>
        key.Value.Split('/') is [_, _, _, var folder, _] && MediaId.TryParse(folder, out var id)
        && key.Value.StartsWith(Keys.OriginalsOf(id), StringComparison.Ordinal) ? id : null;
}

/// <param name="Id">Null when the files lie where none of ours belong.</param>
internal sealed record OriginalFolder(MediaId? Id)
{
    public BlobInfo? Sidecar { get; set; }

    /// <summary>Everything but the sidecar: one original, where all is well.</summary>
    public List<BlobInfo> Files { get; } = [];
}
