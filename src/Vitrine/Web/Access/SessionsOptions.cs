using System.ComponentModel.DataAnnotations;

namespace Vitrine.Web.Access;

/// <summary>Section <c>Sessions</c>: how long somebody stays signed in.</summary>
public sealed class SessionsOptions
{
    public const string Section = "Sessions";

    /// <summary>How long a session lives after its last use.</summary>
    [Range(typeof(TimeSpan), "00:10:00", "400.00:00:00", ErrorMessage = "must be 00:10:00 to 400.00:00:00 (days.hours:minutes:seconds).")]
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromDays(30);

    /// <summary>A use moves the end only when that is worth a write: once a day, or ten times in a short life.</summary>
    internal TimeSpan ExtendAfter => Lifetime / 10 < TimeSpan.FromDays(1) ? Lifetime / 10 : TimeSpan.FromDays(1);
}
