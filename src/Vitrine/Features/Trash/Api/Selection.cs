using Vitrine.Library;
using Vitrine.Library.Access;

namespace Vitrine.Features.Trash.Api;

/// <summary>Turns a selection into the items it means, at most <see cref="Most"/> of them.</summary>
public sealed class Selection(IMediaCatalog catalog)
{
    public const int Most = 500;
    private const int MostRanges = 100;

    private static readonly TakenAt Beginning = new(DateTime.MinValue);
    private static readonly TakenAt End = new(DateTime.MaxValue);

    /// <summary>The ids, or a sentence saying why there are none. Ids that are absent for this visitor are left out.</summary>
    public async Task<(IReadOnlyList<MediaId> Ids, string? Wrong)> FindAsync(Scope scope, SelectionJson selection, CancellationToken cancellationToken)
    {
        var chosen = new HashSet<MediaId>();
        if (selection.Ranges?.Count > MostRanges) return ([], $"At most {MostRanges} ranges.");
        if (selection.Ranges?.Count > 0 && selection.Action != SelectionAction.Trash) return ([], "Ranges go with the action trash.");
        if (!TryParse(selection.Except, out var except) || !TryParse(selection.Ids, out var ids)) return ([], "An id has 32 hex digits.");
        if (ids.Count > Most) return ([], $"At most {Most} items at once.");
        MediaId? asOf = null;
        if (selection.AsOf is { } newest)
        {
            if (!MediaId.TryParse(newest, out var known)) return ([], "An id has 32 hex digits.");
            asOf = known;
        }

        foreach (var batch in ids.Chunk(100))
            foreach (var item in await catalog.FindManyAsync(scope, batch, cancellationToken)) chosen.Add(item.Id);
        foreach (var range in selection.Ranges ?? [])
        {
            if (!TryParse(range, out var from, out var to)) return ([], "A range's ends are takenAt#id.");
            await foreach (var item in BetweenAsync(scope, from, to, cancellationToken))
                if (!except.Contains(item.Id) && !(item.Id > asOf) && chosen.Add(item.Id) && chosen.Count > Most)
                    return ([], $"That is more than {Most} items. Choose fewer at once.");
        }

        return ([.. chosen], null);
    }

    private async IAsyncEnumerable<MediaItem> BetweenAsync(
        Scope scope, Place from, Place to, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var until = to.TakenAt == End ? End : new TakenAt(to.TakenAt.Wall.AddMilliseconds(1));
        Cursor? after = null;
        do
        {
            var page = await catalog.PageBetweenAsync(scope, from.TakenAt, until, after, Most, cancellationToken);
            foreach (var item in page.Items)
                if (from <= Place.Of(item) && Place.Of(item) <= to) yield return item;
            after = page.Next;
        }
        while (after is not null);
    }

    private static bool TryParse(IReadOnlyList<string>? texts, out HashSet<MediaId> ids)
    {
        ids = [];
        foreach (var text in texts ?? [])
        {
            if (!MediaId.TryParse(text, out var id)) return false;
            ids.Add(id);
        }

        return true;
    }

    /// <summary>The ends may come in either order: a person drags both ways.</summary>
    private static bool TryParse(SelectionRange range, out Place from, out Place to)
    {
        (from, to) = (new Place(Beginning, default), new Place(End, new MediaId(Guid.AllBitsSet)));
        if (range.From is { } first && !Place.TryParse(first, out from)) return false;
        if (range.To is { } last && !Place.TryParse(last, out to)) return false;
        if (range.From is not null && range.To is not null && to < from) (from, to) = (to, from);
        return true;
    }

    /// <summary>Where an item stands in the timeline.</summary>
    private readonly record struct Place(TakenAt TakenAt, MediaId Id)
    {
        public static Place Of(MediaItem item) => new(item.TakenAt, item.Id);

        public static bool TryParse(string text, out Place place)
        {
            var parts = text.Split('#');
            place = default;
            if (parts.Length != 2 || !TakenAt.TryParse(parts[0], out var takenAt) || !MediaId.TryParse(parts[1], out var id)) return false;
            place = new Place(takenAt, id);
            return true;
        }

        public static bool operator <(Place left, Place right) =>
            left.TakenAt == right.TakenAt ? left.Id < right.Id : left.TakenAt < right.TakenAt;

        public static bool operator >(Place left, Place right) => right < left;

        public static bool operator <=(Place left, Place right) => !(right < left);

        public static bool operator >=(Place left, Place right) => !(left < right);
    }
}
