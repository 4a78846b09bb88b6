using Vitrine.Library;
using Vitrine.Metadata.Sqlite.Engine;

namespace Vitrine.Metadata.Sqlite.Schema;

/// <summary>Copies of a live database by the backup API; a copy counts only once it was opened and checked.</summary>
internal static class Backup
{
    /// <summary>4 MB per step, between which a cancel is seen.</summary>
    private const int PagesPerStep = 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static void Make(string source, string target, CancellationToken cancellationToken)
    {
        if (File.Exists(target)) throw new CatalogUnavailableException($"There is a file {target} already; a backup is never written over.");
        var part = target + ".part";
        Remove(part);
        try
        {
            Copy(source, part, cancellationToken);
            Check(part, newest: int.MaxValue);
            File.Move(part, target);
            Flush.Folder(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(target))!);
        }
        finally
        {
            Remove(part);
        }
    }

    /// <summary>Throws unless the file is a whole database of ours, of no later schema than <paramref name="newest"/>.</summary>
    public static void Check(string file, int newest)
    {
        if (!File.Exists(file)) throw new CatalogUnavailableException($"There is no file {file}.");
        using var connection = Connection.Open(file, Codes.OpenReadOnly, Patience);
        if (connection.Ask("PRAGMA integrity_check(1)") != "ok")
            throw new CatalogUnavailableException($"{file} is damaged and is no use as a backup.");
        if (!Migrations.IsOurs(connection)) throw new CatalogUnavailableException($"{file} holds no database of Vitrine.");
        if (Migrations.VersionOf(connection) > newest) throw SqliteDatabase.TooNew(file);
    }

    private static void Copy(string source, string target, CancellationToken cancellationToken)
    {
        using var from = Opening.Reader(source, Patience);
        using var to = Connection.Open(target, Codes.OpenReadWrite | Codes.OpenCreate, Patience);

        // An open read transaction holds one state of the source; without it every write of the site would start the copy again.
        from.Execute("BEGIN; SELECT count(*) FROM sqlite_schema;");
        var backup = Native.BackupBegin(to.Handle, "main", from.Handle, "main");
        if (backup == 0) throw to.Failure(Codes.CannotOpen);
        try
        {
            int code;
            while ((code = Native.BackupStep(backup, PagesPerStep)) == Codes.Ok) cancellationToken.ThrowIfCancellationRequested();
            if (code != Codes.Done) throw to.Failure(code);
        }
        finally
        {
            _ = Native.BackupFinish(backup);
            from.Rollback();
        }

        // The copy says of itself that it has a log beside it; a backup is one file.
        to.Execute("PRAGMA journal_mode = DELETE");
    }

    private static void Remove(string part)
    {
        foreach (var suffix in new[] { "", "-wal", "-shm", "-journal" }) File.Delete(part + suffix);
    }
}
