using Vitrine.Library;
using Vitrine.Library.Links;
using Vitrine.Metadata.DynamoDb.Engine;

namespace Vitrine.Metadata.DynamoDb.Links;

internal sealed class DynamoLinkCatalog(DynamoTable table, TimeProvider time) : ILinkCatalog
{
    private const int LongestPage = 100;

    private readonly LinkRows links = new(table);
    private readonly Opens opens = new(table);
    private readonly LinkFiles files = new(table);

    public Task<bool> AddAsync(ShareLink link, CancellationToken cancellationToken) => links.AddAsync(link, cancellationToken);

    public Task<ShareLink?> FindByTokenAsync(string tokenHash, CancellationToken cancellationToken) =>
        links.FindLiveAsync(tokenHash, time.GetUtcNow(), cancellationToken);

    public Task<ShareLink?> FindAsync(LinkId id, CancellationToken cancellationToken) => links.FindAsync(id, cancellationToken);

    public Task<Page<ShareLink>> OfOwnerAsync(AccountId owner, Cursor? after, int limit, CancellationToken cancellationToken) =>
        links.PageAsync(RowKey.OfAccount(owner), after, Required(limit), cancellationToken);

    public async Task<IReadOnlyList<ShareLink>> OfAlbumAsync(AlbumId album, int limit, CancellationToken cancellationToken) =>
        (await links.PageAsync(RowKey.InAlbum(album), null, Required(limit), cancellationToken)).Items;

    public async Task<IReadOnlyList<ShareLink>> OfItemAsync(MediaId item, int limit, CancellationToken cancellationToken) =>
        (await links.PageAsync(RowKey.OfItem(item), null, Required(limit), cancellationToken)).Items;

    public Task<bool> OpenAsync(LinkId id, string visitorHash, CancellationToken cancellationToken) =>
        opens.OpenAsync(id, visitorHash, time.GetUtcNow(), cancellationToken);

    public Task<bool> HasOpenedAsync(LinkId id, string visitorHash, CancellationToken cancellationToken) => opens.HasAsync(id, visitorHash, cancellationToken);

    public Task<IReadOnlyList<DateTimeOffset>> OpensAsync(LinkId id, int limit, CancellationToken cancellationToken) =>
        opens.LatestAsync(id, Required(limit), cancellationToken);

    public Task<bool> GiveAddressAsync(LinkId id, string tokenHash, string? passwordHash, CancellationToken cancellationToken) =>
        links.GiveAddressAsync(id, tokenHash, passwordHash, cancellationToken);

    public Task<IReadOnlyList<LinkFileDue>> FilesDueAsync(int limit, CancellationToken cancellationToken) => files.DueAsync(Required(limit), cancellationToken);

    public Task FileWrittenAsync(LinkFileDue due, CancellationToken cancellationToken) => files.WrittenAsync(due, cancellationToken);

    public Task<bool> RevokeAsync(LinkId id, CancellationToken cancellationToken) => links.RevokeAsync(id, cancellationToken);

    private static int Required(int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, LongestPage);
        return limit;
    }
}
