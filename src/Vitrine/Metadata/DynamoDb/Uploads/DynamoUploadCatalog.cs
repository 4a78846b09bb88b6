using Vitrine.Jobs;
using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Metadata.DynamoDb.Engine;
using Vitrine.Metadata.DynamoDb.Work;

namespace Vitrine.Metadata.DynamoDb.Uploads;

internal sealed class DynamoUploadCatalog(DynamoTable table, Effects effects, IJobBell bell, TimeProvider time) : IUploadCatalog
{
    private readonly UnderWay underWay = new(table, effects, time);

    public Task<BeginOutcome> BeginAsync(Upload upload, UploadLimits limits, CancellationToken cancellationToken) =>
        underWay.BeginAsync(upload, limits, cancellationToken);

    public Task<Upload?> FindAsync(Scope scope, MediaId id, CancellationToken cancellationToken) => underWay.FindAsync(scope, id, cancellationToken);

    public Task<long?> TakeOverAsync(Scope scope, MediaId id, CancellationToken cancellationToken) => underWay.TakeOverAsync(scope, id, cancellationToken);

    public async Task<bool> AdvanceAsync(MediaId id, long fence, long offset, byte[] hashState, CancellationToken cancellationToken) =>
        (await table.WriteAsync(UploadRows.Advance(id, fence, offset, hashState), cancellationToken)).Won;

    public Task<BeginOutcome> SetLengthAsync(MediaId id, long fence, long length, UploadLimits limits, CancellationToken cancellationToken) =>
        underWay.FixLengthAsync(id, fence, length, limits, cancellationToken);

    public Task<BeginOutcome> GrowAsync(MediaId id, long fence, long reserved, UploadLimits limits, CancellationToken cancellationToken) =>
        underWay.GrowAsync(id, fence, reserved, limits, cancellationToken);

    public async Task<bool> ReceiveAsync(MediaItem item, long fence, NextWork? work, AlbumId? album, CancellationToken cancellationToken)
    {
        var received = await underWay.ReceiveAsync(item, fence, work, album, cancellationToken);
        if (received && work is not null) bell.Ring(work.Lane);
        return received;
    }

    public Task<bool> EndAsDuplicateAsync(MediaId id, long fence, MediaId existing, CancellationToken cancellationToken) =>
        underWay.EndAsDuplicateAsync(id, fence, existing, cancellationToken);

    public Task<bool> AbandonAsync(Scope scope, MediaId id, CancellationToken cancellationToken) => underWay.AbandonAsync(scope, id, cancellationToken);

    public Task<IReadOnlyList<Upload>> ExpiredAsync(DateTimeOffset moment, int limit, CancellationToken cancellationToken) =>
        underWay.ExpiredAsync(moment, limit, cancellationToken);

    public Task<IReadOnlyList<Upload>> UnderWayAsync(AccountId owner, int limit, CancellationToken cancellationToken) =>
        underWay.OfAsync(owner, limit, cancellationToken);

    public async Task<bool> IsUnderWayAsync(MediaId id, CancellationToken cancellationToken) =>
        await underWay.FindOpenAsync(id, cancellationToken) is not null;

    public async Task<Usage> UsageAsync(AccountId owner, CancellationToken cancellationToken) =>
        QuotaRows.Read(await table.FindAsync(RowKey.Quota(owner), cancellationToken));
}
