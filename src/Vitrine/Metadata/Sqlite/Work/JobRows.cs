using Vitrine.Jobs;
using Vitrine.Library;
using Vitrine.Metadata.Sqlite.Engine;

namespace Vitrine.Metadata.Sqlite.Work;

/// <summary>Jobs in and out of the table <c>jobs</c>; every change tells <see cref="Turns"/>.</summary>
internal static class JobRows
{
    /// <summary>So long an ended job of no item is remembered, and enqueueing it again is refused.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(7);

    private static readonly Sql Select = new(
        "SELECT owner, lane, kind, payload, ready_at, leased, fence, ended_fence, attempts FROM jobs WHERE id = ?");

    private static readonly Sql Insert = new(
        """
        INSERT INTO jobs (id, item, owner, lane, kind, payload, ready_at, leased, fence, ended_fence, attempts)
        VALUES (?, ?, ?, ?, ?, ?, ?, 0, 0, -1, 0) ON CONFLICT DO NOTHING
        """);

    private static readonly Sql Fill = new(
        "UPDATE jobs SET lane = ?2, kind = ?3, ready_at = ?4, leased = 0, attempts = 0 WHERE id = ?1");

    private static readonly Sql SetLease = new("UPDATE jobs SET ready_at = ?2, leased = ?3, attempts = attempts + ?4, fence = fence + ?5 WHERE id = ?1");

    private static readonly Sql SetEnded = new("UPDATE jobs SET lane = NULL, leased = 0, ended_fence = fence, ended_at = ?2 WHERE id = ?1");

    private static readonly Sql SetDropped = new("UPDATE jobs SET lane = NULL, leased = 0, fence = fence + 1 WHERE id = ?");

    private static readonly Sql Delete = new("DELETE FROM jobs WHERE id = ?");

    private static readonly Sql ForgetEnded = new("DELETE FROM jobs WHERE id IN (SELECT id FROM jobs WHERE ended_at < ? ORDER BY ended_at LIMIT 4)");

    private static readonly Sql FirstReady = new("SELECT id FROM jobs WHERE lane = ? AND owner = ? AND ready_at <= ? ORDER BY ready_at, id LIMIT 1");

    public static JobRow? Find(Connection connection, Guid id) => connection.Use(Select).Bind(id).First(row => new JobRow(
        id, row.ReadId(), row.ReadTextOrNull(), row.ReadText(), row.ReadTextOrNull(), row.ReadMoment(), row.ReadBool(),
        row.ReadLong(), row.ReadLong(), row.ReadInt()));

    /// <summary>Puts work into an item's slot. False when there is work in it already.</summary>
    public static bool Put(Connection connection, MediaItem item, NextWork work)
    {
        if (Find(connection, item.Id.Value) is { Lane: not null }) return false;
        connection.Use(Insert).Bind(item.Id.Value).Bind(true).Bind(item.Owner.Value).BindNull().Bind(work.Kind).BindNull().Bind(work.Due).Execute();
        FillSlot(connection, item.Id.Value, item.Owner.Value, work);
        return true;
    }

    /// <summary>Adds a job of no item. False when it is known, also as ended.</summary>
    public static bool Add(Connection connection, NewJob job, DateTimeOffset now)
    {
        connection.Use(ForgetEnded).Bind(now - Remembered).Execute();
        var added = connection.Use(Insert)
            .Bind(job.Id).Bind(false).Bind(job.Owner).Bind(job.Lane).Bind(job.Kind).Bind(job.Payload).Bind(job.Due).Execute();
        if (added == 0) return false;
        Turns.Changed(connection, job.Lane, job.Owner, 1);
        return true;
    }

    public static Job? Claim(Connection connection, string lane, TimeSpan lease, DateTimeOffset now)
    {
        if (Turns.Next(connection, lane, now) is not { } owner) return null;
        var id = connection.Use(FirstReady).Bind(lane).Bind(owner).Bind(now).First(row => row.ReadId());
        Lease(connection, id, now + lease, leased: true, attempts: 1, fence: 1);
        Turns.Changed(connection, lane, owner, 0);
        Turns.Served(connection, lane, owner);
        var job = Find(connection, id)!;
        return new Job(id, job.Kind, lane, owner, job.Fence, job.Attempts, job.Payload);
    }

    public static bool Renew(Connection connection, Job job, DateTimeOffset until)
    {
        if (Held(connection, job) is null) return false;
        Lease(connection, job.Id, until, leased: true, attempts: 0, fence: 0);
        Turns.Changed(connection, job.Lane, job.Owner, 0);
        return true;
    }

    /// <summary>Lets go of a job, to be claimed again from a moment on. True again when it was let go of before.</summary>
    public static bool LetGo(Connection connection, Job job, DateTimeOffset due, bool counted)
    {
        if (Find(connection, job.Id) is not { Lane: not null } row || row.Fence != job.Fence) return false;
        if (!row.Leased) return true;
        Lease(connection, job.Id, due, leased: false, attempts: counted ? 0 : -1, fence: 0);
        Turns.Changed(connection, job.Lane, job.Owner, 0);
        return true;
    }

    /// <summary>Ends a claimed job, with the item's next work in its place if there is one. False when superseded.</summary>
    public static bool End(Connection connection, Job job, NextWork? next, DateTimeOffset? endedAt = null)
    {
        if (Held(connection, job) is not { } row) return false;
        connection.Use(SetEnded).Bind(job.Id).Bind(endedAt).Execute();
        Turns.Changed(connection, row.Lane!, row.Owner, -1);
        if (next is not null) FillSlot(connection, job.Id, row.Owner, next);
        return true;
    }

    /// <summary>True when this very claim ended the job's work earlier.</summary>
    public static bool EndedBefore(Connection connection, Job job) => Find(connection, job.Id) is { } row && row.EndedFence == job.Fence;

    /// <summary>Takes the work from whoever has it: their fence is no longer the row's.</summary>
    public static void Drop(Connection connection, Guid id)
    {
        if (Find(connection, id) is not { } row) return;
        connection.Use(SetDropped).Bind(id).Execute();
        if (row.Lane is not null) Turns.Changed(connection, row.Lane, row.Owner, -1);
    }

    public static void Remove(Connection connection, Guid id) => connection.Use(Delete).Bind(id).Execute();

    /// <summary>Whole seconds, as every backend knows it.</summary>
    public static DateTimeOffset? ForgetAt(DateTimeOffset? endedAt) =>
        endedAt is { } ended ? DateTimeOffset.FromUnixTimeSeconds((ended + Remembered).ToUnixTimeSeconds()) : null;

    public static DateTimeOffset? EndedAt(DateTimeOffset? forgetAt) => forgetAt - Remembered;

    private static JobRow? Held(Connection connection, Job job) =>
        Find(connection, job.Id) is { Lane: not null, Leased: true } row && row.Fence == job.Fence ? row : null;

    private static void FillSlot(Connection connection, Guid id, Guid owner, NextWork work)
    {
        connection.Use(Fill).Bind(id).Bind(work.Lane).Bind(work.Kind).Bind(work.Due).Execute();
        Turns.Changed(connection, work.Lane, owner, 1);
    }

    private static void Lease(Connection connection, Guid id, DateTimeOffset readyAt, bool leased, int attempts, int fence) =>
        connection.Use(SetLease).Bind(id).Bind(readyAt).Bind(leased).Bind((long)attempts).Bind((long)fence).Execute();
}

/// <param name="Lane">Null when there is no work.</param>
/// <param name="ReadyAt">When it may be claimed: due, or the end of its lease.</param>
internal sealed record JobRow(
    Guid Id, Guid Owner, string? Lane, string Kind, string? Payload, DateTimeOffset ReadyAt, bool Leased, long Fence, long EndedFence, int Attempts);
