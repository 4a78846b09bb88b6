using System.Globalization;
using Vitrine.Library.Albums;
using Vitrine.Library.Guests;

namespace Vitrine.Library.Mailing;

/// <summary>
/// Tells each owner by mail, once a day at most, what guests added that waits for a decision: who has confirmed an address and wants it.
/// One node at a time looks through the accounts.
/// </summary>
internal sealed class GuestDigest(
    IAccountCatalog accounts, IGuestCatalog guests, IAlbumCatalog albums, ISiteCatalog site, Outbox outbox, LetterTexts texts, TimeProvider time, ILogger<GuestDigest> log)
    : BackgroundService
{
    private const string Lease = "guest-digest";
    private const int PageLength = 200;
    private const int MostAlbums = 10;
    private static readonly TimeSpan FirstAfter = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan LeaseTime = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Between = TimeSpan.FromDays(1);

    private readonly string holder = Ids.NewSecret();

    /// <summary>Looks once; returns how many letters were written.</summary>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        if (await site.LeaseAsync(Lease, holder, LeaseTime, cancellationToken) is null) return 0;
        var written = 0;
        for (Cursor? after = null; ;)
        {
            var page = await accounts.PageAsync(after, PageLength, cancellationToken);
            foreach (var account in page.Items) written += await WriteAsync(account, cancellationToken) ? 1 : 0;
            after = page.Next;
            if (after is null || await site.LeaseAsync(Lease, holder, LeaseTime, cancellationToken) is null) break;
        }

        await site.ReleaseAsync(Lease, holder, CancellationToken.None);
        return written;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (var delay = FirstAfter; ; delay = Pause)
        {
            await Task.Delay(delay, time, stoppingToken);
            try
            {
                await RunAsync(stoppingToken);
            }
            catch (CatalogUnavailableException failure)
            {
                log.LogWarning("The digest of what guests added waits: {Reason}", failure.Message);
            }
        }
    }

    private async Task<bool> WriteAsync(Account account, CancellationToken cancellationToken)
    {
        if (account is not { Email: { } address, NoDigest: false, Disabled: false }) return false;
        var waiting = await guests.WaitingForAsync(account.Id, cancellationToken);
        if (waiting.Count == 0 || !await IsDueAsync(account.Id, cancellationToken)) return false;
        var fullest = new List<(string Title, long Files)>();
        foreach (var count in waiting.OrderByDescending(count => count.Items).Take(MostAlbums))
            fullest.Add(((await albums.FindAsync(count.Album, cancellationToken))?.Title ?? "An album", count.Items));
        await outbox.SendAsync(await texts.DigestAsync(address, account, waiting.Sum(count => count.Items), fullest, cancellationToken), account.Id, cancellationToken);
        return true;
    }

    /// <summary>Noted before the letter is: a node that dies in between leaves a day out rather than writing twice.</summary>
    private async Task<bool> IsDueAsync(AccountId account, CancellationToken cancellationToken)
    {
        var (name, now) = (SiteValues.DigestPrefix + account, time.GetUtcNow());
        var last = await site.GetAsync(name, cancellationToken);
        if (last is not null && now.ToUnixTimeSeconds() - long.Parse(last, CultureInfo.InvariantCulture) < (long)Between.TotalSeconds) return false;
        return await site.ReplaceAsync(name, last, now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), cancellationToken);
    }
}
