using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Library.Guests;
using Vitrine.Metadata.Sqlite.Albums;
using Vitrine.Metadata.Sqlite.Engine;
using Vitrine.Metadata.Sqlite.Media;
using Vitrine.Metadata.Sqlite.Uploads;

namespace Vitrine.Metadata.Sqlite.Guests;

internal sealed class SqliteGuestCatalog(SqliteDatabase database, TimeProvider time) : IGuestCatalog
{
    private const int LongestPage = 100;

    public Task<Page<GuestFile>> OfGuestAsync(LinkId link, string visitor, Cursor? after, int limit, CancellationToken cancellationToken)
    {
        Require(limit);
        return database.ReadAsync(c => OfGuest(c, link, visitor, after, limit), cancellationToken);
    }

    public Task<IReadOnlyList<Upload>> UnderWayAsync(LinkId link, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(c => UploadRows.Of(c, link, limit), cancellationToken);

    public Task<Page<MediaItem>> WaitingAsync(AlbumId album, Cursor? after, int limit, CancellationToken cancellationToken)
    {
        Require(limit);
        return database.ReadAsync(c => Waiting.Page(c, album, after, limit), cancellationToken);
    }

    public Task<IReadOnlyList<WaitingCount>> WaitingForAsync(AccountId owner, CancellationToken cancellationToken) =>
        database.ReadAsync(c => AlbumRows.WaitingFor(c, owner), cancellationToken);

    public Task<MediaItem?> ApproveAsync(AlbumId album, MediaId item, CancellationToken cancellationToken) =>
        database.WriteAsync(c => Waiting.Approve(c, album, item, Now), cancellationToken);

    public Task<MediaItem?> RejectAsync(AlbumId album, MediaId item, CancellationToken cancellationToken) =>
        database.WriteAsync(c => Waiting.Reject(c, album, item, Now), cancellationToken);

    public Task<Withdrawal> WithdrawAsync(LinkId link, string visitor, MediaId item, CancellationToken cancellationToken) =>
        database.WriteAsync(c => Waiting.Withdraw(c, link, visitor, item, Now), cancellationToken);

    private DateTimeOffset Now => time.GetUtcNow();

    private static Page<GuestFile> OfGuest(Connection connection, LinkId link, string visitor, Cursor? after, int limit)
    {
        var found = GuestFiles.Of(connection, link, visitor, AlbumRows.BeforeId(after), limit + 1);
        var files = found.Take(limit).Select(file => new GuestFile(
            file.Id, file.Bytes, UploadRows.Find(connection, file.Id) is { EndedAs: null }, Editing.See(connection, Scope.Everything, file.Id)?.Item));
        return new Page<GuestFile>([.. files], found.Count > limit ? new Cursor("", found[limit - 1].Id.ToString()) : null);
    }

    private static void Require(int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, LongestPage);
    }
}
