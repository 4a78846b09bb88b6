using Vitrine.Imaging;

namespace Vitrine.Library.Guests;

/// <summary>What a link takes from those who hold it, and how much it has taken. What it may take never changes: see <see cref="Links.ShareLink"/>.</summary>
public sealed record GuestRules
{
    /// <summary>The greatest <see cref="MaxFiles"/>.</summary>
    public const int MostFiles = 100_000;

    /// <summary>What is added waits until the album's owner or a manager says yes; until then nobody else sees it.</summary>
    public bool Reviewed { get; init; } = true;

    /// <summary>So many files in all, from all guests together; null is no limit.</summary>
    public int? MaxFiles { get; init; }

    /// <summary>So many bytes in all; null is no limit but the quota of the album's owner.</summary>
    public long? MaxBytes { get; init; }

    public AcceptedKinds Accepts { get; init; } = AcceptedKinds.Anything;

    /// <summary>Taken or promised so far; what a guest takes back while it waits is given back.</summary>
    public long Files { get; init; }

    public long Bytes { get; init; }

    /// <summary>Null where there is no limit.</summary>
    public long? BytesLeft => MaxBytes - Bytes;
}

/// <summary>Kinds of files that a link takes, told from their bytes.</summary>
[Flags]
public enum AcceptedKinds
{
    None = 0,
    Pictures = 1,
    Videos = 2,
    Audio = 4,

    /// <summary>Whatever it is.</summary>
    Anything = 15,
}

public static class AcceptedKindsReading
{
    public static bool Includes(this AcceptedKinds accepted, MediaKind kind) => accepted.HasFlag(kind switch
    {
        MediaKind.Image => AcceptedKinds.Pictures,
        MediaKind.Video => AcceptedKinds.Videos,
        MediaKind.Audio => AcceptedKinds.Audio,
        _ => AcceptedKinds.Anything,
    });

    /// <summary><c>pictures and videos</c>, for sentences.</summary>
    public static string Words(this AcceptedKinds accepted) =>
        accepted == AcceptedKinds.Anything ? "any file" : string.Join(" and ", accepted.Names());

    /// <summary>Each kind by its name, as forms and programs say it.</summary>
    public static IReadOnlyList<string> Names(this AcceptedKinds accepted) =>
        [.. Single.Where(kind => accepted.HasFlag(kind.Kind)).Select(kind => kind.Name)];

    /// <summary><see cref="AcceptedKinds.None"/> where any of the names is none.</summary>
    public static AcceptedKinds Read(IEnumerable<string?> names)
    {
        var kinds = AcceptedKinds.None;
        foreach (var name in names)
        {
            var known = Single.FirstOrDefault(kind => kind.Name == name).Kind;
            if (known == AcceptedKinds.None) return AcceptedKinds.None;
            kinds |= known;
        }

        return kinds;
    }

    private static readonly (AcceptedKinds Kind, string Name)[] Single =
        [(AcceptedKinds.Pictures, "pictures"), (AcceptedKinds.Videos, "videos"), (AcceptedKinds.Audio, "audio")];
}
