using Vitrine.Library;
using Vitrine.Library.Accounts;
using Vitrine.Metadata.Sqlite.Engine;

namespace Vitrine.Metadata.Sqlite.Accounts;

internal sealed class SqliteClosedAccountCatalog(SqliteDatabase database, TimeProvider time) : IClosedAccountCatalog
{
    private static readonly Sql SetClosed = new("UPDATE accounts SET disabled = 1, closed_at = ?2 WHERE id = ?1");

    private static readonly Sql SetOpen = new(
        "UPDATE accounts SET disabled = 0, closed_at = NULL WHERE id = ? AND closed_at IS NOT NULL AND purging_at IS NULL");

    private static readonly Sql SetPurging = new("UPDATE accounts SET purging_at = coalesce(purging_at, ?2) WHERE id = ?1 AND closed_at IS NOT NULL");

    private static readonly Sql Closed = new(
        $"SELECT {AccountRows.Columns} FROM accounts WHERE closed_at IS NOT NULL AND closed_at < ? ORDER BY closed_at, id LIMIT ?");

    public Task<AccountChange> CloseAsync(AccountId id, CancellationToken cancellationToken) => database.WriteAsync(c => Close(c, id), cancellationToken);

    public Task<bool> ReopenAsync(AccountId id, CancellationToken cancellationToken) =>
        database.WriteAsync(c => c.Use(SetOpen).Bind(id.Value).Execute() == 1, cancellationToken);

    public Task<bool> BeginPurgeAsync(AccountId id, CancellationToken cancellationToken) =>
        database.WriteAsync(c => c.Use(SetPurging).Bind(id.Value).Bind(time.GetUtcNow()).Execute() == 1, cancellationToken);

    public Task<IReadOnlyList<Account>> ClosedBeforeAsync(DateTimeOffset moment, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<Account>>(c => c.Use(Closed).Bind(moment).Bind((long)limit).All(AccountRows.Read), cancellationToken);

    public Task<bool> ClearAsync(AccountId id, CancellationToken cancellationToken) => database.WriteAsync(c => Leavings.Clear(c, id), cancellationToken);

    private AccountChange Close(Connection connection, AccountId id)
    {
        if (AccountRows.Find(connection, id) is not { } account) return AccountChange.Absent;
        if (account.ClosedAt is not null) return AccountChange.Changed;
        if (AccountRows.IsLastAdmin(connection, id)) return AccountChange.LastAdmin;
        connection.Use(SetClosed).Bind(id.Value).Bind(time.GetUtcNow()).Execute();
        AccountRows.EndAll(connection, id, keepSession: null);
        return AccountChange.Changed;
    }
}
