using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Vitrine.Jobs;
using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Storage.Disk;
using Vitrine.Tests.Storage;
using static Vitrine.Tests.Uploads.UploadWorld;

namespace Vitrine.Tests.Uploads;

/// <summary>What an upload does when disk or database fail under it.</summary>
public sealed class UploadFaultTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact, Trait("trust", "K03"), Trait("trust", "N03")]
    public async Task Whichever_call_runs_out_of_room_the_answer_is_507_and_the_retry_succeeds()
    {
        var disk = new FaultyPosix();
        await using var world = await World.StartAsync(replace: services => services.AddSingleton<IPosix>(disk));
        using var program = await world.ProgramOfAsync(world.Ada);
        disk.Heal();
        await World.UploadAsync(program, Bytes(3000), "counted.bin");
        var calls = disk.Calls.Count;
        Assert.InRange(calls, 8, 60);

        for (var n = 1; n <= calls; n++)
        {
            var failing = n;
            var bytes = Bytes(3000, seed: 100 + n);
            disk.FailWhen((_, number) => number == failing ? Errno.ENOSPC : null);
            using (var refused = await PostAsync(program, bytes))
            {
                // A call after the last needed one may fail unseen; then the item is there, as it must be.
                if (refused.StatusCode != HttpStatusCode.Created) Assert.Equal(507, (int)refused.StatusCode);
                Assert.Equal(refused.IsSuccessStatusCode, (await world.ItemsAsync(world.Ada)).Any(item => item.Sha256 == Sha256(bytes)));
            }

            disk.Heal();
            using var retried = await PostAsync(program, bytes);
            Assert.True(retried.IsSuccessStatusCode, $"call {n}: {retried.StatusCode}");
            var item = Assert.Single(await world.ItemsAsync(world.Ada), item => item.Sha256 == Sha256(bytes));
            Assert.Equal(bytes, await OriginalAsync(program, item.Id));
        }

        await world.Get<Sweeper>().RunAsync(Cancel);
        Assert.Equal(calls + 1, (await world.ItemsAsync(world.Ada)).Count);
        Assert.Equal(calls + 1, world.Originals().Length);
        Assert.Equal(0, (await world.Get<IUploadCatalog>().UsageAsync(world.Ada.Id, Cancel)).Reserved);
    }

    [Theory, Trait("trust", "K04")]
    [InlineData("fdatasync")]
    [InlineData("fsync")]
    [InlineData("write")]
    [InlineData("rename")]
    public async Task An_io_error_is_503_and_is_not_believed_to_be_over(string call)
    {
        var disk = new FaultyPosix();
        await using var world = await World.StartAsync(replace: services => services.AddSingleton<IPosix>(disk));
        using var program = await world.ProgramOfAsync(world.Ada);
        var failed = 0;
        disk.FailWhen((name, _) => name == call && failed++ == 0 ? Errno.EIO : null);
        using (var refused = await PostAsync(program, Bytes(3000)))
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.True(failed > 0);

        using (var again = await PostAsync(program, Bytes(3000)))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, again.StatusCode);
            Assert.Equal("read_only_site", await Tus.CodeAsync(again));
            Assert.NotNull(again.Headers.RetryAfter);
        }

        Assert.Empty(await world.ItemsAsync(world.Ada));
    }

    [Theory, Trait("trust", "K05"), Trait("trust", "B02")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Bytes_that_are_final_without_a_row_get_their_row_when_the_client_asks_again(bool committed)
    {
        var catalog = new FailingReceive(committed);
        await using var world = await World.StartAsync(replace: catalog.Replace);
        using var program = await world.ProgramOfAsync(world.Ada);
        var tus = new Tus(program);
        var bytes = Bytes(70_000);
        var url = await tus.CreateAsync(bytes.Length);
        catalog.Failing = true;
        using (var answer = await tus.PatchAsync(url, 0, bytes))
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Single(world.Originals());

        if (!committed)
        {
            using var still = await tus.HeadAsync(url);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, still.StatusCode);
        }

        catalog.Failing = false;
        using var head = await tus.HeadAsync(url);
        Assert.Equal("70000", Tus.Header(head, "Upload-Offset"));
        var item = Assert.Single(await world.ItemsAsync(world.Ada));
        Assert.Equal(Tus.ItemOf(head), item.Id);
        Assert.Equal(Sha256(bytes), item.Sha256);
        Assert.Equal(bytes, await OriginalAsync(program, item.Id));
        Assert.Single(world.Originals());
    }

    [Theory, Trait("trust", "K05"), Trait("trust", "N03")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_form_whose_commit_failed_can_simply_be_sent_again(bool committed)
    {
        var catalog = new FailingReceive(committed);
        await using var world = await World.StartAsync(replace: catalog.Replace);
        using var program = await world.ProgramOfAsync(world.Ada);
        catalog.Failing = true;
        using (var answer = await PostAsync(program, Bytes(5000)))
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        catalog.Failing = false;

        using var retried = await PostAsync(program, Bytes(5000));
        Assert.Equal(committed ? HttpStatusCode.OK : HttpStatusCode.Created, retried.StatusCode);
        Assert.Single(await world.ItemsAsync(world.Ada));
        Assert.Single(world.Originals());
    }

    [Fact]
    public async Task Bytes_that_a_crash_took_back_set_the_offset_back_to_what_is_proved()
    {
        await using var world = await World.StartAsync();
        using var program = await world.ProgramOfAsync(world.Ada);
        var tus = new Tus(program);
        var bytes = Bytes(9000);
        var url = await tus.CreateAsync(bytes.Length);
        using (await tus.PatchAsync(url, 0, bytes[..8000]))
        using (var held = File.OpenWrite(Assert.Single(world.Held())))
            held.SetLength(5000);

        Assert.Equal(5000, await tus.OffsetAsync(url));
        using (await tus.PatchAsync(url, 5000, bytes[5000..6000])) File.Delete(Assert.Single(world.Held()));
        Assert.Equal(0, await tus.OffsetAsync(url));
        using var last = await tus.PatchAsync(url, 0, bytes);
        Assert.Equal(bytes, await OriginalAsync(program, Tus.ItemOf(last)));
    }

    [Fact, Trait("trust", "E06")]
    public async Task Below_the_floor_uploads_are_refused_before_their_first_byte()
    {
        var disk = new FaultyPosix();
        await using var world = await World.StartAsync(replace: services => services.AddSingleton<IPosix>(disk));
        using var program = await world.ProgramOfAsync(world.Ada);
        var tus = new Tus(program);
        var url = await tus.CreateAsync(10);
        disk.FreeBytesOverride = 1000;

        using (var creation = await tus.SendAsync(HttpMethod.Post, Tus.Place, (byte[]?)null, ("Upload-Length", "10")))
            Assert.Equal(507, (int)creation.StatusCode);
        using (var patch = await tus.PatchAsync(url, 0, Bytes(10)))
            Assert.Equal(507, (int)patch.StatusCode);
        using (var form = await PostAsync(program, Bytes(10)))
            Assert.Equal(507, (int)form.StatusCode);
        Assert.Equal(10, (await world.Get<IUploadCatalog>().UsageAsync(world.Ada.Id, Cancel)).Reserved);

        disk.FreeBytesOverride = null;
        using var resumed = await tus.PatchAsync(url, 0, Bytes(10));
        Assert.Equal(HttpStatusCode.NoContent, resumed.StatusCode);
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpClient program, byte[] bytes)
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(bytes), "file", "a.bin" } };
        return await program.PostAsync("/api/v1/media", form, Cancel);
    }

    /// <summary>The catalog, but the one transaction fails: before it began, or after it won and the answer was lost.</summary>
    private sealed class FailingReceive(bool committed)
    {
        public bool Failing { get; set; }

        public bool Committed { get; } = committed;

        public void Replace(IServiceCollection services)
        {
            var real = services.Last(service => service.ServiceType == typeof(IUploadCatalog));
            services.AddSingleton<IUploadCatalog>(provider => new Catalog((IUploadCatalog)Make(real, provider), this));
        }

        private static object Make(ServiceDescriptor real, IServiceProvider provider) =>
            real.ImplementationFactory?.Invoke(provider) ?? ActivatorUtilities.CreateInstance(provider, real.ImplementationType!);

        private sealed class Catalog(IUploadCatalog real, FailingReceive owner) : IUploadCatalog
        {
            public async Task<bool> ReceiveAsync(MediaItem item, long fence, NextWork? work, AlbumId? album, CancellationToken cancellationToken)
            {
                if (owner.Failing && !owner.Committed) throw new CatalogUnavailableException("The database is locked.");
                var received = await real.ReceiveAsync(item, fence, work, album, cancellationToken);
                return owner.Failing ? throw new CatalogUnavailableException("The answer was lost.") : received;
            }

            public Task<BeginOutcome> BeginAsync(Upload upload, UploadLimits limits, CancellationToken cancellationToken) => real.BeginAsync(upload, limits, cancellationToken);

            public Task<Upload?> FindAsync(Scope scope, MediaId id, CancellationToken cancellationToken) => real.FindAsync(scope, id, cancellationToken);

            public Task<long?> TakeOverAsync(Scope scope, MediaId id, CancellationToken cancellationToken) => real.TakeOverAsync(scope, id, cancellationToken);

            public Task<bool> AdvanceAsync(MediaId id, long fence, long offset, byte[] hashState, CancellationToken cancellationToken) =>
                real.AdvanceAsync(id, fence, offset, hashState, cancellationToken);

            public Task<BeginOutcome> SetLengthAsync(MediaId id, long fence, long length, UploadLimits limits, CancellationToken cancellationToken) =>
                real.SetLengthAsync(id, fence, length, limits, cancellationToken);

            public Task<BeginOutcome> GrowAsync(MediaId id, long fence, long reserved, UploadLimits limits, CancellationToken cancellationToken) =>
                real.GrowAsync(id, fence, reserved, limits, cancellationToken);

            public Task<bool> EndAsDuplicateAsync(MediaId id, long fence, MediaId existing, CancellationToken cancellationToken) =>
                real.EndAsDuplicateAsync(id, fence, existing, cancellationToken);

            public Task<bool> AbandonAsync(Scope scope, MediaId id, CancellationToken cancellationToken) => real.AbandonAsync(scope, id, cancellationToken);

            public Task<IReadOnlyList<Upload>> ExpiredAsync(DateTimeOffset moment, int limit, CancellationToken cancellationToken) => real.ExpiredAsync(moment, limit, cancellationToken);

            public Task<IReadOnlyList<Upload>> UnderWayAsync(AccountId owner, int limit, CancellationToken cancellationToken) => real.UnderWayAsync(owner, limit, cancellationToken);

            public Task<bool> IsUnderWayAsync(MediaId id, CancellationToken cancellationToken) => real.IsUnderWayAsync(id, cancellationToken);

            public Task<Usage> UsageAsync(AccountId owner, CancellationToken cancellationToken) => real.UsageAsync(owner, cancellationToken);
        }
    }
}
