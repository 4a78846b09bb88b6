using Vitrine.Library;

namespace Vitrine.Features.Trash.Api;

/// <summary>From what a program sent to what the library understands, or a sentence that says what is wrong with it.</summary>
internal static class SelectionParsing
{
    private const string NoId = "An id has 32 hex digits.";

    public static (Selection? Selection, string? Wrong) Parse(SelectionJson json)
    {
        if (json.Ranges?.Count > Selection.MostStretches) return Wrong($"At most {Selection.MostStretches} ranges.");
        if (json.Ranges?.Count > 0 && json.Action != SelectionAction.Trash) return Wrong("Ranges go with the action trash.");
        if (!TryParse(json.Except, out var except) || !TryParse(json.Ids, out var ids)) return Wrong(NoId);
        if (ids.Count > Selection.MostAtOnce) return Wrong($"At most {Selection.MostAtOnce} items by id.");
        if (except.Count > Selection.MostExceptions) return Wrong($"At most {Selection.MostExceptions} exceptions.");
        MediaId? asOf = null;
        if (json.AsOf is { } newest)
        {
            if (!MediaId.TryParse(newest, out var known)) return Wrong(NoId);
            asOf = known;
        }

        var stretches = new List<Stretch>();
        foreach (var range in json.Ranges ?? [])
        {
            if (!TryParse(range, out var stretch)) return Wrong("A range's ends are takenAt#id.");
            stretches.Add(stretch);
        }

        return (new Selection { Ids = ids, Stretches = Stretch.Apart(stretches), Except = except, AsOf = asOf }, null);
    }

    private static (Selection? Selection, string? Wrong) Wrong(string sentence) => (null, sentence);

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
    private static bool TryParse(SelectionRange range, out Stretch stretch)
    {
        var (from, to) = (TimelinePlace.Oldest, TimelinePlace.Newest);
        stretch = default;
        if (range.From is { } first && !TimelinePlace.TryParse(first, out from)) return false;
        if (range.To is { } last && !TimelinePlace.TryParse(last, out to)) return false;
        stretch = from <= to ? new Stretch(from, to) : new Stretch(to, from);
        return true;
    }
}
