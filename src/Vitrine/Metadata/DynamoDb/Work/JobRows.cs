using Vitrine.Jobs;
using Vitrine.Library;
using Vitrine.Library.Moving;
using Vitrine.Metadata.DynamoDb.Engine;
using Vitrine.Metadata.DynamoDb.Media;

namespace Vitrine.Metadata.DynamoDb.Work;

/// <summary>
/// Jobs in and out of rows. The job of an item has the item's id and a small row beside the item's, so that leases cost one unit whatever
/// the item's size; it stays as long as the item, so that its fence never goes back.
/// </summary>
internal static class JobRows
{
    private const string Held = "fe = :f AND ls = :yes AND attribute_exists(ln)";

    /// <summary>So long an ended job of no item is remembered, and enqueueing it again is refused.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(7);

    public static async Task<JobRow?> FindAsync(DynamoTable table, Guid id, CancellationToken cancellationToken) =>
        await table.FindAsync(RowKey.Job(id), cancellationToken) is { } row ? Read(row) : null;

    public static JobRow Read(Attributes row) => new(
        row.Id("id"), row.Id("ow"), row.TextOrNull("ln"), row.Text("kd"), row.TextOrNull("py"), row.Moment("rd"), row.Has("ls"),
        row.Long("fe"), row.LongOrNull("ef") ?? -1, (int)row.Long("tr"));

    /// <summary>A job of no item, where there is none of this id, also no ended one.</summary>
    public static Write Add(NewJob job) => Write.Put(
        RowKey.Job(job.Id), New(job.Id, job.Owner, job.Kind, job.Lane, job.Due).Add("py", job.Payload), Write.New);

    /// <summary>One that comes from another catalog.</summary>
    public static Write Carried(CatalogRow.OfJob job)
    {
        var row = new Attributes()
            .Add("id", job.Id.ToString("N")).Add("ow", job.Owner.ToString("N")).Add("kd", job.Kind).Add("ln", job.Lane).Add("rd", job.ReadyAt).Add("ls", job.Leased)
            .Add("fe", job.Fence).Add("ef", job.EndedFence < 0 ? null : job.EndedFence).Add("tr", (long)job.Attempts).Add("py", job.Payload).AddRemoval(job.ForgetAt);
        if (job.Lane is { } lane) row.Add("g4p", JobRef.PartitionOf(lane, job.Owner)).Add("g4s", JobRef.SortOf(job.Owner, job.ReadyAt, job.Id));
        return Write.Put(RowKey.Job(job.Id), row);
    }

    /// <summary>Puts work into an item's empty slot.</summary>
    /// <param name="present">The item's job row, if it has one.</param>
    public static Write Fill(MediaItem item, JobRow? present, NextWork work)
    {
        var (id, owner) = (item.Id.Value, item.Owner.Value);
        if (present is null) return Write.Put(RowKey.Job(id), New(id, owner, work.Kind, work.Lane, work.Due), Write.New);
        return Write.Update(RowKey.Job(id), $"SET {Slot} REMOVE ls", "attribute_not_exists(ln)", SlotValues(id, owner, work));
    }

    /// <summary>Ends a claimed job of an item, with its next work in its place if there is one.</summary>
    public static Write End(Job job, Guid owner, NextWork? next) => next is null
        ? Write.Update(RowKey.Job(job.Id), "SET ef = :f REMOVE ln, ls, g4p, g4s", Held, HeldBy(job))
        : Write.Update(RowKey.Job(job.Id), $"SET ef = :f, {Slot} REMOVE ls", Held, HeldBy(job, SlotValues(job.Id, owner, next)));

    /// <summary>Ends a claimed job of no item.</summary>
    public static Write Complete(Job job, DateTimeOffset now) => Write.Update(
        RowKey.Job(job.Id), "SET ef = :f, #ttl = :ttl REMOVE ln, ls, g4p, g4s", Held, HeldBy(job).Add(":ttl", (now + Remembered).ToUnixTimeSeconds()));

    public static Write Claim(JobRef job, string lane, DateTimeOffset until, DateTimeOffset now) => Write.Update(
        RowKey.Job(job.Id),
        "SET rd = :until, ls = :yes, g4s = :s ADD fe :one, tr :one",
        "ln = :lane AND rd <= :now",
        new Attributes().Add(":until", until).Add(":yes", true).Add(":s", JobRef.SortOf(job.Owner, until, job.Id)).Add(":one", 1L).Add(":lane", lane).Add(":now", now));

    public static Write Renew(Job job, DateTimeOffset until) => Write.Update(
        RowKey.Job(job.Id), "SET rd = :until, g4s = :s", Held, HeldBy(job).Add(":until", until).Add(":s", JobRef.SortOf(job.Owner, until, job.Id)));

    /// <summary>Lets go of a claimed job, to be claimed again from a moment on.</summary>
    public static Write LetGo(Job job, DateTimeOffset due, bool counted) => Write.Update(
        RowKey.Job(job.Id),
        "SET rd = :due, g4s = :s REMOVE ls ADD tr :tries",
        Held,
        HeldBy(job).Add(":due", due).Add(":s", JobRef.SortOf(job.Owner, due, job.Id)).Add(":tries", counted ? 0L : -1L));

    /// <summary>Takes an item's work from whoever has it: their fence is no longer the row's. Or makes sure that there is none.</summary>
    public static Write Drop(Guid id, bool exists) => exists
        ? Write.Update(RowKey.Job(id), "REMOVE ln, ls, g4p, g4s ADD fe :one", Write.Existing, new Attributes().Add(":one", 1L))
        : Write.Check(RowKey.Job(id), Write.New);

    private const string Slot = "ln = :lane, kd = :kind, rd = :due, tr = :none, g4p = :p, g4s = :s";

    private static Attributes SlotValues(Guid id, Guid owner, NextWork work) => new Attributes()
        .Add(":lane", work.Lane).Add(":kind", work.Kind).Add(":due", work.Due).Add(":none", 0L)
        .Add(":p", JobRef.PartitionOf(work.Lane, owner)).Add(":s", JobRef.SortOf(owner, work.Due, id));

    private static Attributes HeldBy(Job job, Attributes? values = null) => (values ?? new Attributes()).Add(":f", job.Fence).Add(":yes", true);

    private static Attributes New(Guid id, Guid owner, string kind, string lane, DateTimeOffset due) => new Attributes()
        .Add("id", id.ToString("N")).Add("ow", owner.ToString("N")).Add("kd", kind).Add("ln", lane).Add("rd", due).Add("fe", 0L).Add("tr", 0L)
        .Add("g4p", JobRef.PartitionOf(lane, owner)).Add("g4s", JobRef.SortOf(owner, due, id));
}

/// <param name="Lane">Null when there is no work.</param>
/// <param name="ReadyAt">When it may be claimed: due, or the end of its lease.</param>
internal sealed record JobRow(
    Guid Id, Guid Owner, string? Lane, string Kind, string? Payload, DateTimeOffset ReadyAt, bool Leased, long Fence, long EndedFence, int Attempts)
{
    public bool IsHeldBy(Job job) => Lane is not null && Leased && Fence == job.Fence;
}

/// <summary>A job as the index of its lane has it: an owner's jobs lie together, the earliest first.</summary>
internal readonly record struct JobRef(Guid Owner, DateTimeOffset ReadyAt, Guid Id)
{
    public static string PartitionOf(string lane, Guid owner) => Shard.Name(ListOf(lane), owner);

    public static string ListOf(string lane) => $"WORK#{lane}";

    public static string SortOf(Guid owner, DateTimeOffset readyAt, Guid id) => $"{owner:N}#{ItemRows.Milliseconds(readyAt)}#{id:N}";

    /// <summary>After all jobs of an owner.</summary>
    public static string AfterOwner(Guid owner) => $"{owner:N}~";

    public static JobRef Read(string sort)
    {
        var parts = sort.Split('#');
        return new JobRef(Guid.ParseExact(parts[0], "N"), DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(parts[1], null)), Guid.ParseExact(parts[2], "N"));
    }
}
