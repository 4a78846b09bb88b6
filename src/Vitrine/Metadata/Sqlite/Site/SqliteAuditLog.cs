using Vitrine.Library;
using Vitrine.Library.Audit;
using Vitrine.Metadata.Sqlite.Engine;

namespace Vitrine.Metadata.Sqlite.Site;

internal sealed class SqliteAuditLog(SqliteDatabase database) : IAuditLog
{
    private static readonly Sql Insert = new("INSERT INTO audit (id, actor, actor_name, act, subject, name, network) VALUES (?, ?, ?, ?, ?, ?, ?)");

    private static readonly Sql Between = new(
        "SELECT id, actor, actor_name, act, subject, name, network FROM audit WHERE id < ? AND id >= ? ORDER BY id DESC LIMIT ?");

    private static readonly Sql Forget = new("DELETE FROM audit WHERE id IN (SELECT id FROM audit WHERE id < ? ORDER BY id LIMIT ?)");

    public Task AppendAsync(AuditEntry entry, CancellationToken cancellationToken) => database.WriteAsync(
        connection => connection.Use(Insert).Bind(entry.Id).Bind(entry.Actor?.Value).Bind(entry.ActorName).Bind(entry.Act.ToString())
            .Bind(entry.Subject).Bind(entry.Name).Bind(entry.Network).Execute() == 1,
        cancellationToken);

    public Task<Page<AuditEntry>> PageAsync(AuditFilter filter, Cursor? after, int limit, CancellationToken cancellationToken) => database.ReadAsync(
        connection =>
        {
            var paging = new AuditPaging(filter, limit);
            var (before, from) = paging.Bounds(after);
            while (true)
            {
                var wanted = paging.Wanted;
                var read = connection.Use(Between).Bind(before).Bind(from).Bind((long)wanted).All(Read);
                foreach (var entry in read)
                {
                    paging.Look(entry);
                    if (paging.IsFull) return paging.Page(isEnd: false);
                    before = entry.Id;
                }

                if (read.Count < wanted) return paging.Page(isEnd: true);
            }
        },
        cancellationToken);

    public Task<int> ForgetAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken) =>
        database.WriteAsync(connection => connection.Use(Forget).Bind(Ids.FirstAt(before)).Bind((long)limit).Execute(), cancellationToken);

    private static AuditEntry Read(Statement row) => new(
        row.ReadId(),
        row.ReadIdOrNull() is { } actor ? new AccountId(actor) : null,
        row.ReadText(),
        AuditActs.Parse(row.ReadText()),
        row.ReadText(),
        row.ReadTextOrNull(),
        row.ReadText());
}
