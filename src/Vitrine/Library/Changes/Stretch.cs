namespace Vitrine.Library;

/// <summary>Where an item stands in the timeline; as text <c>takenAt#id</c>. Later is greater.</summary>
public readonly record struct TimelinePlace(TakenAt TakenAt, MediaId Id) : IComparable<TimelinePlace>
{
    public static readonly TimelinePlace Oldest = new(new TakenAt(DateTime.MinValue), default);
    public static readonly TimelinePlace Newest = new(new TakenAt(DateTime.MaxValue), new MediaId(Guid.AllBitsSet));

    public static TimelinePlace Of(MediaItem item) => new(item.TakenAt, item.Id);

    public static bool TryParse(string? text, out TimelinePlace place)
    {
        place = default;
        if (text?.Split('#') is not [var moment, var name] || !TakenAt.TryParse(moment, out var takenAt) || !MediaId.TryParse(name, out var id)) return false;
        place = new TimelinePlace(takenAt, id);
        return true;
    }

    public int CompareTo(TimelinePlace other) => TakenAt.CompareTo(other.TakenAt) is not 0 and var order ? order : Id.CompareTo(other.Id);

    public override string ToString() => $"{TakenAt}#{Id}";

    public static bool operator <(TimelinePlace left, TimelinePlace right) => left.CompareTo(right) < 0;
    public static bool operator >(TimelinePlace left, TimelinePlace right) => left.CompareTo(right) > 0;
    public static bool operator <=(TimelinePlace left, TimelinePlace right) => left.CompareTo(right) <= 0;
    public static bool operator >=(TimelinePlace left, TimelinePlace right) => left.CompareTo(right) >= 0;
}

/// <summary>A stretch of the timeline; both ends belong to it.</summary>
/// <param name="From">The older end.</param>
/// <param name="To">The newer end.</param>
public readonly record struct Stretch(TimelinePlace From, TimelinePlace To)
{
    public static readonly Stretch Whole = new(TimelinePlace.Oldest, TimelinePlace.Newest);

    public bool IsEmpty => To < From;

    public DateTime FirstDay => From.TakenAt.Wall.Date;

    public DateTime LastDay => To.TakenAt.Wall.Date;

    /// <summary>The end of its moments as the catalog wants it, which is not within.</summary>
    public TakenAt Until => To.TakenAt.Wall > DateTime.MaxValue.AddMilliseconds(-1) ? TimelinePlace.Newest.TakenAt : new TakenAt(To.TakenAt.Wall.AddMilliseconds(1));

    public bool Holds(MediaItem item) => From <= TimelinePlace.Of(item) && TimelinePlace.Of(item) <= To;

    /// <summary>What of it lies within one day.</summary>
    public Stretch On(DateTime day)
    {
        var first = new TimelinePlace(new TakenAt(day), default);
        var last = new TimelinePlace(new TakenAt(day.AddTicks(TimeSpan.TicksPerDay - TimeSpan.TicksPerMillisecond)), TimelinePlace.Newest.Id);
        return new Stretch(From > first ? From : first, To < last ? To : last);
    }

    /// <summary>The same items in stretches that have none in common, newest first.</summary>
    public static IReadOnlyList<Stretch> Apart(IEnumerable<Stretch> stretches)
    {
        var apart = new List<Stretch>();
        foreach (var next in stretches.OrderByDescending(stretch => stretch.To))
        {
            if (apart.Count > 0 && apart[^1].From <= next.To) apart[^1] = new Stretch(next.From < apart[^1].From ? next.From : apart[^1].From, apart[^1].To);
            else apart.Add(next);
        }

        return apart;
    }
}
