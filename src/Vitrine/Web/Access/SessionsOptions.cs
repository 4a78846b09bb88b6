using System.ComponentModel.DataAnnotations;
using Vitrine.Library;

namespace Vitrine.Web.Access;

/// <summary>Section <c>Sessions</c>: how long somebody stays signed in.</summary>
public sealed class SessionsOptions
{
    public const string Section = "Sessions";

    /// <summary>How long a session lives after its last use.</summary>
    [Range(typeof(TimeSpan), "00:10:00", "400.00:00:00", ErrorMessage = "must be 00:10:00 to 400.00:00:00 (days.hours:minutes:seconds).")]
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromDays(30);

    /// <summary>A use moves the end only when that is worth a write: once an hour, or ten times in a short life.</summary>
    internal TimeSpan ExtendAfter => Lifetime / 10 < TimeSpan.FromHours(1) ? Lifetime / 10 : TimeSpan.FromHours(1);

    /// <summary>When a session was used last, as exactly as uses are noted.</summary>
    internal DateTimeOffset LastSeen(Session session) => session.ExpiresAt - Lifetime > session.CreatedAt ? session.ExpiresAt - Lifetime : session.CreatedAt;
}
