using Vitrine.Library;
using Vitrine.Metadata.Items;
using Vitrine.Metadata.Sqlite.Engine;

namespace Vitrine.Metadata.Sqlite.Media;

internal static class Facts
{
    private static readonly Sql Select = new("SELECT facts FROM facts WHERE item = ?");

    private static readonly Sql Upsert = new("INSERT INTO facts (item, facts) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET facts = ?2");

    private static readonly Sql Delete = new("DELETE FROM facts WHERE item = ?");

    public static MediaFacts? Of(Connection connection, long item) =>
        connection.Use(Select).Bind(item).First(row => Packing.ReadFacts(row.ReadBytes()));

    public static void Save(Connection connection, long item, MediaFacts facts) =>
        connection.Use(Upsert).Bind(item).Bind(Packing.Facts(facts)).Execute();

    public static void Remove(Connection connection, long item) => connection.Use(Delete).Bind(item).Execute();
}
