using Vitrine.Library;
using Vitrine.Web;

namespace Vitrine.Features.Trash;

/// <summary>One page of the trash, last deleted first.</summary>
/// <param name="Days">How long things stay.</param>
public sealed record TrashView(IReadOnlyList<MediaItem> Items, int Days, DateTimeOffset Now, string? NextUrl)
{
    /// <summary>When the sweeper will take it.</summary>
    public string Due(MediaItem item)
    {
        var left = (int)Math.Ceiling((item.TrashedAt.GetValueOrDefault(Now).AddDays(Days) - Now).TotalDays);
        return left <= 0 ? "Going today" : $"{Wording.Count(left, "day")} left";
    }
}
