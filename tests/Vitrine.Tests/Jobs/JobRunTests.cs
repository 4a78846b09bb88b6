using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Vitrine.Jobs;
using Vitrine.Library;

namespace Vitrine.Tests.Jobs;

/// <summary>The ends a job can come to, on the real queue.</summary>
public sealed class JobRunTests
{
    private const string Kind = "tested";
    private const string Lane = "tested-lane"; // no worker of the site serves it

    private readonly FakeTimeProvider time = new(DateTimeOffset.UtcNow);

    [Fact]
    public async Task What_fails_by_its_own_doing_is_tried_three_times_and_given_up()
    {
        await using var world = await StartAsync();
        var handler = new Handler { Run = _ => throw new JobAttemptFailedException("no") };

        for (var attempt = 1; attempt <= 3; attempt++)
        {
            var job = await ClaimAsync(world);
            Assert.Equal(attempt, job!.Attempt);
            await RunOf(world, handler).RunAsync(job, CancellationToken.None);
            time.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(3, handler.Ran);
        Assert.Equal(1, handler.GivenUp);
    }

    [Fact]
    [Trait("trust", "C07")]
    public async Task What_took_its_process_down_three_times_is_given_up_unseen()
    {
        await using var world = await StartAsync();
        var handler = new Handler();
        for (var death = 0; death < 3; death++)
        {
            await ClaimAsync(world);
            time.Advance(TimeSpan.FromMinutes(5)); // nobody renews the lease
        }

        await RunOf(world, handler).RunAsync((await ClaimAsync(world))!, CancellationToken.None);

        Assert.Equal((0, 1), (handler.Ran, handler.GivenUp));
    }

    [Fact]
    public async Task A_broken_world_uses_up_no_attempt()
    {
        await using var world = await StartAsync();
        var handler = new Handler { Run = _ => throw new IOException("the disk is away") };

        for (var hour = 0; hour < 5; hour++)
        {
            var job = await ClaimAsync(world);
            Assert.Equal(1, job!.Attempt);
            Assert.False(await RunOf(world, handler).RunAsync(job, CancellationToken.None));
            Assert.Null(await ClaimAsync(world));
            time.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(0, handler.GivenUp);
    }

    [Fact]
    public async Task A_clean_shutdown_gives_the_job_back_at_once()
    {
        await using var world = await StartAsync();
        using var stopping = new CancellationTokenSource();
        var handler = new Handler { Run = token => Task.Delay(Timeout.InfiniteTimeSpan, token) };

        var running = RunOf(world, handler).RunAsync((await ClaimAsync(world))!, stopping.Token);
        await stopping.CancelAsync();
        await running;

        Assert.Equal(1, (await ClaimAsync(world))!.Attempt);
    }

    [Fact]
    public async Task Each_kind_has_exactly_one_handler()
    {
        Assert.Throws<InvalidOperationException>(() => new JobHandlers([new Handler(), new Handler()], []));
        Assert.Throws<InvalidOperationException>(() => new JobHandlers([], [new JobKind(Kind)]));
        Assert.NotNull(new JobHandlers([new Handler()], [new JobKind(Kind)]).Find(Kind));
        await using var world = await World.StartAsync();
        Assert.NotNull(world.Get<JobHandlers>().Find(MediaWork.Tile));
        Assert.NotNull(world.Get<JobHandlers>().Find(MediaWork.Renditions));
    }

    private async Task<World> StartAsync()
    {
        var world = await World.StartAsync(time: time);
        var job = new NewJob(Ids.New(time), Kind, Lane, world.Ada.Id.Value, time.GetUtcNow(), null);
        Assert.True(await world.Get<IJobQueue>().EnqueueAsync(job, TestContext.Current.CancellationToken));
        return world;
    }

    private static Task<Job?> ClaimAsync(World world) =>
        world.Get<IJobQueue>().ClaimAsync(Lane, TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);

    private JobRun RunOf(World world, Handler handler) => new(
        world.Get<IJobQueue>(), new JobHandlers([handler], []), Options.Create(new JobOptions()), time, NullLogger<JobRun>.Instance);

    private sealed class Handler : IJobHandler
    {
        public string Kind => JobRunTests.Kind;

        public Func<CancellationToken, Task> Run { get; init; } = _ => Task.CompletedTask;

        public int Ran { get; private set; }

        public int GivenUp { get; private set; }

        public Task RunAsync(Job job, CancellationToken cancellationToken)
        {
            Ran++;
            return Run(cancellationToken);
        }

        public Task GiveUpAsync(Job job, CancellationToken cancellationToken)
        {
            GivenUp++;
            return Task.CompletedTask;
        }
    }
}
