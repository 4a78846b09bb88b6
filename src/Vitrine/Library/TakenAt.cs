using System.Globalization;

namespace Vitrine.Library;

/// <summary>
/// Wall-clock time where a thing was taken, to the millisecond, without zone (RULES 9). Its text sorts as it does.
/// </summary>
public readonly record struct TakenAt(DateTime Wall) : IComparable<TakenAt>
{
    public const string Format = "yyyy-MM-ddTHH:mm:ss.fff";

    /// <summary>The first photograph is of 1826; earlier dates are a camera's broken clock.</summary>
    private static readonly DateTime Earliest = new(1826, 1, 1, 0, 0, 0, DateTimeKind.Unspecified);

    private static readonly string[] WrittenFormats = ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF"];

    public static bool TryParse(string? text, out TakenAt takenAt)
    {
        var ok = DateTime.TryParseExact(text, Format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var wall);
        takenAt = new TakenAt(DateTime.SpecifyKind(wall, DateTimeKind.Unspecified));
        return ok;
    }

    /// <summary>As a person or a form writes it: seconds and their fractions may be missing.</summary>
    public static bool TryParseWritten(string? text, out TakenAt takenAt)
    {
        var ok = DateTime.TryParseExact(text, WrittenFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var wall);
        takenAt = new TakenAt(DateTime.SpecifyKind(Milliseconds(wall), DateTimeKind.Unspecified));
        return ok;
    }

    /// <summary>UTC stands in for the local time of a moment whose place is not known.</summary>
    public static TakenAt From(DateTimeOffset moment) => new(DateTime.SpecifyKind(Milliseconds(moment.UtcDateTime), DateTimeKind.Unspecified));

    /// <summary>False for dates before 1826 or after tomorrow, which are ignored (RULES 9).</summary>
    public bool IsPlausible(DateTimeOffset now) => Wall >= Earliest && Wall <= now.UtcDateTime.AddDays(1);

    public string Month => Wall.ToString("yyyy-MM", CultureInfo.InvariantCulture);

    public int CompareTo(TakenAt other) => Wall.CompareTo(other.Wall);

    public override string ToString() => Wall.ToString(Format, CultureInfo.InvariantCulture);

    private static DateTime Milliseconds(DateTime value) => value.AddTicks(-(value.Ticks % TimeSpan.TicksPerMillisecond));

    public static bool operator <(TakenAt left, TakenAt right) => left.Wall < right.Wall;
    public static bool operator >(TakenAt left, TakenAt right) => left.Wall > right.Wall;
    public static bool operator <=(TakenAt left, TakenAt right) => left.Wall <= right.Wall;
    public static bool operator >=(TakenAt left, TakenAt right) => left.Wall >= right.Wall;
}

/// <summary>Where <see cref="TakenAt"/> came from, best first.</summary>
public enum TakenFrom
{
    Person,
    Exif,
    Xmp,
    QuickTime,
    FileTime,
    Upload,
}
