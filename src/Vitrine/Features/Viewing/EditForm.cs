using System.Globalization;
using Vitrine.Library;
using Vitrine.Web;

namespace Vitrine.Features.Viewing;

/// <summary>The texts of the edit form as a person typed them, and what is wrong with them.</summary>
public sealed record EditForm
{
    private const string DateField = "yyyy-MM-ddTHH:mm:ss";

    public string Title { get; init; } = "";
    public string Description { get; init; } = "";
    public string Place { get; init; } = "";
    public string Tags { get; init; } = "";

    /// <summary>As <c>datetime-local</c> writes it.</summary>
    public string TakenAt { get; init; } = "";

    /// <summary>What the texts were when the form was shown. Not the row's version: that also rises when a preview is made.</summary>
    public string Was { get; init; } = "";

    /// <summary>The date as the form showed it; the file's own may be read only afterwards.</summary>
    public string TakenWas { get; init; } = "";

    /// <summary>One sentence about the first field that cannot be used.</summary>
    public string? Wrong { get; init; }

    /// <summary>Set when somebody else saved meanwhile: how it is now.</summary>
    public MediaItem? Changed { get; init; }

    public bool IsOpen => Wrong is not null || Changed is not null;

    public static EditForm From(MediaItem item) => new()
    {
        Title = item.Title ?? "",
        Description = item.Description ?? "",
        Place = item.Place ?? "",
        Tags = string.Join(", ", item.Tags),
        TakenAt = item.TakenAt.Wall.ToString(DateField, CultureInfo.InvariantCulture),
        TakenWas = item.TakenAt.Wall.ToString(DateField, CultureInfo.InvariantCulture),
        Was = Texts(item.Title, item.Description, item.Place, item.Tags),
    };

    public static EditForm Read(IFormCollection form) => new()
    {
        Title = form.Text("title"),
        Description = form.Text("description"),
        Place = form.Text("place"),
        Tags = form.Text("tags"),
        TakenAt = form.Text("takenAt"),
        TakenWas = form.Text("takenWas"),
        Was = form.Text("was"),
    };

    /// <summary>False when somebody saved other texts since the form was shown; the same texts saved twice are one wish.</summary>
    public bool StartedFrom(MediaItem item, MediaEdit edit) =>
        Texts(item.Title, item.Description, item.Place, item.Tags) is var now && (now == Was || now == Texts(edit.Title, edit.Description, edit.Place, edit.Tags));

    /// <summary>What the person changed, as an edit; or this form with its fault named.</summary>
    public (MediaEdit? Edit, EditForm Form) Check(DateTimeOffset now)
    {
        var edit = new MediaEdit
        {
            Title = MediaTexts.Line(Title),
            Description = MediaTexts.Lines(Description),
            Place = MediaTexts.Line(Place),
            Tags = MediaTexts.Tags(Tags.Split(',')),
        };
        if (MediaTexts.Refuse(edit.Title, edit.Description, edit.Place, edit.Tags) is { } wrong) return (null, this with { Wrong = wrong });

        // The field knows no milliseconds: an untouched date must not turn into one "set by hand".
        if (TakenAt.Length == 0 || TakenAt == TakenWas) return (edit, this);
        return Library.TakenAt.TryParseWritten(TakenAt, out var taken) && taken.IsPlausible(now)
            ? (edit with { TakenAt = taken }, this)
            : (null, this with { Wrong = "The date lies between 1826 and tomorrow, like 2026-05-03T14:20." });
    }

    private static string Texts(string? title, string? description, string? place, IReadOnlyList<string>? tags) =>
        Ids.HashSecret(string.Join('\u001f', [title ?? "", description ?? "", place ?? "", .. tags ?? []]));
}
