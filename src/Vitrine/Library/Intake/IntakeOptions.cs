using System.ComponentModel.DataAnnotations;

namespace Vitrine.Library;

/// <summary>Section <c>Uploads</c>: what is taken in, and how much at once.</summary>
public sealed class IntakeOptions
{
    public const string Section = "Uploads";

    /// <summary>Durable bytes between two records of an upload's offset; also the step in which unknown lengths are reserved (RULES 1, 4).</summary>
    internal const long Step = 64L * 1024 * 1024;

    /// <summary>The largest file that is taken, in bytes. Larger ones are refused before their first byte.</summary>
    [Range(1, long.MaxValue, ErrorMessage = "must be at least 1 byte.")]
    public long MaxFileBytes { get; set; } = 50_000_000_000;

    /// <summary>How many uploads an account may have under way; more are refused with 429.</summary>
    [Range(1, 10_000, ErrorMessage = "must be 1 to 10000.")]
    public int OpenPerAccount { get; set; } = 200;

    /// <summary>How many bodies one process receives at the same time; more are asked to come back with 503.</summary>
    [Range(1, 10_000, ErrorMessage = "must be 1 to 10000.")]
    public int AtOnce { get; set; } = 64;

    /// <summary>How long an unfinished upload is kept, from its beginning.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "365.00:00:00", ErrorMessage = "must be between one minute and a year, such as 7.00:00:00.")]
    public TimeSpan KeepUnfinished { get; set; } = TimeSpan.FromDays(7);
}
