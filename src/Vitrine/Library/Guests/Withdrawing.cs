using Vitrine.Library.Links;
using Vitrine.Storage;

namespace Vitrine.Library.Guests;

/// <summary>A guest takes back what they added.</summary>
public sealed class Withdrawing(IGuestCatalog guests, Removal removal, ILogger<Withdrawing> log)
{
    /// <summary>False when it is not theirs or no longer there. When the store is in trouble the bytes go later, by the sweeper.</summary>
    public async Task<bool> WithdrawAsync(ShareLink link, Guest guest, MediaId item, CancellationToken cancellationToken)
    {
        var withdrawal = await guests.WithdrawAsync(link.Id, guest.Visitor, item, cancellationToken);
        if (withdrawal != Withdrawal.Purging) return withdrawal == Withdrawal.InTrash;
        try
        {
            await removal.ContinueAsync(item, CancellationToken.None);
        }
        catch (Exception failure) when (failure is StorageUnavailableException or CatalogUnavailableException)
        {
            log.LogWarning("The bytes of {Id} wait to be removed: {Reason}", item, failure.Message);
        }

        return true;
    }
}
