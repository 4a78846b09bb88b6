using Vitrine.Metadata.Sqlite.Engine;

namespace Vitrine.Metadata.Sqlite.Site;

internal static class Values
{
    private static readonly Sql Select = new("SELECT value FROM site WHERE name = ?");
    private static readonly Sql Insert = new("INSERT INTO site (name, value) VALUES (?, ?) ON CONFLICT DO NOTHING");
    private static readonly Sql Upsert = new("INSERT INTO site (name, value) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = ?2");
    private static readonly Sql UpdateIf = new("UPDATE site SET value = ?3 WHERE name = ?1 AND value = ?2");
    private static readonly Sql Delete = new("DELETE FROM site WHERE name = ?");

    /// <summary>No character follows U+10FFFF, so this bounds all names that start with the prefix.</summary>
    private static readonly Sql WithPrefix = new("SELECT name, value FROM site WHERE name >= ?1 AND name < ?1 || char(0x10FFFF)");

    public static string? Find(Connection connection, string name) => connection.Use(Select).Bind(name).First(row => row.ReadText());

    public static string GetOrAdd(Connection connection, string name, string value)
    {
        connection.Use(Insert).Bind(name).Bind(value).Execute();
        return Find(connection, name)!;
    }

    public static void Set(Connection connection, string name, string? value)
    {
        if (value is null) connection.Use(Delete).Bind(name).Execute();
        else connection.Use(Upsert).Bind(name).Bind(value).Execute();
    }

    public static bool Replace(Connection connection, string name, string? expected, string value)
    {
        var statement = expected is null ? connection.Use(Insert).Bind(name) : connection.Use(UpdateIf).Bind(name).Bind(expected);
        return statement.Bind(value).Execute() == 1;
    }

    public static IReadOnlyDictionary<string, string> List(Connection connection, string prefix) =>
        connection.Use(WithPrefix).Bind(prefix).All(row => KeyValuePair.Create(row.ReadText(), row.ReadText())).ToDictionary();
}
