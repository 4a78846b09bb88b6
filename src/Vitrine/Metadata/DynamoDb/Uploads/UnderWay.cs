using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Library.Albums;
using Vitrine.Metadata.DynamoDb.Albums;
using Vitrine.Metadata.DynamoDb.Engine;
using Vitrine.Metadata.DynamoDb.Guests;
using Vitrine.Metadata.DynamoDb.Media;
using Vitrine.Metadata.DynamoDb.Work;

namespace Vitrine.Metadata.DynamoDb.Uploads;

/// <summary>The life of an upload: begun under the quota, written by whoever holds the fence, ended once.</summary>
internal sealed class UnderWay(DynamoTable table, Effects effects, TimeProvider time)
{
    private readonly GuestFiles guests = new(table);
    private readonly Placing placing = new(table, time);

    private sealed record Answer(bool Won);

    /// <summary>
    /// The row first, then the promise: a row without promise was never answered and expires, while a promise without a row would hold
    /// its bytes for ever. Both can be said again.
    /// </summary>
    public async Task<BeginOutcome> BeginAsync(Upload upload, UploadLimits limits, CancellationToken cancellationToken)
    {
        var rows = await table.FindManyAsync([RowKey.Upload(upload.Id), RowKey.Item(upload.Id)], cancellationToken);
        if (rows.TryGetValue(RowKey.Upload(upload.Id), out var row))
        {
            var begun = UploadRows.Read(row);
            if (begun.Upload.Owner != upload.Owner || begun.IsAbandoned) return BeginOutcome.Superseded;
            if (begun.Upload.EndedAs is not null) return BeginOutcome.Begun;
        }
        else if (rows.Count > 0) return BeginOutcome.Superseded;
        else await table.WriteAsync(UploadRows.Add(upload), cancellationToken);

        var outcome = await ReserveAsync(upload, limits, cancellationToken);
        if (outcome == BeginOutcome.Begun && upload.Guest is { } guest)
        {
            outcome = await guests.ReserveAsync(guest, upload.Id, upload.Reserved, cancellationToken);
            if (outcome != BeginOutcome.Begun) await QuotaRows.ReleaseAsync(table, upload.Owner, upload.Id, cancellationToken);
        }

        if (outcome != BeginOutcome.Begun)
        {
            await table.WriteAsync(Write.Delete(RowKey.Upload(upload.Id), "fe = :fe AND attribute_not_exists(en)", new Attributes().Add(":fe", upload.Fence)), cancellationToken);
            return outcome;
        }

        // Said again while another request ended it: its effect was applied before this promise.
        if (row is not null && await FindOpenAsync(upload.Id, cancellationToken) is null) await QuotaRows.ReleaseAsync(table, upload.Owner, upload.Id, cancellationToken);
        return outcome;
    }

    public async Task<Upload?> FindAsync(Scope scope, MediaId id, CancellationToken cancellationToken) =>
        await FindAnyAsync(id, cancellationToken) is { } upload && scope.Includes(upload.Owner) && (upload.EndedAs is null || upload.ExpiresAt > time.GetUtcNow()) ? upload : null;

    public async Task<Upload?> FindOpenAsync(MediaId id, CancellationToken cancellationToken) =>
        await FindAnyAsync(id, cancellationToken) is { EndedAs: null } upload ? upload : null;

    public async Task<long?> TakeOverAsync(Scope scope, MediaId id, CancellationToken cancellationToken)
    {
        if (scope is not (Scope.Own or Scope.All)) return null;
        return (await table.WriteAsync(UploadRows.RaiseFence(id, (scope as Scope.Own)?.Account), cancellationToken)).Row?.Long("fe");
    }

    public async Task<BeginOutcome> FixLengthAsync(MediaId id, long fence, long length, UploadLimits limits, CancellationToken cancellationToken)
    {
        if (await HeldAsync(id, fence, cancellationToken) is not { } upload || (upload.Length ?? length) != length) return BeginOutcome.Superseded;
        return await ResizeAsync(upload, fence, length, length, limits, cancellationToken);
    }

    public async Task<BeginOutcome> GrowAsync(MediaId id, long fence, long reserved, UploadLimits limits, CancellationToken cancellationToken)
    {
        if (await HeldAsync(id, fence, cancellationToken) is not { } upload) return BeginOutcome.Superseded;
        return reserved <= upload.Reserved ? BeginOutcome.Begun : await ResizeAsync(upload, fence, upload.Length, reserved, limits, cancellationToken);
    }

    public async Task<bool> ReceiveAsync(MediaItem item, long fence, NextWork? work, AlbumId? album, CancellationToken cancellationToken)
    {
        var received = await table.InTurnsAsync<Answer>(
            async () =>
            {
                if (await FindAnyAsync(item.Id, cancellationToken) is not { } upload || upload.Owner != item.Owner) return new Answer(false);
                var present = upload.EndedAs is null && upload.Fence == fence ? null : await table.FindAsync(RowKey.Item(item.Id), cancellationToken);
                if (upload.EndedAs == item.Id) return new Answer(present is not null && ItemRows.ReadItem(present).Sha256 == item.Sha256);
                if (upload.EndedAs is not null || upload.Fence != fence) return new Answer(false);
                var joined = album is { } wanted && await MayJoinAsync(wanted, item.Owner, cancellationToken) ? wanted : (AlbumId?)null;
                if (upload.Guest is not null && joined is null) return new Answer(false);
                Write[] writes =
                [
                    UploadRows.EndAsItem(upload, fence),
                    .. await AddAsync(item, joined, cancellationToken),
                    .. work is null ? Array.Empty<Write>() : [JobRows.Fill(item, null, work)],
                ];
                if (await table.TransactAsync(writes, cancellationToken)) return new Answer(true);
                return await FindOpenAsync(item.Id, cancellationToken) is not null && await table.FindAsync(RowKey.Item(item.Id), cancellationToken) is not null
                    ? new Answer(false)
                    : null;
            },
            cancellationToken);
        return received.Won;
    }

    public async Task<bool> EndAsDuplicateAsync(MediaId id, long fence, MediaId existing, CancellationToken cancellationToken)
    {
        if (await FindAnyAsync(id, cancellationToken) is not { } upload) return false;
        if (upload.EndedAs is { } ended) return ended == existing;
        if (upload.Fence != fence) return false;
        return (await table.WriteAsync(UploadRows.EndAsDuplicate(upload, fence, existing, time.GetUtcNow()), cancellationToken)).Won;
    }

    public async Task<bool> AbandonAsync(Scope scope, MediaId id, CancellationToken cancellationToken)
    {
        if (await FindAnyAsync(id, cancellationToken) is not { } upload || !scope.Includes(upload.Owner) || upload.EndedAs == id) return false;
        if (upload.Guest is not { } guest) return (await table.WriteAsync(UploadRows.Abandon(upload, time.GetUtcNow()), cancellationToken)).Won;
        var abandoned = await table.InTurnsAsync<Answer>(
            async () =>
            {
                if (await FindAnyAsync(id, cancellationToken) is not { } present || present.EndedAs == id) return new Answer(false);
                var release = await guests.ReleaseAsync(guest.Link, guest.Visitor, id, cancellationToken);
                return await table.TransactAsync([UploadRows.Abandon(upload, time.GetUtcNow()), .. release], cancellationToken) ? new Answer(true) : null;
            },
            cancellationToken);
        return abandoned.Won;
    }

    public async Task<IReadOnlyList<Upload>> ExpiredAsync(DateTimeOffset moment, int limit, CancellationToken cancellationToken)
    {
        var found = await table.QueryShardsAsync("g5", UploadRows.ExpiryList, ItemRows.Milliseconds(moment), limit, cancellationToken);
        var keys = found.Select(table.KeyOf).ToList();
        var rows = await table.FindManyAsync(keys, cancellationToken);
        return [.. keys.Where(rows.ContainsKey).Select(key => UploadRows.Read(rows[key])).Where(row => row.IsUnderWay).Select(row => row.Upload)];
    }

    /// <summary>By what the owner was promised; an upload whose row is gone is not listed, though its promise may still be there.</summary>
    public async Task<IReadOnlyList<Upload>> OfAsync(AccountId owner, int limit, CancellationToken cancellationToken)
    {
        var promised = QuotaRows.OpenOnes(await table.FindAsync(RowKey.Quota(owner), cancellationToken));
        var rows = await table.FindManyAsync(promised.Select(RowKey.Upload), cancellationToken);
        return [.. rows.Values.Select(UploadRows.Read).Where(row => row.IsUnderWay).Select(row => row.Upload).OrderBy(upload => upload.Id.ToString(), StringComparer.Ordinal).Take(limit)];
    }

    /// <summary>Uploads that ended may still be counted as open: at an edge their effects are applied before it is one.</summary>
    private async Task<BeginOutcome> ReserveAsync(Upload upload, UploadLimits limits, CancellationToken cancellationToken)
    {
        var outcome = await QuotaRows.ReserveAsync(table, upload.Owner, upload.Id, upload.Reserved, limits, cancellationToken);
        if (outcome == BeginOutcome.Begun || await effects.ApplyAsync(upload.Owner, cancellationToken) == 0) return outcome;
        return await QuotaRows.ReserveAsync(table, upload.Owner, upload.Id, upload.Reserved, limits, cancellationToken);
    }

    /// <summary>The new item's rows, with those of the album that it joins at once.</summary>
    private async Task<IEnumerable<Write>> AddAsync(MediaItem item, AlbumId? album, CancellationToken cancellationToken)
    {
        var row = Row.New(item, time.GetUtcNow());
        if (album is not { } joined) return Change.Add(row);
        if (item.WaitsIn is not null) return [.. Change.Add(row), AlbumRows.Take(joined, 0)];
        var placement = await placing.AtEndAsync(joined, cancellationToken);
        row = row with { Item = item with { Version = item.Version + 1 }, Placements = [placement], SidecarDue = time.GetUtcNow() };
        return [.. Change.Add(row), .. Placing.In(row, placement)];
    }

    private async Task<bool> MayJoinAsync(AlbumId album, AccountId owner, CancellationToken cancellationToken)
    {
        var rows = await table.FindManyAsync([RowKey.Album(album), RowKey.Member(album, owner)], cancellationToken);
        if (!AlbumRows.IsPresent(rows.GetValueOrDefault(RowKey.Album(album)))) return false;
        return AlbumRows.Read(rows[RowKey.Album(album)]).Album.Owner == owner
            || (rows.TryGetValue(RowKey.Member(album, owner), out var member) && MemberRows.Read(member).Role >= AlbumRole.Contributor);
    }

    private async Task<BeginOutcome> ResizeAsync(Upload upload, long fence, long? length, long reserved, UploadLimits limits, CancellationToken cancellationToken)
    {
        if (upload.Guest is { } guest && await guests.ResizeAsync(guest, upload.Id, reserved, cancellationToken) is var full and not BeginOutcome.Begun) return full;
        var outcome = await QuotaRows.ResizeAsync(table, upload.Owner, upload.Id, reserved, limits, cancellationToken);
        if (outcome != BeginOutcome.Begun) return outcome;
        return (await table.WriteAsync(UploadRows.Resize(upload.Id, fence, length, reserved), cancellationToken)).Won ? outcome : BeginOutcome.Superseded;
    }

    private async Task<Upload?> FindAnyAsync(MediaId id, CancellationToken cancellationToken) =>
        await table.FindAsync(RowKey.Upload(id), cancellationToken) is { } row && UploadRows.Read(row) is { IsAbandoned: false } found ? found.Upload : null;

    private async Task<Upload?> HeldAsync(MediaId id, long fence, CancellationToken cancellationToken) =>
        await FindOpenAsync(id, cancellationToken) is { } upload && upload.Fence == fence ? upload : null;
}
