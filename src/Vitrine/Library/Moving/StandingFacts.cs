using System.Globalization;
using Vitrine.Settings;

namespace Vitrine.Library.Moving;

/// <summary>Says at start, to the doctor and on the storage page that the site is being moved, and what to do when nobody moves it any more.</summary>
internal sealed class StandingFacts(ISiteCatalog site) : ISiteFacts
{
    public async Task<IReadOnlyList<SiteFact>> ReadAsync(CancellationToken cancellationToken)
    {
        var standing = await Standing.ReadAsync(site, cancellationToken);
        if (standing is not { ReadOnlySince: { } since, MovedTo: null }) return [];
        return
        [
            new SiteFact(
                "Move",
                string.Create(CultureInfo.InvariantCulture, $"read-only since {since:yyyy-MM-dd HH:mm} UTC"),
                standing.Switching
                    ? "A move has switched but was not ended: run the same `vitrine move` again."
                    : "The site is read-only for a move. If none is under way, run the same `vitrine move` again, or end it with `vitrine move --undo`."),
        ];
    }
}
