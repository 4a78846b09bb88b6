using Vitrine.Library;

namespace Vitrine.Metadata.Items;

/// <summary>How what a job found goes into an item, the same for every backend.</summary>
internal static class FileFindings
{
    public static MediaItem Merge(MediaItem item, ReadyMedia ready)
    {
        var dated = !ByPersonHas(ByPerson.TakenAt) && ready.TakenAt is not null;
        return item with
        {
            State = MediaState.Ready,
            Problem = ready.Problem,
            Width = ready.Width ?? item.Width,
            Height = ready.Height ?? item.Height,
            Duration = ready.Duration ?? item.Duration,
            TakenAt = dated ? ready.TakenAt!.Value : item.TakenAt,
            TakenOffsetMinutes = dated ? ready.TakenOffsetMinutes : item.TakenOffsetMinutes,
            TakenFrom = dated ? ready.TakenFrom ?? item.TakenFrom : item.TakenFrom,
            Latitude = ready.Latitude ?? item.Latitude,
            Longitude = ready.Longitude ?? item.Longitude,
            Thumbhash = ready.Thumbhash ?? item.Thumbhash,
            DominantColour = ready.DominantColour ?? item.DominantColour,
            Title = ByPersonHas(ByPerson.Title) ? item.Title : ready.Title ?? item.Title,
            Description = ByPersonHas(ByPerson.Description) ? item.Description : ready.Description ?? item.Description,
            Tags = ByPersonHas(ByPerson.Tags) ? item.Tags : ready.Tags ?? item.Tags,
            Recipe = ready.Recipe ?? item.Recipe,
            Renditions = MergeRenditions(item, ready),
        };

        bool ByPersonHas(ByPerson field) => item.ByPerson is { } said && said.HasFlag(field);
    }

    /// <summary>A repeated one goes to the trash, where its owner finds it if it was meant.</summary>
    public static (MediaItem Item, Shelf Shelf) Merge(MediaItem item, Shelf shelf, ReadOriginal read, DateTimeOffset now)
    {
        item = item with { Sha256 = read.Sha256, Crc32 = read.Crc32, Kind = read.Kind, ContentType = read.ContentType };
        if (!read.Repeats) return (item, shelf);
        item = item with { State = MediaState.Failed, Problem = ProblemCode.Duplicate };
        return shelf == Shelf.Live ? (item with { TrashedAt = Edits.ToMilliseconds(now) }, Shelf.Trash) : (item, shelf);
    }

    private static IReadOnlyList<Rendition> MergeRenditions(MediaItem item, ReadyMedia ready)
    {
        if (ready.Recipe is null || ready.Recipe == item.Recipe)
            return [.. item.Renditions.Where(old => ready.Renditions.All(made => made.Name != old.Name)), .. ready.Renditions];
        return ready.Renditions;
    }
}
