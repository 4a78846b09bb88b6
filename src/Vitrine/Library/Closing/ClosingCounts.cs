using Vitrine.Library.Albums;
using Vitrine.Library.Links;

namespace Vitrine.Library;

/// <summary>What goes with an account, for whoever is asked whether they mean it.</summary>
/// <param name="Albums">At most <see cref="Most"/>, which then stands for more.</param>
/// <param name="Links">Live ones, likewise.</param>
public sealed record WhatGoes(Usage Usage, int Albums, int Links)
{
    public const int Most = 1_000;
}

/// <summary>Counts what goes with an account, no further than a person wants to know: so much at most is read, whatever there is.</summary>
public sealed class ClosingCounts(IUploadCatalog uploads, IAlbumCatalog albums, ILinkCatalog links, TimeProvider time)
{
    private const int PageLength = 100;

    public async Task<WhatGoes> OfAsync(AccountId account, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return new WhatGoes(
            await uploads.UsageAsync(account, cancellationToken),
            await CountAsync(after => albums.OfOwnerAsync(account, after, PageLength, cancellationToken), _ => true),
            await CountAsync(after => links.OfOwnerAsync(account, after, PageLength, cancellationToken), link => !(link.ExpiresAt <= now)));
    }

    private static async Task<int> CountAsync<T>(Func<Cursor?, Task<Page<T>>> pageAsync, Func<T, bool> counts) =>
        await Paging.AllAsync(pageAsync).Take(WhatGoes.Most).CountAsync(counts);
}
