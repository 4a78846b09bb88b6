using System.Diagnostics;

namespace Vitrine.Metadata.DynamoDb.Engine;

/// <summary>Tries again what may help, a bounded number of times, with growing pauses of random length so that nodes do not move in step.</summary>
internal sealed class Patience(DynamoDbOptions options)
{
    /// <summary>All pauses together are 3 seconds on average: shorter than a browser waits, longer than a burst lasts.</summary>
    private const int MostAttempts = 12;

    /// <summary>After so long no further attempt is made, where each of them takes its time.</summary>
    private static readonly TimeSpan LongestInAll = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private readonly Random random = new();

    /// <param name="call">May be repeated although it happened and only its answer was lost.</param>
    /// <param name="cancellationToken">Ends waiting and calls at once; whether a write under way happens is then unknown.</param>
    public async Task<T> RunAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await call();
            }
            catch (Exception failure)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var isOver = attempt == MostAttempts || Stopwatch.GetElapsedTime(began) > LongestInAll;
                if (isOver || DynamoFailure.KindOf(failure) == FailureKind.Final) throw DynamoFailure.Explain(failure, options);
            }

            await PauseAsync(attempt, cancellationToken);
        }
    }

    public Task PauseAsync(int attempt, CancellationToken cancellationToken)
    {
        var longest = Math.Min(LongestPause.TotalMilliseconds, FirstPause.TotalMilliseconds * Math.Pow(2, Math.Min(attempt - 1, 10)));
        double share;
        lock (random) share = random.NextDouble();
        return Task.Delay(TimeSpan.FromMilliseconds(longest * share), cancellationToken);
    }
}
