using Vitrine.Library;
using Vitrine.Library.Links;

namespace Vitrine.Features.Administration;

/// <summary>
/// Every link of the site, account by account: links are kept by who made them, and admins ask rarely. A page ends once it is long enough or a bounded
/// number of accounts was looked at.
/// </summary>
public sealed class SiteLinks(IAccountCatalog accounts, ILinkCatalog links)
{
    public const int MostOfOne = 100;

    private const int LongEnough = 50;
    private const int AccountsAtOnce = 20;
    private const int MostLooks = 10;

    public async Task<Page<SiteLink>> PageAsync(Cursor? after, CancellationToken cancellationToken)
    {
        var found = new List<SiteLink>();
        for (var looks = 0; ; looks++)
        {
            var page = await accounts.PageAsync(after, AccountsAtOnce, cancellationToken);
            foreach (var account in page.Items)
            {
                var own = await links.OfOwnerAsync(account.Id, null, MostOfOne, cancellationToken);
                found.AddRange(own.Items.Select((link, place) => new SiteLink(link, account, HasMore: own.Next is not null && place == own.Items.Count - 1)));
            }

            after = page.Next;
            if (after is null || found.Count >= LongEnough || looks == MostLooks) return new Page<SiteLink>(found, after);
        }
    }
}

/// <param name="HasMore">The last shown of an owner who made more.</param>
public sealed record SiteLink(ShareLink Link, Account Owner, bool HasMore);
