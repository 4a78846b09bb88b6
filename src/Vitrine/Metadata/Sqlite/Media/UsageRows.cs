using Vitrine.Library;
using Vitrine.Metadata.Sqlite.Engine;

namespace Vitrine.Metadata.Sqlite.Media;

/// <summary>What an owner holds and was promised; the quota is a condition of the update that takes from it.</summary>
internal static class UsageRows
{
    private static readonly Sql Make = new("INSERT INTO usage (owner) VALUES (?) ON CONFLICT DO NOTHING");

    private static readonly Sql TakeBytes = new("UPDATE usage SET reserved = reserved + ?2 WHERE owner = ?1 AND (?2 <= 0 OR used + reserved <= ?3 - ?2)");

    private static readonly Sql TakeUpload = new("UPDATE usage SET open_uploads = open_uploads + 1 WHERE owner = ? AND open_uploads < ?");

    private static readonly Sql EndUpload = new("UPDATE usage SET open_uploads = open_uploads - 1, reserved = reserved - ?2 WHERE owner = ?1");

    private static readonly Sql AddUsed = new("INSERT INTO usage (owner, used) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET used = used + ?2");

    private static readonly Sql AddItems = new("UPDATE usage SET items = items + ?2 WHERE owner = ?1");

    private static readonly Sql Select = new("SELECT used, reserved, items FROM usage WHERE owner = ?");

    /// <summary>False when the quota would be exceeded. Less than nothing gives back.</summary>
    public static bool Reserve(Connection connection, AccountId owner, long bytes, long? quota)
    {
        connection.Use(Make).Bind(owner.Value).Execute();
        return connection.Use(TakeBytes).Bind(owner.Value).Bind(bytes).Bind(quota ?? long.MaxValue).Execute() == 1;
    }

    /// <summary>False when the owner has as many uploads under way as are allowed.</summary>
    public static bool Open(Connection connection, AccountId owner, int most)
    {
        connection.Use(Make).Bind(owner.Value).Execute();
        return connection.Use(TakeUpload).Bind(owner.Value).Bind((long)most).Execute() == 1;
    }

    public static void Close(Connection connection, AccountId owner, long reserved) =>
        connection.Use(EndUpload).Bind(owner.Value).Bind(reserved).Execute();

    public static void Use(Connection connection, AccountId owner, long bytes) => connection.Use(AddUsed).Bind(owner.Value).Bind(bytes).Execute();

    public static void CountItem(Connection connection, AccountId owner, int items) =>
        connection.Use(AddItems).Bind(owner.Value).Bind((long)items).Execute();

    public static Usage Of(Connection connection, AccountId owner) =>
        connection.Use(Select).Bind(owner.Value).First(row => new Usage(row.ReadLong(), row.ReadLong(), row.ReadLong())) ?? new Usage(0, 0, 0);
}
