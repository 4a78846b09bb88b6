using Vitrine.Imaging;
using Vitrine.Library;
using Vitrine.Library.Guests;
using Vitrine.Web;
using Vitrine.Web.Json;

namespace Vitrine.Features.Uploads.Guests;

/// <summary>The page of a link that takes something, as one guest sees it.</summary>
public sealed record DropBoxView
{
    public required string Token { get; init; }
    public required string Title { get; init; }
    public string? Description { get; init; }

    /// <summary>What others see through the link can be seen by this guest too.</summary>
    public required bool CanView { get; init; }

    public DateTimeOffset? EndsAt { get; init; }
    public required GuestRules Rules { get; init; }

    /// <summary>Null before they said their name.</summary>
    public Guest? Guest { get; init; }

    public required long MaxFileBytes { get; init; }
    public required IReadOnlyList<GuestFile> Mine { get; init; }
    public string? NextUrl { get; init; }
    public required DropBoxNews News { get; init; }

    public string Root => MediaUrls.Given(Token);

    /// <summary>What the picker of a browser offers first; the bytes decide.</summary>
    public string? Accept
    {
        get
        {
            if (Rules.Accepts == AcceptedKinds.Anything) return null;
            (AcceptedKinds Kind, string Types)[] kinds = [(AcceptedKinds.Pictures, "image/*"), (AcceptedKinds.Videos, "video/*"), (AcceptedKinds.Audio, "audio/*")];
            return string.Join(',', kinds.Where(kind => Rules.Accepts.HasFlag(kind.Kind)).Select(kind => kind.Types));
        }
    }

    public bool IsFull => Rules.Files >= (Rules.MaxFiles ?? long.MaxValue) || Rules.Bytes >= (Rules.MaxBytes ?? long.MaxValue);

    public IEnumerable<string> Limits()
    {
        if (Rules.Accepts != AcceptedKinds.Anything) yield return $"{Rules.Accepts.Words()} only";
        yield return $"up to {Sizes.Text(Math.Min(MaxFileBytes, Rules.MaxBytes ?? MaxFileBytes))} per file";
        if (Rules.MaxFiles is { } files) yield return $"room for {Wording.Count(Math.Max(0, files - Rules.Files), "more file")}";
        if (Rules.MaxBytes is { } bytes) yield return $"{Sizes.Text(Math.Max(0, bytes - Rules.Bytes))} left in all";
    }

    public static (string Words, string Badge) Standing(GuestFile file) => GuestStandings.Of(file) switch
    {
        GuestStanding.OnItsWay => ("on its way", ""),
        GuestStanding.Waiting => ("waits to be looked at", "warn"),
        GuestStanding.InTheAlbum => ("in the album", "ok"),
        _ => ("no longer there", ""),
    };

    public static string Name(GuestFile file) => file.Item is { } item ? item.FileName : "A file";

    public static string Icon(GuestFile file) => Wording.Icon(file.Item?.Kind ?? MediaKind.Other);
}

/// <summary>What was just done, told on the answer to it.</summary>
public sealed record DropBoxNews
{
    public static readonly DropBoxNews None = new();

    public string? WrongName { get; init; }

    /// <summary>Why the whole form was not taken.</summary>
    public IntakeOutcome.Rejected? Refusal { get; init; }

    /// <summary>What became of each file of a form.</summary>
    public IReadOnlyList<UploadedFile> Files { get; init; } = [];

    public IEnumerable<UploadedFile> Refused => Files.Where(file => file.Outcome is IntakeOutcome.Rejected);

    /// <summary>That of the first refusal, where nothing was taken.</summary>
    public int Status => (WrongName, Refusal, Files) switch
    {
        ({ }, _, _) => Problems.All[ProblemCode.InvalidField].Status,
        (_, { Code: var code }, _) => Problems.All[code].Status,
        (_, _, [{ Outcome: IntakeOutcome.Rejected first }, ..]) when Files.All(file => file.Outcome is IntakeOutcome.Rejected) => Problems.All[first.Code].Status,
        _ => StatusCodes.Status200OK,
    };
}
