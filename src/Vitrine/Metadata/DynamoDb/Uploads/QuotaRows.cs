using Vitrine.Library;
using Vitrine.Metadata.DynamoDb.Engine;

namespace Vitrine.Metadata.DynamoDb.Uploads;

/// <summary>
/// What an owner holds and was promised, in one row that is only changed by single conditional writes and by effects. Each open upload
/// has its reservation in a map there, by its id: saying it twice is saying it once, and releasing it twice as well.
/// </summary>
internal static class QuotaRows
{
    private sealed record Answer(BeginOutcome Outcome);

    /// <summary>Reserves an upload's bytes, under the quota and the number of open uploads.</summary>
    public static async Task<BeginOutcome> ReserveAsync(
        DynamoTable table, AccountId owner, MediaId upload, long bytes, UploadLimits limits, CancellationToken cancellationToken)
    {
        var id = upload.ToString();
        var room = RoomFor(bytes, limits);
        var reserve = Write.Update(
            RowKey.Quota(owner),
            "SET op.#id = :bytes ADD tk :bytes",
            "attribute_exists(op) AND attribute_not_exists(op.#id) AND size(op) < :most AND tk <= :room",
            new Attributes().Add(":bytes", bytes).Add(":most", (long)limits.OpenUploads).Add(":room", room),
            NameOf(id));
        var answer = await table.InTurnsAsync<Answer>(
            async () =>
            {
                if ((await table.WriteAsync(reserve, cancellationToken)).Won) return new Answer(BeginOutcome.Begun);
                if (await table.FindAsync(RowKey.Quota(owner), cancellationToken) is not { } row)
                {
                    await MakeAsync(table, owner, cancellationToken);
                    return null;
                }

                var open = row.Numbers("op");
                if (open.ContainsKey(id)) return new Answer(BeginOutcome.Begun);
                if (row.Long("tk") > room) return new Answer(BeginOutcome.QuotaExceeded);
                return open.Count >= limits.OpenUploads ? new Answer(BeginOutcome.TooManyOpen) : null;
            },
            cancellationToken);
        return answer.Outcome;
    }

    /// <summary>Changes an open upload's reservation to so many bytes in all.</summary>
    public static async Task<BeginOutcome> ResizeAsync(
        DynamoTable table, AccountId owner, MediaId upload, long bytes, UploadLimits limits, CancellationToken cancellationToken)
    {
        var id = upload.ToString();
        var answer = await table.InTurnsAsync<Answer>(
            async () =>
            {
                var row = await table.FindAsync(RowKey.Quota(owner), cancellationToken);
                if (row is null || !row.Numbers("op").TryGetValue(id, out var present)) return new Answer(BeginOutcome.Superseded);
                if (present == bytes) return new Answer(BeginOutcome.Begun);
                var room = RoomFor(bytes - present, limits);
                if (row.Long("tk") > room) return new Answer(BeginOutcome.QuotaExceeded);
                var values = new Attributes().Add(":bytes", bytes).Add(":more", bytes - present).Add(":present", present).Add(":room", room);
                var resize = Write.Update(RowKey.Quota(owner), "SET op.#id = :bytes ADD tk :more", "op.#id = :present AND tk <= :room", values, NameOf(id));
                return (await table.WriteAsync(resize, cancellationToken)).Won ? new Answer(BeginOutcome.Begun) : null;
            },
            cancellationToken);
        return answer.Outcome;
    }

    /// <summary>What effects come to: reservations that end, bytes that are used or given back, live items more or less.</summary>
    public static Write Settle(AccountId owner, long used, long live, IReadOnlyDictionary<string, long> released)
    {
        var values = new Attributes().Add(":used", used).Add(":live", live).Add(":taken", used - released.Values.Sum());
        var names = released.Keys.Select((id, n) => KeyValuePair.Create($"#r{n}", id)).ToDictionary();
        foreach (var (id, n) in released.Keys.Select((id, n) => (id, n))) values.Add($":r{n}", released[id]);
        var remove = names.Count == 0 ? "" : $"REMOVE {string.Join(", ", names.Keys.Select(name => $"op.{name}"))} ";
        return Write.Update(
            RowKey.Quota(owner),
            $"{remove}ADD us :used, li :live, tk :taken",
            names.Count == 0 ? Write.Existing : string.Join(" AND ", names.Keys.Select(name => $"op.{name} = :{name[1..]}")),
            values,
            names);
    }

    /// <summary>Gives up a reservation that stands there; what does not is given up already.</summary>
    public static async Task ReleaseAsync(DynamoTable table, AccountId owner, MediaId upload, CancellationToken cancellationToken)
    {
        if (await table.FindAsync(RowKey.Quota(owner), cancellationToken) is { } row && row.Numbers("op").TryGetValue(upload.ToString(), out var bytes))
            await table.WriteAsync(Settle(owner, 0, 0, new Dictionary<string, long> { [upload.ToString()] = bytes }), cancellationToken);
    }

    public static async Task MakeAsync(DynamoTable table, AccountId owner, CancellationToken cancellationToken) => await table.WriteAsync(
        Write.Put(RowKey.Quota(owner), Settled(0, 0), Write.New), cancellationToken);

    /// <summary>Of an owner who has no upload under way.</summary>
    public static Attributes Settled(long used, long live) =>
        new Attributes().AddEmptyMap("op").Add("us", used).Add("tk", used).Add("li", live);

    public static Usage Read(Attributes? row) =>
        row is null ? new Usage(0, 0, 0) : new Usage(row.Long("us"), row.Long("tk") - row.Long("us"), row.Long("li"));

    /// <summary>Nothing is used, promised or live.</summary>
    public static bool IsEmpty(Attributes row) => row.Long("us") == 0 && row.Long("tk") == 0 && row.Long("li") == 0 && row.Numbers("op").Count == 0;

    /// <summary>The uploads that something is promised to.</summary>
    public static IEnumerable<MediaId> OpenOnes(Attributes? row) => row is null ? [] : row.Numbers("op").Keys.Select(id => new MediaId(Guid.ParseExact(id, "N")));

    /// <summary>So much may be taken at most for these bytes to fit. What gives back always fits.</summary>
    private static long RoomFor(long bytes, UploadLimits limits) => bytes > 0 && limits.QuotaBytes is { } quota ? quota - bytes : long.MaxValue;

    private static Dictionary<string, string> NameOf(string id) => new() { ["#id"] = id };
}
