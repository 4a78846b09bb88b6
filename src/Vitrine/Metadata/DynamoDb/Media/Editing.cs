using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Library.Publishing;
using Vitrine.Metadata.DynamoDb.Albums;
using Vitrine.Metadata.DynamoDb.Engine;
using Vitrine.Metadata.DynamoDb.Publishing;
using Vitrine.Metadata.DynamoDb.Work;
using Vitrine.Metadata.Items;

namespace Vitrine.Metadata.DynamoDb.Media;

/// <summary>What people do to an item: edit, trash, restore, purge. Each is read, decided and written in one transaction.</summary>
internal sealed class Editing(DynamoTable table, TimeProvider time)
{
    private readonly Showing showing = new(table);
    private readonly PublicationRows publications = new(table);

    private sealed record Answer<T>(T Value);

    /// <summary>The row when all of its owner's may be seen and changed in this scope, and it is no tombstone.</summary>
    public async Task<Row?> FindAsync(Scope scope, MediaId id, CancellationToken cancellationToken) =>
        await FindAnyAsync(id, cancellationToken) is { IsAway: false } row && (row.Shelf != Shelf.Waiting || scope is Scope.All)
        && scope.Includes(row.Item.Owner) ? row : null;

    /// <summary>In any state, tombstones included.</summary>
    public async Task<Row?> FindAnyAsync(MediaId id, CancellationToken cancellationToken) =>
        await table.FindAsync(RowKey.Item(id), cancellationToken) is { } row ? ItemRows.Read(row) : null;

    /// <summary>An edit that changes nothing is done already, also at another version: repeating one is harmless.</summary>
    public Task<EditOutcome> EditAsync(Scope scope, MediaId id, MediaEdit edit, long? expectedVersion, CancellationToken cancellationToken) => table.InTurnsAsync<EditOutcome>(
        async () =>
        {
            if (await FindAsync(scope, id, cancellationToken) is not { } row) return new EditOutcome.Absent();
            var edited = row with { Item = Edits.Apply(row.Item, edit) };
            if (Edits.Same(row.Item, edited.Item)) return new EditOutcome.Edited(row.Item);
            if (expectedVersion is { } expected && expected != row.Item.Version) return new EditOutcome.Stale(row.Item);
            return await SaveAsync(row, edited, cancellationToken) is { } saved ? new EditOutcome.Edited(saved.Item) : null;
        },
        cancellationToken);

    public Task<MediaItem?> TrashAsync(Scope scope, MediaId id, CancellationToken cancellationToken) => MoveAsync(
        scope, id, row => row.Shelf == Shelf.Trash ? row : row with { Shelf = Shelf.Trash, Item = row.Item with { TrashedAt = Edits.ToMilliseconds(Now) } }, cancellationToken);

    public Task<MediaItem?> RestoreAsync(Scope scope, MediaId id, CancellationToken cancellationToken) => MoveAsync(
        scope, id, row => row.IsLive ? row : row with { Shelf = Shelf.Live, Item = row.Item with { TrashedAt = null } }, cancellationToken);

    /// <summary>The work is taken from whoever has it in the same transaction.</summary>
    /// <param name="more">What is written with it.</param>
    public async Task<bool> BeginPurgeAsync(Scope scope, MediaId id, IReadOnlyList<Write> more, CancellationToken cancellationToken)
    {
        var done = await table.InTurnsAsync<Answer<bool>>(
            async () =>
            {
                if (await FindAsync(scope, id, cancellationToken) is not { } row) return new Answer<bool>(false);
                var job = await table.FindAsync(RowKey.Job(id.Value), cancellationToken);
                var after = Change.Next(row, row with { Shelf = Shelf.Purging, PurgingAt = Now, Item = row.Item with { WaitsIn = null } }, Now);
                if (!await table.TransactAsync([.. Change.Save(row, after), JobRows.Drop(id.Value, job is not null), .. more], cancellationToken)) return null;
                if (after.AlbumsSince is not null) await showing.FollowAsync(id, cancellationToken);
                return new Answer<bool>(true);
            },
            cancellationToken);
        return done.Value;
    }

    /// <summary>What it counted for is given back by its effect, which then removes the row.</summary>
    public async Task EndPurgeAsync(MediaId id, CancellationToken cancellationToken) => await table.InTurnsAsync<Answer<bool>>(
        async () =>
        {
            if (await FindAnyAsync(id, cancellationToken) is not { Shelf: Shelf.Purging } row) return new Answer<bool>(false);
            var after = Change.Next(row, row with { Shelf = Shelf.Gone, EffectSince = Now }, Now);
            return await table.TransactAsync(
                [
                    .. Change.Save(row, after), Write.Delete(RowKey.Facts(id)), Write.Delete(RowKey.Job(id.Value)),
                    .. row.Item.Visibility == Visibility.Private ? [] : await publications.EndingAsync(RowKey.Publication(id), cancellationToken),
                ],
                cancellationToken) ? new Answer<bool>(true) : null;
        },
        cancellationToken);

    public async Task SidecarWrittenAsync(MediaId id, long version, CancellationToken cancellationToken) => await table.InTurnsAsync<Answer<bool>>(
        async () =>
        {
            if (await FindAnyAsync(id, cancellationToken) is not { SidecarDue: not null } row || row.Item.Version > version) return new Answer<bool>(false);
            var after = row with { SidecarDue = null, Revision = row.Revision + 1 };
            return (await table.WriteAsync(Change.Put(row, after), cancellationToken)).Won ? new Answer<bool>(true) : null;
        },
        cancellationToken);

    private DateTimeOffset Now => time.GetUtcNow();

    private async Task<MediaItem?> MoveAsync(Scope scope, MediaId id, Func<Row, Row> move, CancellationToken cancellationToken)
    {
        var moved = await table.InTurnsAsync<Answer<MediaItem?>>(
            async () =>
            {
                if (await FindAsync(scope, id, cancellationToken) is not { } row) return new Answer<MediaItem?>(null);
                var after = move(row);
                if (after == row) return new Answer<MediaItem?>(row.Item);
                return await SaveAsync(row, after, cancellationToken) is { } saved ? new Answer<MediaItem?>(saved.Item) : null;
            },
            cancellationToken);
        return moved.Value;
    }

    private async Task<Row?> SaveAsync(Row before, Row after, CancellationToken cancellationToken)
    {
        after = Change.Next(before, after, Now);
        if (!await table.TransactAsync([.. Change.Save(before, after)], cancellationToken)) return null;
        if (after.AlbumsSince is not null) await showing.FollowAsync(after.Item.Id, cancellationToken);
        return after;
    }
}
