using System.Diagnostics;
using System.Net;

namespace Vitrine.Tests.Web;

public sealed class DrainingTests
{
    [Fact]
    [Trait("trust", "D09")]
    public async Task On_the_way_out_readiness_goes_first_and_requests_under_way_are_finished()
    {
        await using var world = await World.StartAsync(new Dictionary<string, string?> { ["Site:DrainDelay"] = "00:00:02" });
        using var program = await world.ProgramOfAsync(world.Ada);
        using var balancer = world.ProgramWith(null);
        Assert.Equal(HttpStatusCode.OK, (await balancer.GetAsync("/readyz", TestContext.Current.CancellationToken)).StatusCode);

        var slowBody = new SlowBody(Pictures.Png(32, 32, 9));
        using var form = new MultipartFormDataContent { { new StreamContent(slowBody), "file", "slow.png" } };
        var upload = program.PostAsync("/api/v1/media", form, TestContext.Current.CancellationToken);
        await slowBody.Started;
        var clock = Stopwatch.StartNew();
        var stopping = world.Site.StopAsync(TestContext.Current.CancellationToken);

        using var unready = await balancer.GetAsync("/readyz", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, unready.StatusCode);
        Assert.True(unready.Headers.ConnectionClose); // the next request needs a connection that will not close under it
        using var still = await program.GetAsync("/api/v1/media", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, still.StatusCode);
        slowBody.Finish();
        using var answer = await upload;
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        await stopping;
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(30), $"{clock.Elapsed}");
    }

    /// <summary>Sends its first half at once and the rest when told to.</summary>
    private sealed class SlowBody(byte[] content) : MemoryStream(content, writable: false)
    {
        private readonly TaskCompletionSource started = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource finish = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Started => started.Task;

        public override bool CanSeek => false;

        public void Finish() => finish.TrySetResult();

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var half = (int)Length / 2;
            if (Position < half) return Read(buffer.Span[..Math.Min(buffer.Length, half - (int)Position)]);
            started.TrySetResult();
            await finish.Task.WaitAsync(cancellationToken);
            return Read(buffer.Span);
        }
    }
}
