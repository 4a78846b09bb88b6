using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Library.Albums;
using Vitrine.Library.Guests;
using Vitrine.Metadata.DynamoDb.Albums;
using Vitrine.Metadata.DynamoDb.Engine;
using Vitrine.Metadata.DynamoDb.Media;
using Vitrine.Metadata.Items;

namespace Vitrine.Metadata.DynamoDb.Guests;

/// <summary>A yes or no to what guests added, and what they take back themselves: each one transaction.</summary>
internal sealed class Deciding(DynamoTable table, TimeProvider time)
{
    private readonly Editing editing = new(table, time);
    private readonly Placing placing = new(table, time);
    private readonly GuestFiles files = new(table);

    private sealed record Answer<T>(T Value);

    public Task<MediaItem?> ApproveAsync(AlbumId album, MediaId id, CancellationToken cancellationToken) => DecideAsync(
        album,
        id,
        async row =>
        {
            if (await AlbumRows.FindAsync(table, album, cancellationToken) is null) return null;
            var placement = await placing.AtEndAsync(album, cancellationToken);
            var live = row with { Shelf = Shelf.Live, Item = row.Item with { WaitsIn = null }, Placements = [placement] };
            return (live, Placing.In(live, placement));
        },
        cancellationToken);

    public Task<MediaItem?> RejectAsync(AlbumId album, MediaId id, CancellationToken cancellationToken) => DecideAsync(
        album,
        id,
        row => Task.FromResult<(Row, Write[])?>(
            (row with { Shelf = Shelf.Trash, Item = row.Item with { WaitsIn = null, TrashedAt = Edits.ToMilliseconds(Now) } }, [])),
        cancellationToken);

    public async Task<Withdrawal> WithdrawAsync(LinkId link, string visitor, MediaId id, CancellationToken cancellationToken)
    {
        var release = await files.ReleaseAsync(link, visitor, id, cancellationToken);
        if (release.Count == 0 || await editing.FindAnyAsync(id, cancellationToken) is not { } row) return Withdrawal.Absent;
        switch (row.Shelf)
        {
            case Shelf.Live:
                await editing.TrashAsync(Scope.Everything, id, cancellationToken);
                return Withdrawal.InTrash;
            case Shelf.Waiting:
                return await editing.BeginPurgeAsync(Scope.Everything, id, release, cancellationToken) ? Withdrawal.Purging : Withdrawal.Absent;
            default:
                return Withdrawal.Absent;
        }
    }

    private DateTimeOffset Now => time.GetUtcNow();

    private async Task<MediaItem?> DecideAsync(
        AlbumId album, MediaId id, Func<Row, Task<(Row After, Write[] More)?>> decide, CancellationToken cancellationToken)
    {
        var decided = await table.InTurnsAsync<Answer<MediaItem?>>(
            async () =>
            {
                if (await editing.FindAnyAsync(id, cancellationToken) is not { Shelf: Shelf.Waiting } row || row.Item.WaitsIn != album) return new Answer<MediaItem?>(null);
                if (await decide(row) is not var (wanted, more)) return new Answer<MediaItem?>(null);

                // Its albums are told of it in the same transaction.
                var after = Change.Next(row, wanted, Now) with { AlbumsSince = null };
                return await table.TransactAsync([.. more, .. Change.Save(row, after)], cancellationToken) ? new Answer<MediaItem?>(after.Item) : null;
            },
            cancellationToken);
        return decided.Value;
    }
}
