using Vitrine.Library;
using Vitrine.Library.Links;

namespace Vitrine.Metadata.Sqlite.Links;

internal sealed class SqliteLinkCatalog(SqliteDatabase database, TimeProvider time) : ILinkCatalog
{
    private const int LongestPage = 100;

    public Task<bool> AddAsync(ShareLink link, CancellationToken cancellationToken) => database.WriteAsync(
        c =>
        {
            if (!LinkRows.Add(c, link)) return false;
            LinkFiles.Mark(c, link.Id);
            return true;
        },
        cancellationToken);

    public Task<ShareLink?> FindByTokenAsync(string tokenHash, CancellationToken cancellationToken) =>
        database.ReadAsync(c => LinkRows.FindLive(c, tokenHash, time.GetUtcNow()), cancellationToken);

    public Task<ShareLink?> FindAsync(LinkId id, CancellationToken cancellationToken) => database.ReadAsync(c => LinkRows.Find(c, id), cancellationToken);

    public Task<Page<ShareLink>> OfOwnerAsync(AccountId owner, Cursor? after, int limit, CancellationToken cancellationToken)
    {
        Require(limit);
        return database.ReadAsync(c => LinkRows.Page(c, owner, after, limit), cancellationToken);
    }

    public Task<IReadOnlyList<ShareLink>> OfAlbumAsync(AlbumId album, int limit, CancellationToken cancellationToken)
    {
        Require(limit);
        return database.ReadAsync(c => LinkRows.Of(c, album, limit), cancellationToken);
    }

    public Task<IReadOnlyList<ShareLink>> OfItemAsync(MediaId item, int limit, CancellationToken cancellationToken)
    {
        Require(limit);
        return database.ReadAsync(c => LinkRows.Of(c, item, limit), cancellationToken);
    }

    public Task<bool> OpenAsync(LinkId id, string visitorHash, CancellationToken cancellationToken) =>
        database.WriteAsync(c => Opens.Open(c, id, visitorHash, time.GetUtcNow()), cancellationToken);

    public Task<bool> HasOpenedAsync(LinkId id, string visitorHash, CancellationToken cancellationToken) =>
        database.ReadAsync(c => Opens.Has(c, id, visitorHash), cancellationToken);

    public Task<IReadOnlyList<DateTimeOffset>> OpensAsync(LinkId id, int limit, CancellationToken cancellationToken)
    {
        Require(limit);
        return database.ReadAsync(c => Opens.Of(c, id, limit), cancellationToken);
    }

    public Task<bool> GiveAddressAsync(LinkId id, string tokenHash, string? passwordHash, CancellationToken cancellationToken) =>
        database.WriteAsync(c => LinkRows.GiveAddress(c, id, tokenHash, passwordHash), cancellationToken);

    public Task<IReadOnlyList<LinkFileDue>> FilesDueAsync(int limit, CancellationToken cancellationToken)
    {
        Require(limit);
        return database.ReadAsync(c => LinkFiles.Due(c, limit), cancellationToken);
    }

    public Task FileWrittenAsync(LinkFileDue due, CancellationToken cancellationToken) =>
        database.WriteAsync(c => LinkFiles.Written(c, due), cancellationToken);

    public Task<bool> RevokeAsync(LinkId id, CancellationToken cancellationToken) => database.WriteAsync(c => LinkRows.Revoke(c, id), cancellationToken);

    private static void Require(int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, LongestPage);
    }
}
