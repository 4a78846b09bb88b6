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

    /// <summary>Days come in order, so a month ends where the next begins; every page of the library asks for this.</summary>
    public static IReadOnlyList<MonthCount> MonthsOf(Connection connection, AccountId owner)
    {
        var months = new List<MonthCount>();
        var (month, items) = (0L, 0L);
        using var day = connection.Use(NewestFirst).Bind(owner.Value);
        while (day.Step())
        {
            var monthOfDay = day.ReadLong() / 100;
            if (monthOfDay != month) End();
            (month, items) = (monthOfDay, items + day.ReadLong());
        }

        End();
        return months;

        void End()
        {
            if (month != 0) months.Add(new MonthCount(Packing.ReadMonth(month), items));
            items = 0;
        }
    }
}
