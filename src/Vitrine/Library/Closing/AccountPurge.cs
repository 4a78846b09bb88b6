using Vitrine.Library.Access;
using Vitrine.Library.Accounts;
using Vitrine.Library.Albums;
using Vitrine.Library.Guests;
using Vitrine.Library.Links;
using Vitrine.Library.Publishing;
using Vitrine.Storage;

namespace Vitrine.Library;

/// <summary>
/// Removes all that an account has, in bounded steps, and at last the account. A step asks what is left, in an order in which nothing new can come of what went
/// before, and removes some of the first kind there is; so it can be killed anywhere and is just asked again. Items go by <see cref="Removal"/> (RULES 14).
/// Like the sweeper it does nothing where the store's marker is missing; its brake of 5 % is not for what somebody asked for by name (decision 0027).
/// </summary>
internal sealed class AccountPurge(
    IAccountCatalog accounts, IClosedAccountCatalog closed, IUploadCatalog uploads, UploadWriters writers, Completion completion, ILinkCatalog links, LinkRevoking revoking,
    IPublicationCatalog publications, AlbumPurge albums, ItemPurge items, BulkChanges changes, IStoreMarker marker, ISiteCatalog site)
{
    private const int Batch = 100;

    /// <exception cref="StorageUnavailableException">The store does not answer, or is not this site's.</exception>
    public async Task<PurgeStep> StepAsync(AccountId id, CancellationToken cancellationToken)
    {
        if (await accounts.FindAsync(id, cancellationToken) is not { PurgingAt: not null }) return PurgeStep.Done;
        if (await marker.ReadAsync(cancellationToken) is not { } store || store != await site.GetAsync(SiteValues.StoreId, cancellationToken))
            throw new StorageUnavailableException("The store's marker is missing or another store's: nothing of the account is removed.");
        if (!await changes.EndAllAsync(id, cancellationToken)) return PurgeStep.Later;
        foreach (var some in new Func<AccountId, CancellationToken, Task<int>>[]
        {
            EndUploadsAsync, RevokeLinksAsync, WithdrawAsync, albums.RemoveSomeAsync, albums.LeaveSomeAsync, items.PurgeSomeAsync,
        })
        {
            if (await some(id, cancellationToken) > 0) return PurgeStep.More;
        }

        await site.SetAsync($"{SiteValues.DigestPrefix}{id}", null, cancellationToken);
        return await closed.ClearAsync(id, cancellationToken) ? PurgeStep.Done : PurgeStep.Later;
    }

    private async Task<int> EndUploadsAsync(AccountId id, CancellationToken cancellationToken)
    {
        var ended = 0;
        foreach (var upload in await uploads.UnderWayAsync(id, Batch, cancellationToken))
        {
            using var turn = await writers.TakeTurnAsync(upload.Id);
            if (await completion.DiscardAsync(Scope.Everything, upload.Id, cancellationToken)) ended++;
        }

        return ended;
    }

    private async Task<int> RevokeLinksAsync(AccountId id, CancellationToken cancellationToken)
    {
        var revoked = 0;
        foreach (var link in (await links.OfOwnerAsync(id, null, Batch, cancellationToken)).Items)
        {
            if (await revoking.RevokeAsync(link.Id, cancellationToken)) revoked++;
        }

        return revoked;
    }

    private async Task<int> WithdrawAsync(AccountId id, CancellationToken cancellationToken)
    {
        var ended = 0;
        foreach (var publication in (await publications.OfOwnerAsync(id, null, Batch, cancellationToken)).Items)
        {
            if (await publications.EndAsync(publication, cancellationToken)) ended++;
        }

        return ended;
    }
}

internal enum PurgeStep
{
    /// <summary>Something went; there may be more.</summary>
    More,

    /// <summary>What is left waits for another worker, which counts or clears something.</summary>
    Later,

    Done,
}
