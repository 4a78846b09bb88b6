using Vitrine.Library;
using Vitrine.Library.Guests;
using Vitrine.Library.Moving;
using Vitrine.Metadata.DynamoDb.Engine;
using Vitrine.Metadata.DynamoDb.Links;
using Vitrine.Metadata.DynamoDb.Uploads;

namespace Vitrine.Metadata.DynamoDb.Guests;

/// <summary>
/// What guests added through a link: a row per file beside the link's, written together with what the link has taken in all, so that
/// saying it twice is saying it once. What it takes is a condition of that write.
/// </summary>
internal sealed class GuestFiles(DynamoTable table)
{
    private sealed record Answer(BeginOutcome Outcome);

    /// <summary>A place for a file and its bytes, before the first of them.</summary>
    public Task<BeginOutcome> ReserveAsync(GuestUpload guest, MediaId id, long bytes, CancellationToken cancellationToken) => TakeAsync(
        guest,
        id,
        (link, present) => present is not null ? new Answer(BeginOutcome.Begun)
            : link.LongOrNull("gm") is { } most && link.Long("gf") >= most ? new Answer(BeginOutcome.LinkFilesFull)
            : RoomIn(link, bytes) < link.Long("gb") ? new Answer(BeginOutcome.LinkBytesFull)
            : null,
        (link, _) =>
        [
            Put(guest.Link, new LinkFile(guest.Visitor, id, bytes)),
            Take(guest.Link, 1, bytes, RoomIn(link, bytes)),
            LinkFiles.Mark(guest.Link),
        ],
        cancellationToken);

    public Task<BeginOutcome> ResizeAsync(GuestUpload guest, MediaId id, long bytes, CancellationToken cancellationToken) => TakeAsync(
        guest,
        id,
        (link, present) => present is not { } before ? new Answer(BeginOutcome.LinkGone)
            : before == bytes ? new Answer(BeginOutcome.Begun)
            : RoomIn(link, bytes - before) < link.Long("gb") ? new Answer(BeginOutcome.LinkBytesFull)
            : null,
        (link, present) =>
        [
            Write.Update(KeyOf(guest, id), "SET bts = :bts", "bts = :present", new Attributes().Add(":bts", bytes).Add(":present", present)),
            Take(guest.Link, 0, bytes - present!.Value, RoomIn(link, bytes - present.Value)),
            LinkFiles.Mark(guest.Link),
        ],
        cancellationToken);

    /// <summary>The writes that give a file's place back; none where it has none. They fail when that changed meanwhile.</summary>
    public async Task<IReadOnlyList<Write>> ReleaseAsync(LinkId link, string visitor, MediaId id, CancellationToken cancellationToken)
    {
        var key = RowKey.GuestFile(link, visitor, id);
        var rows = await table.FindManyAsync([key, RowKey.Link(link)], cancellationToken);
        if (!rows.TryGetValue(key, out var file)) return [];
        var bytes = file.Long("bts");
        Write[] forget = [Write.Delete(key, "bts = :bts", new Attributes().Add(":bts", bytes))];
        return rows.ContainsKey(RowKey.Link(link)) ? [.. forget, Take(link, -1, -bytes, long.MaxValue), LinkFiles.Mark(link)] : forget;
    }

    public async Task<long?> FindAsync(LinkId link, string visitor, MediaId id, CancellationToken cancellationToken) =>
        (await table.FindAsync(RowKey.GuestFile(link, visitor, id), cancellationToken))?.Long("bts");

    /// <summary>Those of all guests of a link, what has arrived and what is under way.</summary>
    public async Task<ILookup<bool, LinkFile>> ByUnderWayAsync(LinkId link, CancellationToken cancellationToken)
    {
        var found = await table.QueryAsync(KeyRange.StartingWith(RowKey.OfLink(link), RowKey.GuestFiles), int.MaxValue, cancellationToken);
        var files = found.Select(row => new LinkFile(RowKey.VisitorOf(table.KeyOf(row)), new MediaId(row.Id("id")), row.Long("bts"))).ToList();
        var uploads = await table.FindManyAsync(files.Select(file => RowKey.Upload(file.Id)), cancellationToken);
        return files.OrderBy(file => file.Visitor, StringComparer.Ordinal).ThenBy(file => file.Id.ToString(), StringComparer.Ordinal)
            .ToLookup(file => uploads.TryGetValue(RowKey.Upload(file.Id), out var upload) && UploadRows.Read(upload).IsUnderWay);
    }

    /// <summary>Only the row of a file.</summary>
    public static Write Put(LinkId link, LinkFile file) => Write.Put(
        RowKey.GuestFile(link, file.Visitor, file.Id), new Attributes().Add("id", file.Id.ToString()).Add("bts", file.Bytes), Write.New);

    /// <param name="guest">Through which link, and who.</param>
    /// <param name="id">The upload's.</param>
    /// <param name="settled">The answer that the link's row and what the file takes now already give; null to write.</param>
    /// <param name="writes">What is written otherwise.</param>
    /// <param name="cancellationToken">For the whole.</param>
    private async Task<BeginOutcome> TakeAsync(
        GuestUpload guest, MediaId id, Func<Attributes, long?, Answer?> settled, Func<Attributes, long?, Write[]> writes, CancellationToken cancellationToken)
    {
        var answer = await table.InTurnsAsync<Answer>(
            async () =>
            {
                var rows = await table.FindManyAsync([RowKey.Link(guest.Link), KeyOf(guest, id)], cancellationToken);
                if (!rows.TryGetValue(RowKey.Link(guest.Link), out var link) || !link.Has("ga")) return new Answer(BeginOutcome.LinkGone);
                var present = rows.GetValueOrDefault(KeyOf(guest, id))?.Long("bts");
                if (settled(link, present) is { } known) return known;
                return await table.TransactAsync(writes(link, present), cancellationToken) ? new Answer(BeginOutcome.Begun) : null;
            },
            cancellationToken);
        return answer.Outcome;
    }

    private static Write Take(LinkId link, int files, long bytes, long room) => Write.Update(
        RowKey.Link(link),
        "ADD gf :files, gb :bytes",
        files > 0 ? "attribute_exists(ga) AND gb <= :room AND (attribute_not_exists(gm) OR gf < gm)" : "attribute_exists(ga) AND gb <= :room",
        new Attributes().Add(":files", (long)files).Add(":bytes", bytes).Add(":room", room));

    /// <summary>So many bytes may be taken at most for these to fit. What gives back always fits.</summary>
    private static long RoomIn(Attributes link, long bytes) => bytes > 0 && link.LongOrNull("gx") is { } most ? most - bytes : long.MaxValue;

    private static RowKey KeyOf(GuestUpload guest, MediaId id) => RowKey.GuestFile(guest.Link, guest.Visitor, id);
}
