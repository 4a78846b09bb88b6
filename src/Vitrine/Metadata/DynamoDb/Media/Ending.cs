using System.Text;
using Vitrine.Jobs;
using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Metadata.DynamoDb.Albums;
using Vitrine.Metadata.DynamoDb.Engine;
using Vitrine.Metadata.DynamoDb.Work;
using Vitrine.Metadata.Items;

namespace Vitrine.Metadata.DynamoDb.Media;

/// <summary>How an item's work ends and begins: the row and its job change in one transaction, under the job's fence.</summary>
internal sealed class Ending(DynamoTable table, Editing editing, Seeing seeing, TimeProvider time)
{
    private readonly Showing showing = new(table);

    private sealed record Answer(bool Won);

    public Task<bool> ReadyAsync(Job job, ReadyMedia ready, NextWork? next, CancellationToken cancellationToken) => EndAsync(
        job,
        next,
        row => row with { Item = FileFindings.Merge(row.Item, ready) },
        ready.Facts is { } facts ? Write.Put(RowKey.Facts(new MediaId(job.Id)), ItemRows.PackFacts(facts)) : null,
        cancellationToken);

    public Task<bool> WasReadAsync(Job job, ReadOriginal read, NextWork? next, CancellationToken cancellationToken) => EndAsync(
        job,
        next,
        row => FileFindings.Merge(row.Item, row.Shelf, read, time.GetUtcNow()) is var (item, shelf) ? row with { Item = item, Shelf = shelf } : row,
        null,
        cancellationToken);

    public Task<bool> FailedAsync(Job job, ProblemCode problem, CancellationToken cancellationToken) => EndAsync(
        job, null, row => row with { Item = row.Item with { State = MediaState.Failed, Problem = problem } }, null, cancellationToken);

    /// <summary>A failed item waits for its preview again; a ready one stays ready meanwhile.</summary>
    public async Task<bool> AgainAsync(Scope scope, MediaId id, NextWork work, CancellationToken cancellationToken)
    {
        var queued = await table.InTurnsAsync<Answer>(
            async () =>
            {
                if (await editing.FindAsync(scope, id, cancellationToken) is not { } row) return new Answer(false);
                var job = await JobRows.FindAsync(table, id.Value, cancellationToken);
                if (job is { Lane: not null }) return new Answer(false);
                return await table.TransactAsync([JobRows.Fill(row.Item, job, work), .. Reopened(row)], cancellationToken) ? new Answer(true) : null;
            },
            cancellationToken);
        return queued.Won;
    }

    public async Task<MediaFacts?> FactsAsync(Scope scope, MediaId id, CancellationToken cancellationToken) =>
        await seeing.FindAsync(scope, id, cancellationToken) is not null
        && (await table.FindAsync(RowKey.Facts(id), cancellationToken))?.TextOrNull("facts") is { } facts
            ? Packing.ReadFacts(Encoding.UTF8.GetBytes(facts))
            : null;

    private async Task<bool> EndAsync(Job job, NextWork? next, Func<Row, Row> change, Write? facts, CancellationToken cancellationToken)
    {
        var ended = await table.InTurnsAsync<Answer>(
            async () =>
            {
                var present = await JobRows.FindAsync(table, job.Id, cancellationToken);
                if (present?.EndedFence == job.Fence) return new Answer(true);
                if (present is null || !present.IsHeldBy(job)) return new Answer(false);
                if (await editing.FindAnyAsync(new MediaId(job.Id), cancellationToken) is not { IsAway: false } row) return new Answer(false);
                var after = Change.Next(row, change(row), time.GetUtcNow());
                Write[] writes = [.. Change.Save(row, after), JobRows.End(job, present.Owner, next), .. facts is null ? Array.Empty<Write>() : [facts]];
                if (!await table.TransactAsync(writes, cancellationToken)) return null;
                if (after.AlbumsSince is not null) await showing.FollowAsync(after.Item.Id, cancellationToken);
                return new Answer(true);
            },
            cancellationToken);
        return ended.Won;
    }

    private IEnumerable<Write> Reopened(Row row)
    {
        if (row.Item.State != MediaState.Failed) return [Write.Check(RowKey.Item(row.Item.Id), "rev = :rev", new Attributes().Add(":rev", row.Revision))];
        return Change.Save(row, Change.Next(row, row with { Item = row.Item with { State = MediaState.Received, Problem = null } }, time.GetUtcNow()));
    }
}
