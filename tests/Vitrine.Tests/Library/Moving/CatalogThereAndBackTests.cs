using System.Text;
using Vitrine.Library.Moving;
using Vitrine.Metadata.Sqlite.Engine;
using Vitrine.Metadata.Sqlite.Moving;
using Vitrine.Tests.Backends;
using Vitrine.Tests.Backends.Dynamo;
using Vitrine.Tests.Contracts;

namespace Vitrine.Tests.Library.Moving;

/// <summary>A catalog with everything in it, from SQLite to DynamoDB and back: equal in every column of every table.</summary>
public sealed class CatalogThereAndBackTests : IAsyncLifetime
{
    private readonly SqliteWorld from = new(), back = new();
    private readonly DynamoWorld there = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => there.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await from.DisposeAsync();
        await back.DisposeAsync();
        await there.DisposeAsync();
    }

    [Fact]
    public async Task Every_column_is_equal_and_pages_show_the_same()
    {
        await new FullCatalog(from).FillAsync();
        foreach (var world in new CatalogWorld[] { back, there }) world.Time.SetUtcNow(from.Time.GetUtcNow());
        await CopyAsync(from, there);
        Assert.Equal(await CatalogView.OfAsync(from), await CatalogView.OfAsync(there));
        await CopyAsync(there, back);

        Assert.Equal(await CatalogView.OfAsync(from), await CatalogView.OfAsync(back));
        foreach (var table in SqliteCatalogRows.Known.Where(table => !table.Value.StartsWith("stays", StringComparison.Ordinal)).Select(table => table.Key))
            Assert.Equal(await DumpAsync(from, table), await DumpAsync(back, table));
    }

    /// <summary>So a new table, or a new column that nobody thought of, fails here before it is lost in somebody's move.</summary>
    [Fact]
    public async Task The_full_catalog_fills_every_column_of_every_table_that_there_is()
    {
        await new FullCatalog(from).FillAsync();
        var tables = await from.Database.ReadAsync(c => ListOf(c, "SELECT group_concat(name, ' ') FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"), Cancel);
        Assert.Equal(SqliteCatalogRows.Known.Keys.Order(StringComparer.Ordinal), tables.Order(StringComparer.Ordinal));

        var empty = await from.Database.ReadAsync(
            c => tables.SelectMany(table => ColumnsOf(c, table).Where(column => c.Ask($"SELECT count({column}) FROM {table}") == "0").Select(column => $"{table}.{column}")).ToList(), Cancel);
        Assert.Empty(empty);
    }

    private static async Task CopyAsync(CatalogWorld source, CatalogWorld target)
    {
        var now = source.Time.GetUtcNow();
        await target.Rows.WriteAsync(source.Rows.ReadAsync(CatalogPart.Frame, now, Cancel).Concat(source.Rows.ReadAsync(CatalogPart.Things, now, Cancel)), Cancel);
    }

    /// <summary>All rows as text, with what the numbers of rows lead to in their place.</summary>
    private static Task<string> DumpAsync(SqliteWorld world, string table) => world.Database.ReadAsync(
        c =>
        {
            var columns = ColumnsOf(c, table).Where(column => column != "pk" && (table, column) is not (("usage", "reserved") or ("usage", "open_uploads") or ("turns", "served"))).Select(column => (table, column) switch
            {
                ("facts", "item") or ("album_items", "item") => $"(SELECT hex(id) FROM items WHERE pk = {column})",
                ("album_items" or "album_members", "album") => $"(SELECT hex(id) FROM albums WHERE pk = {column})",
                ("link_opens" or "guest_files", "link") => $"(SELECT hex(id) FROM links WHERE pk = {column})",
                ("jobs", "ended_at") => "ended_at / 1000",
                _ => $"quote({column})",
            });
            var where = table switch
            {
                "site" => " WHERE name <> 'probe'",
                "uploads" => " WHERE ended_as IS NOT NULL",
                "usage" => " WHERE used > 0",
                _ => "",
            };
            return c.Ask($"SELECT group_concat(line, char(10)) FROM (SELECT {string.Join(" || ' ' || ", columns.Select(column => $"ifnull({column}, '-')"))} AS line FROM {table}{where} ORDER BY line)") ?? "";
        },
        Cancel);

    private static string[] ColumnsOf(Connection connection, string table) => ListOf(connection, $"SELECT group_concat(name, ' ') FROM pragma_table_info('{table}')");

    private static string[] ListOf(Connection connection, string question) => connection.Ask(question)!.Split(' ');
}
