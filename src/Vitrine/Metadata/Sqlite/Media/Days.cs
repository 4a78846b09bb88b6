using Vitrine.Library;
using Vitrine.Metadata.Items;
using Vitrine.Metadata.Sqlite.Engine;

namespace Vitrine.Metadata.Sqlite.Media;

/// <summary>Live items per day of an owner.</summary>
internal static class Days
{
    private static readonly Sql Raise = new(
        "INSERT INTO days (owner, day, items) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET items = items + excluded.items");

    private static readonly Sql DeleteEmpty = new("DELETE FROM days WHERE owner = ? AND day = ? AND items <= 0");

    private static readonly Sql NewestFirst = new("SELECT day, items FROM days WHERE owner = ? ORDER BY day DESC");

    public static void Count(Connection connection, AccountId owner, TakenAt takenAt, int items)
    {
        var day = Packing.Day(takenAt);
        connection.Use(Raise).Bind(owner.Value).Bind(day).Bind((long)items).Execute();
        if (items < 0) connection.Use(DeleteEmpty).Bind(owner.Value).Bind(day).Execute();
    }

    public static IReadOnlyList<DayCount> Of(Connection connection, AccountId owner) =>
        connection.Use(NewestFirst).Bind(owner.Value).All(row => new DayCount(Packing.ReadDay(row.ReadLong()), row.ReadLong()));
}
