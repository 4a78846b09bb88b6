using Vitrine.Jobs;
using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Metadata.Sqlite.Media;

namespace Vitrine.Metadata.Sqlite.Uploads;

internal sealed class SqliteUploadCatalog(SqliteDatabase database, IJobBell bell, TimeProvider time) : IUploadCatalog
{
    public Task<BeginOutcome> BeginAsync(Upload upload, UploadLimits limits, CancellationToken cancellationToken) =>
        database.WriteAsync(c => UnderWay.Begin(c, upload, limits, time.GetUtcNow()), cancellationToken);

    public Task<Upload?> FindAsync(Scope scope, MediaId id, CancellationToken cancellationToken) =>
        database.ReadAsync(c => UnderWay.Find(c, scope, id, time.GetUtcNow()), cancellationToken);

    public Task<long?> TakeOverAsync(Scope scope, MediaId id, CancellationToken cancellationToken) =>
        database.WriteUnflushedAsync(c => UnderWay.TakeOver(c, scope, id), cancellationToken);

    public Task<bool> AdvanceAsync(MediaId id, long fence, long offset, byte[] hashState, CancellationToken cancellationToken) =>
        database.WriteAsync(c => UploadRows.Advance(c, id, fence, offset, hashState), cancellationToken);

    public Task<BeginOutcome> SetLengthAsync(MediaId id, long fence, long length, UploadLimits limits, CancellationToken cancellationToken) =>
        database.WriteAsync(c => UnderWay.FixLength(c, id, fence, length, limits), cancellationToken);

    public Task<BeginOutcome> GrowAsync(MediaId id, long fence, long reserved, UploadLimits limits, CancellationToken cancellationToken) =>
        database.WriteAsync(c => UnderWay.Grow(c, id, fence, reserved, limits), cancellationToken);

    public async Task<bool> ReceiveAsync(MediaItem item, long fence, NextWork? work, AlbumId? album, CancellationToken cancellationToken)
    {
        var received = await database.WriteAsync(c => UnderWay.Receive(c, item, fence, work, album, time.GetUtcNow()), cancellationToken);
        if (received && work is not null) bell.Ring(work.Lane);
        return received;
    }

    public Task<bool> EndAsDuplicateAsync(MediaId id, long fence, MediaId existing, CancellationToken cancellationToken) =>
        database.WriteAsync(c => UnderWay.EndAsDuplicate(c, id, fence, existing), cancellationToken);

    public Task<bool> AbandonAsync(Scope scope, MediaId id, CancellationToken cancellationToken) =>
        database.WriteAsync(c => UnderWay.Abandon(c, scope, id), cancellationToken);

    public Task<IReadOnlyList<Upload>> ExpiredAsync(DateTimeOffset moment, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(c => UploadRows.ExpiredBefore(c, moment, limit), cancellationToken);

    public Task<IReadOnlyList<Upload>> UnderWayAsync(AccountId owner, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(c => UploadRows.Of(c, owner, limit), cancellationToken);

    public Task<bool> IsUnderWayAsync(MediaId id, CancellationToken cancellationToken) =>
        database.ReadAsync(c => UploadRows.Find(c, id) is { EndedAs: null }, cancellationToken);

    public Task<Usage> UsageAsync(AccountId owner, CancellationToken cancellationToken) =>
        database.ReadAsync(c => UsageRows.Of(c, owner), cancellationToken);
}
