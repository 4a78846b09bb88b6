using System.Globalization;
using Vitrine.Imaging;
using Vitrine.Library;
using Vitrine.Library.Publishing;

namespace Vitrine.Web;

/// <summary>How the site writes dates, counts and kinds for people.</summary>
public static class Wording
{
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    /// <summary><c>1 item</c>, <c>1,200 items</c>.</summary>
    public static string Count(long number, string noun) => $"{number.ToString("N0", Culture)} {noun}{(number == 1 ? "" : "s")}";

    /// <summary>How far a change of many items is, or how it ended.</summary>
    public static string Of(BulkChange change)
    {
        var what = change.Kind switch
        {
            BulkChangeKind.Trash => "moved to the trash",
            BulkChangeKind.Restore => "restored",
            _ => "deleted for ever",
        };
        return change.State switch
        {
            BulkChangeState.UnderWay => $"{change.Done.ToString("N0", Culture)} of {Count(change.Total, "item")} {what}.",
            BulkChangeState.Done => $"{Count(change.Done, "item")} {what}.",
            BulkChangeState.Cancelled => $"Cancelled: {Count(change.Done, "item")} {what}.",
            _ => $"Broke off: {Count(change.Done, "item")} {what}. Try again for the rest.",
        };
    }

    public static string Day(TakenAt taken) => taken.Wall.ToString("d MMMM yyyy", Culture);

    public static string DayAndTime(TakenAt taken) => taken.Wall.ToString("dddd, d MMMM yyyy, HH:mm", Culture);

    public static string ShortDay(DateTime wall) => wall.ToString("d MMM yyyy", Culture);

    public static string Month(DateTime month) => month.ToString("MMMM yyyy", Culture);

    public static string ShortMonth(DateTime month) => month.ToString("MMM", Culture);

    /// <summary>Server pages do not know the reader's zone and say so; app.js turns it into local time.</summary>
    public static string Moment(DateTimeOffset moment) => moment.UtcDateTime.ToString("d MMM yyyy, HH:mm 'UTC'", Culture);

    public static string Machine(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", Culture);

    public static string Duration(TimeSpan length) => length.ToString(length.TotalHours >= 1 ? @"h\:mm\:ss" : @"m\:ss", Culture);

    /// <summary>Who sees it besides those it is shared with.</summary>
    public static string Seen(Visibility visibility) => visibility switch
    {
        Visibility.Public => "Public",
        Visibility.Unlisted => "Unlisted",
        _ => "Private",
    };

    public static string Kind(MediaKind kind) => kind switch
    {
        MediaKind.Image => "Photo",
        MediaKind.Video => "Video",
        MediaKind.Audio => "Audio",
        MediaKind.Document => "Document",
        _ => "File",
    };

    public static string Icon(MediaKind kind) => kind switch
    {
        MediaKind.Image => "image",
        MediaKind.Video => "video",
        MediaKind.Audio => "audio",
        MediaKind.Document => "document",
        _ => "file",
    };

    /// <summary>What a person calls it: the title, else the file name.</summary>
    public static string Name(MediaItem item) => item.Title is { Length: > 0 } title ? title : item.FileName;

    /// <summary>The text that stands for the picture: the title, else <c>Photo, 3 May 2026, Lisbon</c>.</summary>
    public static string Alternative(MediaItem item) => item.Title is { Length: > 0 } title
        ? title
        : $"{Kind(item.Kind)}, {Day(item.TakenAt)}{(item.Place is { Length: > 0 } place ? ", " + place : "")}";

    /// <summary><c>JPEG</c>, <c>MP4</c>, <c>PDF</c>: the short name of a type.</summary>
    public static string Type(string contentType) => contentType switch
    {
        "application/octet-stream" => "Unknown",
        "text/plain" => "Text",
        "image/svg+xml" => "SVG",
        "audio/mpeg" => "MP3",
        "video/quicktime" => "MOV",
        _ => contentType[(contentType.IndexOf('/', StringComparison.Ordinal) + 1)..].Replace("x-", "", StringComparison.Ordinal).ToUpperInvariant(),
    };
}
