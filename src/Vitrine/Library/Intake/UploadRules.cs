using System.Globalization;
using System.Text;
using Vitrine.Library.Guests;

namespace Vitrine.Library;

/// <summary>What is known of a file before its first byte, checked and brought into the form that the row keeps.</summary>
internal static class UploadRules
{
    private const int LongestFileName = 255;

    public static UploadStep.Refused? Refuse(NewUpload about, IntakeOptions options)
    {
        if (about.Length == 0) return new UploadStep.Refused(ProblemCode.EmptyFile);
        if (about.Length > options.MaxFileBytes) return TooLarge(options);
        return RefuseTexts(about);
    }

    /// <summary>The row of an upload that begins now.</summary>
    /// <param name="reserved">Bytes to be promised: the length where it is known.</param>
    public static Upload NewRow(Uploader by, NewUpload about, long reserved, IntakeOptions options, TimeProvider time)
    {
        var now = time.GetUtcNow();
        return new Upload
        {
            Id = MediaId.New(time),
            Owner = by.Owner.Id,
            Length = about.Length,
            Reserved = reserved,
            FileName = FileName(about.FileName),
            FileTime = about.FileTime,
            CreatedAt = now,
            ExpiresAt = by.Link?.ExpiresAt is { } end && end < now + options.KeepUnfinished ? end : now + options.KeepUnfinished,
            Album = by.Link?.Album,
            Guest = by.AsGuest,
        }.WithTexts(about);
    }

    public static UploadStep.Refused? RefuseTexts(NewUpload about) =>
        MediaTexts.Refuse(about.Title, about.Description, about.Place, about.Tags) is { } sentence
            ? new UploadStep.Refused(ProblemCode.InvalidField, sentence)
            : null;

    public static UploadStep.Refused TooLarge(IntakeOptions options) =>
        new(ProblemCode.FileTooLarge, string.Create(
            CultureInfo.InvariantCulture, $"This site takes files of up to {options.MaxFileBytes:N0} bytes. An admin can raise VITRINE_UPLOADS__MAXFILEBYTES."));

    /// <summary>The texts as they are kept; what stands in the row already stays where nothing new is said.</summary>
    public static Upload WithTexts(this Upload row, NewUpload about) => row with
    {
        Title = Kept(MediaTexts.Line(about.Title)) ?? row.Title,
        Description = Kept(MediaTexts.Lines(about.Description)) ?? row.Description,
        Place = Kept(MediaTexts.Line(about.Place)) ?? row.Place,
        Tags = about.Tags.Count > 0 ? MediaTexts.Tags(about.Tags) ?? [] : row.Tags,
        Album = row.Guest is null ? about.Album ?? row.Album : row.Album,
    };

    /// <summary>
    /// Guests write into the quota of the album's owner, but may have no more than half of the uploads under way, so that they never keep
    /// the owner from uploading.
    /// </summary>
    public static UploadLimits LimitsOf(this IntakeOptions options, Uploader by) =>
        new(by.Owner.QuotaBytes, by.Link is null ? options.OpenPerAccount : Math.Max(1, options.OpenPerAccount / 2));

    /// <summary>Null when nothing stands in the way.</summary>
    public static UploadStep.Refused? Refusal(BeginOutcome outcome, Uploader by) => outcome switch
    {
        BeginOutcome.Begun => null,
        BeginOutcome.QuotaExceeded when by.Link is not null => new UploadStep.Refused(ProblemCode.NoRoomForGuests),
        BeginOutcome.QuotaExceeded => new UploadStep.Refused(ProblemCode.QuotaExceeded),
        BeginOutcome.TooManyOpen => new UploadStep.Refused(ProblemCode.TooManyUploads),
        BeginOutcome.LinkFilesFull => new UploadStep.Refused(ProblemCode.LinkFilesFull, string.Create(
            CultureInfo.InvariantCulture, $"This link takes {by.Link?.Guests?.MaxFiles:N0} files in all, and they are here. What was added before is kept.")),
        BeginOutcome.LinkBytesFull => new UploadStep.Refused(ProblemCode.LinkBytesFull, string.Create(
            CultureInfo.InvariantCulture, $"This link takes {by.Link?.Guests?.MaxBytes:N0} bytes in all, and this file does not fit into what is left.")),
        BeginOutcome.LinkGone => new UploadStep.Refused(ProblemCode.NotFound),
        _ => new UploadStep.Refused(ProblemCode.UploadBusy),
    };

    public static UploadStep.Refused Unwelcome(GuestUpload guest) =>
        new(ProblemCode.KindNotAccepted, $"This link takes {guest.Accepts.Words()} only.");

    /// <summary>
    /// The true name, however hostile: only what no database can hold (lone surrogates, NUL) is replaced, and the middle of a
    /// name beyond all measure goes, so that its extension stays.
    /// </summary>
    public static string FileName(string sent)
    {
        var name = string.Concat(sent.EnumerateRunes().Select(rune => rune.Value == 0 ? "\uFFFD" : rune.ToString())).Trim();
        if (name.Length == 0) return "file";
        if (name.Length <= LongestFileName) return name;

        var dot = name.LastIndexOf('.');
        var extension = dot >= 0 && name.Length - dot <= 16 ? name[dot..] : "";
        var stem = name[..(LongestFileName - extension.Length)];
        return (char.IsHighSurrogate(stem[^1]) ? stem[..^1] : stem) + extension;
    }

    private static string? Kept(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
