using Vitrine.Library;
using Vitrine.Metadata.DynamoDb.Engine;
using Vitrine.Metadata.DynamoDb.Media;

namespace Vitrine.Metadata.DynamoDb.Links;

/// <summary>
/// Who opened a link: a row by the visitor and one by the moment. The maximum is a condition of the update that counts, in the
/// transaction that notes the visitor.
/// </summary>
internal sealed class Opens(DynamoTable table)
{
    /// <summary>Of a link without a maximum so many opens are kept: to be shown, not to be counted by.</summary>
    private const int Kept = 100;

    private sealed record Answer(bool Counted);

    public async Task<bool> HasAsync(LinkId id, string visitor, CancellationToken cancellationToken)
    {
        var rows = await table.FindManyAsync([RowKey.Link(id), RowKey.LinkVisitor(id, visitor)], cancellationToken);
        return rows.Count == 2;
    }

    public async Task<bool> OpenAsync(LinkId id, string visitor, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var opened = await table.InTurnsAsync<Answer>(
            async () =>
            {
                var rows = await table.FindManyAsync([RowKey.Link(id), RowKey.LinkVisitor(id, visitor)], cancellationToken);
                if (!rows.TryGetValue(RowKey.Link(id), out var link)) return new Answer(false);
                if (rows.Count == 2) return new Answer(true);
                if (link.LongOrNull("mo") is { } most && link.Long("op") >= most) return new Answer(false);
                Write[] writes = [Count(id, now), .. Note(id, visitor, now), .. await TrimAsync(id, link, cancellationToken), LinkFiles.Mark(id)];
                return await table.TransactAsync(writes, cancellationToken) ? new Answer(true) : null;
            },
            cancellationToken);
        return opened.Counted;
    }

    public async Task<IReadOnlyList<DateTimeOffset>> LatestAsync(LinkId id, int limit, CancellationToken cancellationToken) =>
        [.. (await table.QueryAsync(All(id) with { Ascending = false }, limit, cancellationToken)).Select(row => row.Moment("at"))];

    /// <summary>Both rows of one open, by the one that lists it.</summary>
    public static Write[] Delete(LinkId id, RowKey listed, Attributes open) =>
        [Write.Delete(listed, Write.Existing), Write.Delete(RowKey.LinkVisitor(id, open.Text("vi")))];

    private static Write Count(LinkId id, DateTimeOffset now) => Write.Update(
        RowKey.Link(id),
        "SET lo = :now ADD op :one",
        "attribute_exists(#pk) AND (attribute_not_exists(mo) OR op < mo)",
        new Attributes().Add(":now", now).Add(":one", 1L));

    public static Write[] Note(LinkId id, string visitor, DateTimeOffset now) =>
    [
        Write.Put(RowKey.LinkVisitor(id, visitor), new Attributes().Add("at", now), Write.New),
        Write.Put(new RowKey(RowKey.OfLink(id), $"{RowKey.Opens}{ItemRows.Milliseconds(now)}#{visitor}"), new Attributes().Add("at", now).Add("vi", visitor)),
    ];

    /// <summary>Each open beyond those that are kept takes the oldest with it, so that one is enough.</summary>
    private async Task<Write[]> TrimAsync(LinkId id, Attributes link, CancellationToken cancellationToken)
    {
        if (link.Has("mo") || link.Long("op") < Kept) return [];
        return await table.QueryAsync(All(id), 1, cancellationToken) is [var oldest] ? Delete(id, table.KeyOf(oldest), oldest) : [];
    }

    public static KeyRange All(LinkId id) => KeyRange.StartingWith(RowKey.OfLink(id), RowKey.Opens);
}
