using Vitrine.Library.Access;
using Vitrine.Library.Links;
using Vitrine.Storage;

namespace Vitrine.Library.Guests;

/// <summary>
/// Ends a link: it is refused from this moment on, and what its guests were still sending goes, also what another node is writing just
/// now (each looks every half second whether its link still stands). What was received stays.
/// </summary>
public sealed class LinkRevoking(
    ILinkCatalog links, IGuestCatalog guests, UploadWriters writers, Completion completion, ILogger<LinkRevoking> log)
{
    private const int Batch = 100;

    /// <summary>False when there is no such link. Once it is revoked a cancel no longer stops the rest.</summary>
    public async Task<bool> RevokeAsync(LinkId id, CancellationToken cancellationToken)
    {
        var revoked = await links.RevokeAsync(id, cancellationToken);
        try
        {
            while (await DiscardSomeAsync(id) > 0)
            {
            }
        }
        catch (Exception failure) when (failure is StorageUnavailableException or CatalogUnavailableException)
        {
            log.LogWarning("What guests of a revoked link were sending expires by itself: {Reason}", failure.Message);
        }

        return revoked;
    }

    private async Task<int> DiscardSomeAsync(LinkId id)
    {
        var discarded = 0;
        foreach (var upload in await guests.UnderWayAsync(id, Batch, CancellationToken.None))
        {
            using var turn = await writers.TakeTurnAsync(upload.Id);
            if (await completion.DiscardAsync(Scope.Everything, upload.Id, CancellationToken.None)) discarded++;
        }

        return discarded;
    }
}
