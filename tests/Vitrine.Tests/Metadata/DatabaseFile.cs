using Microsoft.Extensions.Time.Testing;
using Vitrine.Library;
using Vitrine.Metadata.Sqlite;
using Vitrine.Metadata.Sqlite.Engine;
using Vitrine.Metadata.Sqlite.Schema;
using Vitrine.Metadata.Sqlite.Site;

namespace Vitrine.Tests.Metadata;

/// <summary>A database file in a folder of its own, opened as often and by as many as a test likes.</summary>
public sealed class DatabaseFile : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("vitrine-database-").FullName;
    private readonly List<IDisposable> opened = [];

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    public string Folder => folder;

    public string Path => System.IO.Path.Join(folder, "vitrine.db");

    internal static Migrations Today => new([(1, "CREATE TABLE site (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;")]);

    /// <summary>A release later; the last step fails until <paramref name="repaired"/>.</summary>
    internal static Migrations Tomorrow(bool repaired = true) => new(
    [
        (1, ""),
        (2, "CREATE TABLE second (a TEXT); INSERT INTO second SELECT value FROM site;"),
        (3, repaired ? "CREATE INDEX third ON second (a);" : "CREATE INDEX third ON second (a); INSERT INTO nowhere VALUES (1);"),
    ]);

    internal SqliteDatabase Open(Migrations? migrations = null, double busySeconds = 5)
    {
        var database = new SqliteDatabase(Path, TimeSpan.FromSeconds(busySeconds), Time, migrations);
        opened.Add(database);
        return database;
    }

    internal SqliteSiteCatalog Site(SqliteDatabase database) => new(database, Time);

    /// <summary>Another program that holds the write lock until disposed.</summary>
    public IDisposable Lock()
    {
        var connection = Connection.Open(Path, Codes.OpenReadWrite, TimeSpan.FromSeconds(5));
        connection.Execute("BEGIN IMMEDIATE");
        return connection;
    }

    /// <summary>Asks a file as another program would.</summary>
    public static string? Ask(string path, string sql)
    {
        using var connection = Connection.Open(path, Codes.OpenReadWrite, TimeSpan.FromSeconds(5));
        return connection.Ask(sql);
    }

    public static void RequireSentence(CatalogUnavailableException failure, params string[] words)
    {
        Assert.DoesNotMatch("\\bSQLITE_", failure.Message);
        Assert.EndsWith(".", failure.Message, StringComparison.Ordinal);
        Assert.All(words, word => Assert.Contains(word, failure.Message, StringComparison.Ordinal));
    }

    public void Dispose()
    {
        opened.ForEach(database => database.Dispose());
        Directory.Delete(folder, recursive: true);
    }
}
