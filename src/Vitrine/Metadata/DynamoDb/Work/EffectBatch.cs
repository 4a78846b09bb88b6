using Vitrine.Library;
using Vitrine.Metadata.DynamoDb.Engine;
using Vitrine.Metadata.DynamoDb.Media;
using Vitrine.Metadata.DynamoDb.Uploads;
using Vitrine.Metadata.Items;

namespace Vitrine.Metadata.DynamoDb.Work;

/// <summary>One owner's effects as the writes of one transaction.</summary>
internal sealed class EffectBatch
{
    private readonly List<Write> cleared = [];
    private readonly Dictionary<string, long> days = [];
    private readonly Dictionary<string, long> released = [];
    private readonly AccountId owner;
    private readonly IReadOnlyDictionary<string, long> reservations;
    private long used;
    private long live;

    private EffectBatch(AccountId owner, IReadOnlyDictionary<string, long> reservations) => (this.owner, this.reservations) = (owner, reservations);

    public int Applied => cleared.Count;

    public IReadOnlyList<Write> Writes =>
    [
        .. cleared,
        .. days.Where(day => day.Value != 0).GroupBy(day => day.Key[..7]).Select(month => MonthRows.Count(owner, month.Key, [.. month])),
        QuotaRows.Settle(owner, used, live, released),
    ];

    /// <param name="owner">Whose they are.</param>
    /// <param name="rows">Rows of items and uploads as they are now; those without a due effect are left alone.</param>
    /// <param name="reservations">The owner's reservations, by upload.</param>
    public static EffectBatch Of(AccountId owner, IReadOnlyDictionary<RowKey, Attributes> rows, IReadOnlyDictionary<string, long> reservations)
    {
        var batch = new EffectBatch(owner, reservations);
        foreach (var (key, row) in rows)
        {
            if (!row.Has("fx")) continue;
            if (key == RowKey.Upload(new MediaId(row.Id("id")))) batch.Add(key, UploadRows.Read(row));
            else if (ItemRows.Read(row) is var item && !item.IsHeldByAlbums) batch.Add(key, item);
        }

        return batch;
    }

    private void Add(RowKey key, UploadRow row)
    {
        Release(row.Upload.Id);
        cleared.Add(row.IsAbandoned
            ? Write.Delete(key, "attribute_exists(fx)")
            : Write.Update(key, "REMOVE fx, g4p, g4s", "attribute_exists(fx)", new Attributes()));
    }

    private void Add(RowKey key, Row row)
    {
        Release(row.Item.Id);
        Count(row.Counted, -1);
        Count(row.Due, 1);
        var values = new Attributes().Add(":rev", row.Revision);
        cleared.Add(row.Shelf == Shelf.Gone
            ? Write.Delete(key, "rev = :rev", values)
            : Write.Update(
                key,
                row.IsLive ? "SET cd = :cd, cb = :cb, rev = :next REMOVE fx, g4p, g4s" : "SET cb = :cb, rev = :next REMOVE cd, fx, g4p, g4s",
                "rev = :rev",
                values.Add(":cd", row.Due.Day).Add(":cb", row.Due.Bytes).Add(":next", row.Revision + 1)));
    }

    private void Count(Counted counted, int times)
    {
        used += times * counted.Bytes;
        if (counted.Day is not { } day) return;
        live += times;
        days[day] = days.GetValueOrDefault(day) + times;
    }

    private void Release(MediaId id)
    {
        if (reservations.TryGetValue(id.ToString(), out var bytes)) released[id.ToString()] = bytes;
    }
}
