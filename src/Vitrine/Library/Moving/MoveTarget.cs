using Vitrine.Storage;

namespace Vitrine.Library.Moving;

/// <summary>Where a move leads: refuses what belongs to somebody else, and marks the rest as a copy that no site may use yet.</summary>
internal sealed class MoveTarget(MovePlace to, MovePlan plan)
{
    /// <summary>Looks at both before either is marked. Repeating it changes nothing.</summary>
    public async Task PrepareAsync(string storeId, long generation, Action<string> tell, CancellationToken cancellationToken)
    {
        var mark = plan.Files is null ? null : await RequireRoomForFilesAsync(storeId, generation, tell, cancellationToken);
        if (plan.Metadata is not null) await RequireRoomForMetadataAsync(storeId, tell, cancellationToken);
        if (mark is not null) await MarkAsync(mark, new StoreMark(storeId, generation + 1, StoreState.Copying), cancellationToken);
    }

    /// <summary>Empties the metadata of what an earlier copy left: what changed since then would stay in it.</summary>
    public async Task MakeRoomAsync(string storeId, CancellationToken cancellationToken)
    {
        await to.Site.SetAsync(SiteValues.Standing, new Standing { CopyOf = storeId }.ToJson(), cancellationToken);
        await to.Rows.ClearAsync(cancellationToken);
    }

    private async Task<StoreMark> RequireRoomForFilesAsync(string storeId, long generation, Action<string> tell, CancellationToken cancellationToken)
    {
        await to.Marker.ProbeAsync(cancellationToken);
        switch (await to.Marker.LookAsync(cancellationToken))
        {
            case null when await to.Marker.HoldsAnythingAsync(cancellationToken):
                throw new StorageUnavailableException($"The store to move to holds files of a site, but no marker. Set {to.Marker.Setting} to an empty one.");
            case null:
                return new StoreMark("", 0);
            case { } other when other.StoreId != storeId:
                throw new StorageUnavailableException($"The store to move to belongs to another site. Set {to.Marker.Setting} to an empty one.");
            case { State: StoreState.InUse } twin when twin.Generation <= generation:
                throw new StorageUnavailableException($"The store to move to is this site's own, or a copy of it that is in use (a restored backup?). Set {to.Marker.Setting} to an empty one.");
            case { State: StoreState.Moved } old:
                tell("An old copy of this site's files lies there; it is brought up to date.");
                return old;
            case var begun:
                return begun!;
        }
    }

    private async Task RequireRoomForMetadataAsync(string storeId, Action<string> tell, CancellationToken cancellationToken)
    {
        var standing = await Standing.ReadAsync(to.Site, cancellationToken);
        var present = await to.Site.GetAsync(SiteValues.StoreId, cancellationToken);
        if (standing.CopyOf == storeId) return;
        if (standing.MovedTo is not null && present == storeId)
        {
            tell("An old copy of this site's metadata lies there; it is replaced.");
            return;
        }

        if (present is not null || standing.CopyOf is not null || await HoldsRowsAsync(cancellationToken))
            throw new CatalogUnavailableException("The metadata to move to holds a site already, which is not touched. Set VITRINE_METADATA__SQLITE__PATH to a new file, or VITRINE_METADATA__DYNAMODB__TABLE to an empty table.");
    }

    private async Task<bool> HoldsRowsAsync(CancellationToken cancellationToken) =>
        await to.Rows.ReadAsync(CatalogPart.Frame, DateTimeOffset.MinValue, cancellationToken).AnyAsync(cancellationToken)
        || await to.Rows.ReadAsync(CatalogPart.Things, DateTimeOffset.MinValue, cancellationToken).AnyAsync(cancellationToken);

    private async Task MarkAsync(StoreMark present, StoreMark mark, CancellationToken cancellationToken)
    {
        if (present == mark) return;
        if (present.Generation > 0) await to.Marker.ReplaceAsync(mark, cancellationToken);
        else if (!await to.Marker.CreateAsync(mark, cancellationToken)) throw new StorageUnavailableException("Somebody else began to use the store to move to.");
    }
}
