using Vitrine.Library;
using Vitrine.Library.Moving;
using Vitrine.Metadata.Sqlite.Engine;
using Vitrine.Metadata.Sqlite.Schema;
using Vitrine.Metadata.Sqlite.Site;

namespace Vitrine.Metadata.Sqlite;

/// <summary>
/// The file, its one writer and its readers. Opened at first use, which makes a new file but never migrates an old one.
/// </summary>
internal sealed class SqliteDatabase(string path, TimeSpan busyTimeout, TimeProvider time, Migrations? migrations = null, WriteGate? gate = null)
    : IDatabase, IDisposable
{
    private readonly Lock opening = new();
    private readonly Migrations migrations = migrations ?? Migrations.Present;
    private readonly WriteGate gate = gate ?? new WriteGate();
    private Writer? writer;
    private Readers? readers;
    private bool closed;

    public string Path => path;

    /// <summary>Answers from one consistent state, on the caller's thread: a read of a few rows is faster than a thread switch.</summary>
    public T Read<TState, T>(TState state, Func<Connection, TState, T> question) => (readers ?? Ready().Readers).Read(state, question);

    public Task<T> ReadAsync<T>(Func<Connection, T> question, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested) return Task.FromCanceled<T>(cancellationToken);
        try
        {
            return Task.FromResult(Read(question, static (connection, ask) => ask(connection)));
        }
        catch (CatalogUnavailableException failure)
        {
            return Task.FromException<T>(failure);
        }
    }

    /// <summary>
    /// Runs a change in a transaction and completes once it is durable. The change may run twice (see <see cref="Writer"/>). Refused, in the
    /// same transaction, while the site is read-only.
    /// </summary>
    public Task<T> WriteAsync<T>(Func<Connection, T> change, CancellationToken cancellationToken) => WriteAnywayAsync(Gated(change), cancellationToken);

    /// <summary>
    /// The same without a flush of its own, for fences, leases and marks of use: a killed process loses none, and a power cut, which
    /// may lose the last of them, takes all those with it who relied on them.
    /// </summary>
    public Task<T> WriteUnflushedAsync<T>(Func<Connection, T> change, CancellationToken cancellationToken) =>
        WriteUnflushedAnywayAsync(Gated(change), cancellationToken);

    /// <summary>For what a move leaves behind, and for the move itself: also while the site is read-only.</summary>
    public async Task<T> WriteAnywayAsync<T>(Func<Connection, T> change, CancellationToken cancellationToken) =>
        await (writer ?? Ready().Writer).WriteAsync(change, durable: true, cancellationToken);

    public async Task<T> WriteUnflushedAnywayAsync<T>(Func<Connection, T> change, CancellationToken cancellationToken) =>
        await (writer ?? Ready().Writer).WriteAsync(change, durable: false, cancellationToken);

    public Task WriteAsync(Action<Connection> change, CancellationToken cancellationToken) => WriteAsync(Answering(change), cancellationToken);

    public Task WriteAnywayAsync(Action<Connection> change, CancellationToken cancellationToken) => WriteAnywayAsync(Answering(change), cancellationToken);

    public DatabaseState Inspect()
    {
        if (!File.Exists(path)) return DatabaseState.Absent;
        using var connection = Opening.Reader(path, busyTimeout);
        if (Migrations.IsNew(connection)) return DatabaseState.Absent;
        if (!Migrations.IsOurs(connection)) throw NotOurs(path);
        return Migrations.VersionOf(connection).CompareTo(migrations.Latest) switch
        {
            < 0 => DatabaseState.Older,
            0 => DatabaseState.Present,
            _ => DatabaseState.Newer,
        };
    }

    public Task MigrateAsync(CancellationToken cancellationToken) =>
        Task.Run(() => new Upgrade(path, migrations, time).Run(cancellationToken), cancellationToken);

    /// <summary>What a start does not wait for: reads the whole of a large file; throws when it is damaged.</summary>
    public Task LookOverAsync(CancellationToken cancellationToken)
    {
        var upgrade = new Upgrade(path, migrations, time);
        return upgrade.IsLarge ? Task.Run(() => upgrade.LookOver(cancellationToken), cancellationToken) : Task.CompletedTask;
    }

    public Task BackUpAsync(string target, CancellationToken cancellationToken) =>
        Task.Run(() => Backup.Make(path, target, cancellationToken), cancellationToken);

    public Task CheckAsync(string file, CancellationToken cancellationToken) =>
        Task.Run(() => Backup.Check(file, migrations.Latest), cancellationToken);

    public void Dispose()
    {
        lock (opening)
        {
            closed = true;
            writer?.Dispose();
            readers?.Dispose();
        }
    }

    private Func<Connection, T> Gated<T>(Func<Connection, T> change) => connection =>
    {
        gate.Require(Values.Find(connection, SiteValues.Standing));
        return change(connection);
    };

    private static Func<Connection, bool> Answering(Action<Connection> change) => connection =>
    {
        change(connection);
        return true;
    };

    private (Writer Writer, Readers Readers) Ready()
    {
        lock (opening)
        {
            ObjectDisposedException.ThrowIf(closed, this);
            if (writer is not null && readers is not null) return (writer, readers);
            switch (Inspect())
            {
                case DatabaseState.Absent:
                    new Upgrade(path, migrations, time).Make();
                    break;
                case DatabaseState.Older:
                    throw new CatalogUnavailableException($"The database {path} is of an earlier version. Start the site once with `vitrine serve`: it makes a backup and upgrades it.");
                case DatabaseState.Newer:
                    throw TooNew(path);
            }

            readers = new Readers(() => Opening.Reader(path, busyTimeout));
            writer = new Writer(() => Opening.Writer(path, busyTimeout));
            return (writer, readers);
        }
    }

    internal static CatalogUnavailableException NotOurs(string path) =>
        new($"{path} is a database of another program. Set VITRINE_METADATA__SQLITE__PATH, or VITRINE_SITE__DATA (--data), to Vitrine's own.");

    internal static CatalogUnavailableException TooNew(string path) =>
        new($"The database {path} was made by a later version of Vitrine. Install that version again, or restore the backup made before the upgrade.");
}
