using Vitrine.Library;
using Vitrine.Library.Access;
using static Vitrine.Tests.Contracts.CatalogWorld;

namespace Vitrine.Tests.Contracts;

/// <summary>What every <see cref="IUploadCatalog"/> keeps.</summary>
public abstract class UploadCatalogContract(CatalogWorld world) : CatalogContract(world)
{
    private IUploadCatalog Uploads => World.Uploads;

    [Fact]
    public async Task What_was_begun_is_found_as_it_was_said()
    {
        var upload = World.NewUpload(World.Anna) with
        {
            FileName = "a\u0000b \u202e \ud83d\ude00.jpg",
            FileTime = World.Time.GetUtcNow().AddYears(-3),
            Title = "Title",
            Description = new string('d', 5000),
            Place = "Bergen",
            Tags = ["sea", "a\nb", "\"quoted\""],
            HashState = [1, 2, 3],
        };

        Assert.Equal(BeginOutcome.Begun, await Uploads.BeginAsync(upload, NoLimits, Cancel));

        var found = await Uploads.FindAsync(World.AnnasOwn, upload.Id, Cancel);
        Assert.Equivalent(upload, found, strict: true);
        Assert.Null(await World.Media.FindAsync(Scope.Everything, upload.Id, Cancel));
    }

    [Fact]
    public async Task Another_owners_upload_is_absent_in_every_member()
    {
        var upload = World.NewUpload(World.Anna);
        await Uploads.BeginAsync(upload, NoLimits, Cancel);

        foreach (var scope in new[] { World.BertsOwn, Scope.None })
        {
            Assert.Null(await Uploads.FindAsync(scope, upload.Id, Cancel));
            Assert.Null(await Uploads.TakeOverAsync(scope, upload.Id, Cancel));
            Assert.False(await Uploads.AbandonAsync(scope, upload.Id, Cancel));
        }

        Assert.NotNull(await Uploads.FindAsync(World.AnnasOwn, upload.Id, Cancel));
        Assert.Equal(new Usage(0, 0, 0), await World.UsageAsync(World.Bert));
    }

    [Fact]
    public async Task An_unknown_upload_is_absent_in_every_member()
    {
        var id = MediaId.New(World.Time);

        Assert.Null(await Uploads.FindAsync(Scope.Everything, id, Cancel));
        Assert.Null(await Uploads.TakeOverAsync(Scope.Everything, id, Cancel));
        Assert.False(await Uploads.AdvanceAsync(id, 1, 1, [], Cancel));
        Assert.Equal(BeginOutcome.Superseded, await Uploads.SetLengthAsync(id, 1, 5, NoLimits, Cancel));
        Assert.Equal(BeginOutcome.Superseded, await Uploads.GrowAsync(id, 1, 5, NoLimits, Cancel));
        Assert.False(await Uploads.ReceiveAsync(World.NewItem(World.Anna) with { Id = id }, 1, null, null, Cancel));
        Assert.False(await Uploads.EndAsDuplicateAsync(id, 1, id, Cancel));
        Assert.False(await Uploads.AbandonAsync(Scope.Everything, id, Cancel));
        Assert.False(await Uploads.IsUnderWayAsync(id, Cancel));
    }

    [Fact]
    public async Task Beginning_twice_reserves_once()
    {
        var upload = World.NewUpload(World.Anna);

        Assert.Equal(BeginOutcome.Begun, await Uploads.BeginAsync(upload, NoLimits, Cancel));
        Assert.Equal(BeginOutcome.Begun, await Uploads.BeginAsync(upload, NoLimits, Cancel));

        Assert.Equal(new Usage(0, 1000, 0), await World.UsageAsync(World.Anna));
    }

    [Theory]
    [InlineData(1000, BeginOutcome.Begun)]
    [InlineData(999, BeginOutcome.QuotaExceeded)]
    [Trait("trust", "D03")]
    public async Task The_quota_holds_to_the_byte(long quota, BeginOutcome outcome)
    {
        Assert.Equal(outcome, await Uploads.BeginAsync(World.NewUpload(World.Anna, 1000), new UploadLimits(quota, 200), Cancel));

        var reserved = outcome == BeginOutcome.Begun ? 1000 : 0;
        Assert.Equal(new Usage(0, reserved, 0), await World.UsageAsync(World.Anna));
    }

    [Fact]
    [Trait("trust", "D03")]
    public async Task Used_bytes_count_towards_the_quota_also_in_the_trash()
    {
        var item = await World.ReceiveAsync(World.Anna);
        await World.Media.PutInTrashAsync(World.AnnasOwn, item.Id, Cancel);

        Assert.Equal(BeginOutcome.QuotaExceeded, await Uploads.BeginAsync(World.NewUpload(World.Anna, 1), new UploadLimits(1000, 200), Cancel));
        Assert.Equal(BeginOutcome.Begun, await Uploads.BeginAsync(World.NewUpload(World.Anna, 1), new UploadLimits(1001, 200), Cancel));
    }

    [Fact]
    [Trait("trust", "D03")]
    public async Task Fifty_parallel_uploads_at_the_edge_never_exceed_the_quota()
    {
        var limits = new UploadLimits(10_500, 200);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Uploads.BeginAsync(World.NewUpload(World.Anna), limits, Cancel)));

        Assert.Equal(10, outcomes.Count(o => o == BeginOutcome.Begun));
        Assert.Equal(40, outcomes.Count(o => o == BeginOutcome.QuotaExceeded));
        Assert.Equal(10_000, (await World.UsageAsync(World.Anna)).Reserved);
    }

    [Fact]
    public async Task The_two_hundred_and_first_open_upload_is_one_too_many_until_one_ends()
    {
        var uploads = Enumerable.Range(0, 200).Select(_ => World.NewUpload(World.Anna, 1)).ToList();
        var begun = await Task.WhenAll(uploads.Select(upload => Uploads.BeginAsync(upload, NoLimits, Cancel)));
        Assert.All(begun, outcome => Assert.Equal(BeginOutcome.Begun, outcome));

        Assert.Equal(BeginOutcome.TooManyOpen, await Uploads.BeginAsync(World.NewUpload(World.Anna, 1), NoLimits, Cancel));
        Assert.Equal(200, (await World.UsageAsync(World.Anna)).Reserved);
        Assert.Equal(BeginOutcome.Begun, await Uploads.BeginAsync(World.NewUpload(World.Bert, 1), NoLimits, Cancel));

        Assert.True(await Uploads.AbandonAsync(World.AnnasOwn, uploads[0].Id, Cancel));
        Assert.Equal(BeginOutcome.Begun, await Uploads.BeginAsync(World.NewUpload(World.Anna, 1), NoLimits, Cancel));
    }

    [Fact]
    public async Task Only_the_last_writer_advances()
    {
        var upload = World.NewUpload(World.Anna);
        await Uploads.BeginAsync(upload, NoLimits, Cancel);
        var first = await Uploads.TakeOverAsync(World.AnnasOwn, upload.Id, Cancel);
        Assert.True(await Uploads.AdvanceAsync(upload.Id, first!.Value, 100, [7], Cancel));
        Assert.True(await Uploads.AdvanceAsync(upload.Id, first.Value, 100, [7], Cancel));

        var second = await Uploads.TakeOverAsync(World.AnnasOwn, upload.Id, Cancel);

        Assert.True(second > first);
        Assert.False(await Uploads.AdvanceAsync(upload.Id, first.Value, 200, [8], Cancel));
        Assert.True(await Uploads.AdvanceAsync(upload.Id, second!.Value, 150, [9], Cancel));
        var found = await Uploads.FindAsync(World.AnnasOwn, upload.Id, Cancel);
        Assert.Equal(150, found!.Offset);
        Assert.Equal([9], found.HashState);
        Assert.Equal(second, found.Fence);
    }

    [Fact]
    public async Task A_deferred_length_is_fixed_once()
    {
        var upload = World.NewUpload(World.Anna, length: null);
        await Uploads.BeginAsync(upload, NoLimits, Cancel);
        var fence = await Uploads.TakeOverAsync(World.AnnasOwn, upload.Id, Cancel);

        Assert.Equal(BeginOutcome.Superseded, await Uploads.SetLengthAsync(upload.Id, fence!.Value - 1, 300, NoLimits, Cancel));
        Assert.Equal(BeginOutcome.QuotaExceeded, await Uploads.SetLengthAsync(upload.Id, fence.Value, 300, new UploadLimits(299, 200), Cancel));
        Assert.Equal(BeginOutcome.Begun, await Uploads.SetLengthAsync(upload.Id, fence.Value, 300, new UploadLimits(300, 200), Cancel));
        Assert.Equal(BeginOutcome.Begun, await Uploads.SetLengthAsync(upload.Id, fence.Value, 300, new UploadLimits(300, 200), Cancel));
        Assert.Equal(BeginOutcome.Superseded, await Uploads.SetLengthAsync(upload.Id, fence.Value, 301, NoLimits, Cancel));

        Assert.Equal(300, (await Uploads.FindAsync(World.AnnasOwn, upload.Id, Cancel))!.Length);
        Assert.Equal(300, (await World.UsageAsync(World.Anna)).Reserved);
    }

    [Fact]
    public async Task An_upload_of_unknown_length_grows_to_a_total_under_the_quota()
    {
        var limits = new UploadLimits(128, 200);
        var upload = World.NewUpload(World.Anna, length: null);
        await Uploads.BeginAsync(upload, limits, Cancel);
        var fence = (await Uploads.TakeOverAsync(World.AnnasOwn, upload.Id, Cancel))!.Value;

        Assert.Equal(BeginOutcome.Begun, await Uploads.GrowAsync(upload.Id, fence, 128, limits, Cancel));
        Assert.Equal(BeginOutcome.Begun, await Uploads.GrowAsync(upload.Id, fence, 128, limits, Cancel));
        Assert.Equal(BeginOutcome.QuotaExceeded, await Uploads.GrowAsync(upload.Id, fence, 129, limits, Cancel));
        Assert.Equal(BeginOutcome.Superseded, await Uploads.GrowAsync(upload.Id, fence - 1, 128, limits, Cancel));

        Assert.Equal(128, (await World.UsageAsync(World.Anna)).Reserved);
    }

    [Fact]
    public async Task Receiving_turns_the_upload_into_an_item_and_its_reservation_into_use()
    {
        var item = World.NewItem(World.Anna) with { Bytes = 900 };
        await Uploads.BeginAsync(World.NewUpload(World.Anna, 1000, item.Id), NoLimits, Cancel);
        var fence = (await Uploads.TakeOverAsync(World.AnnasOwn, item.Id, Cancel))!.Value;
        Assert.True(await Uploads.IsUnderWayAsync(item.Id, Cancel));

        Assert.False(await Uploads.ReceiveAsync(item, fence - 1, World.TileWork, null, Cancel));
        Assert.Null(await World.Media.FindAsync(Scope.Everything, item.Id, Cancel));
        Assert.True(await Uploads.ReceiveAsync(item, fence, World.TileWork, null, Cancel));

        Assert.Equivalent(item with { ByPerson = ByPerson.None }, await World.ReadAsync(item.Id), strict: true);
        Assert.Equal(new Usage(900, 0, 1), await World.UsageAsync(World.Anna));
        Assert.False(await Uploads.IsUnderWayAsync(item.Id, Cancel));
        var ended = await Uploads.FindAsync(World.AnnasOwn, item.Id, Cancel);
        Assert.Equal(item.Id, ended!.EndedAs);
        Assert.False(ended.Duplicate);
        Assert.Equal(1, (await World.Jobs.WaitingAsync(Cancel)).Values.Sum());
    }

    [Fact]
    [Trait("trust", "B02")]
    public async Task Receiving_again_after_a_lost_answer_is_the_same_success()
    {
        var item = await World.ReceiveAsync(World.NewItem(World.Anna), World.TileWork);
        var fence = (await Uploads.FindAsync(World.AnnasOwn, item.Id, Cancel))!.Fence;

        Assert.True(await Uploads.ReceiveAsync(item, fence, World.TileWork, null, Cancel));
        Assert.False(await Uploads.ReceiveAsync(item with { Sha256 = new string('0', 64) }, fence, World.TileWork, null, Cancel));

        Assert.Equal(new Usage(1000, 0, 1), await World.UsageAsync(World.Anna));
        Assert.Equal(1, (await World.Jobs.WaitingAsync(Cancel)).Values.Sum());
        Assert.Equal(1, Assert.Single(await World.DaysAsync(World.AnnasOwn)).Count);
    }

    [Fact]
    public async Task A_finished_upload_takes_no_more_writes()
    {
        var item = await World.ReceiveAsync(World.Anna);
        var fence = (await Uploads.FindAsync(World.AnnasOwn, item.Id, Cancel))!.Fence;

        Assert.Null(await Uploads.TakeOverAsync(World.AnnasOwn, item.Id, Cancel));
        Assert.False(await Uploads.AdvanceAsync(item.Id, fence, 1, [], Cancel));
        Assert.Equal(BeginOutcome.Superseded, await Uploads.SetLengthAsync(item.Id, fence, 1000, NoLimits, Cancel));
        Assert.False(await Uploads.EndAsDuplicateAsync(item.Id, fence, MediaId.New(World.Time), Cancel));
        Assert.False(await Uploads.AbandonAsync(World.AnnasOwn, item.Id, Cancel));
        Assert.NotNull(await World.Media.FindAsync(World.AnnasOwn, item.Id, Cancel));
    }

    [Fact]
    public async Task A_duplicate_releases_its_reservation_and_keeps_the_answer()
    {
        var existing = await World.ReceiveAsync(World.Anna);
        var upload = World.NewUpload(World.Anna);
        await Uploads.BeginAsync(upload, NoLimits, Cancel);
        var fence = (await Uploads.TakeOverAsync(World.AnnasOwn, upload.Id, Cancel))!.Value;

        Assert.False(await Uploads.EndAsDuplicateAsync(upload.Id, fence - 1, existing.Id, Cancel));
        Assert.True(await Uploads.EndAsDuplicateAsync(upload.Id, fence, existing.Id, Cancel));
        Assert.True(await Uploads.EndAsDuplicateAsync(upload.Id, fence, existing.Id, Cancel));

        var ended = await Uploads.FindAsync(World.AnnasOwn, upload.Id, Cancel);
        Assert.Equal(existing.Id, ended!.EndedAs);
        Assert.True(ended.Duplicate);
        Assert.Equal(new Usage(1000, 0, 1), await World.UsageAsync(World.Anna));
        Assert.Null(await World.Media.FindAsync(Scope.Everything, upload.Id, Cancel));
    }

    [Fact]
    public async Task Abandoning_releases_the_reservation_once()
    {
        var upload = World.NewUpload(World.Anna);
        await Uploads.BeginAsync(upload, NoLimits, Cancel);

        Assert.True(await Uploads.AbandonAsync(World.AnnasOwn, upload.Id, Cancel));
        Assert.False(await Uploads.AbandonAsync(World.AnnasOwn, upload.Id, Cancel));

        Assert.Null(await Uploads.FindAsync(Scope.Everything, upload.Id, Cancel));
        Assert.Equal(new Usage(0, 0, 0), await World.UsageAsync(World.Anna));
    }

    [Fact]
    [Trait("trust", "B05")]
    public async Task Expired_uploads_come_oldest_first_and_ended_answers_vanish_with_their_time()
    {
        var early = World.NewUpload(World.Anna) with { ExpiresAt = World.Time.GetUtcNow().AddDays(1) };
        var late = World.NewUpload(World.Bert) with { ExpiresAt = World.Time.GetUtcNow().AddDays(2) };
        await Uploads.BeginAsync(late, NoLimits, Cancel);
        await Uploads.BeginAsync(early, NoLimits, Cancel);
        var done = await World.ReceiveAsync(World.Anna);

        Assert.Empty(await Uploads.ExpiredAsync(World.Time.GetUtcNow(), 10, Cancel));
        World.Time.Advance(TimeSpan.FromDays(8));

        Assert.Equal([early.Id, late.Id], (await Uploads.ExpiredAsync(World.Time.GetUtcNow(), 10, Cancel)).Select(u => u.Id));
        Assert.Equal([early.Id], (await Uploads.ExpiredAsync(World.Time.GetUtcNow(), 1, Cancel)).Select(u => u.Id));
        Assert.Null(await Uploads.FindAsync(World.AnnasOwn, done.Id, Cancel));
        Assert.NotNull(await World.Media.FindAsync(World.AnnasOwn, done.Id, Cancel));
    }
}
