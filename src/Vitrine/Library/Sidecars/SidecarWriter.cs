using Vitrine.Library.Access;
using Vitrine.Storage;

namespace Vitrine.Library;

/// <summary>
/// Applies the sidecar effects: looks every few seconds, so that an upload whose previews arrive meanwhile is written once.
/// </summary>
internal sealed class SidecarWriter(IMediaCatalog catalog, Sidecars sidecars, IBlobStore blobs, TimeProvider time, ILogger<SidecarWriter> log)
    : DueFiles("Sidecars", TimeSpan.FromSeconds(5), time, log)
{
    private const int Batch = 100;

    /// <summary>Writes what is due now; returns how many sidecars were brought up to their rows.</summary>
    public override async Task<int> WriteDueAsync(CancellationToken cancellationToken)
    {
        var written = 0;
        while (await catalog.SidecarsDueAsync(Batch, cancellationToken) is { Count: > 0 } due)
        {
            foreach (var item in due)
            {
                await WriteAsync(item, cancellationToken);
                written++;
            }

            if (due.Count < Batch) break;
        }

        return written;
    }

    private async Task WriteAsync(MediaItem item, CancellationToken cancellationToken)
    {
        if (item.Synthetic)
        {
            await catalog.SidecarWrittenAsync(item.Id, item.Version, cancellationToken);
            return;
        }

        await sidecars.WriteAsync(item, cancellationToken);

        // A purge that began since the row was read may have passed the sidecar already; what begins later will meet it.
        if (await catalog.FindAsync(Scope.Everything, item.Id, cancellationToken) is null)
            await blobs.DeleteAsync(item.SidecarKey, cancellationToken);
        else
            await catalog.SidecarWrittenAsync(item.Id, item.Version, cancellationToken);
    }
}
