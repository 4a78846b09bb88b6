namespace Vitrine.Metadata.DynamoDb.Engine;

/// <summary>Tries again what may help, a bounded number of times, with growing pauses of random length so that nodes do not move in step.</summary>
internal sealed class Patience(DynamoDbOptions options)
{
    /// <summary>All pauses together are 4 seconds on average: shorter than a browser waits, longer than a table takes to split.</summary>
    private const int MostAttempts = 12;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private readonly Random random = new();

    /// <param name="call">Is told whether an earlier attempt may have happened although its answer was lost.</param>
    /// <param name="cancellationToken">Ends waiting and calls at once; whether a write under way happens is then unknown.</param>
    public async Task<T> RunAsync<T>(Func<bool, Task<T>> call, CancellationToken cancellationToken)
    {
        var maybeDone = false;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await call(maybeDone);
            }
            catch (Exception failure)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var kind = DynamoFailure.KindOf(failure);
                if (kind == FailureKind.Final || attempt == MostAttempts) throw DynamoFailure.Explain(failure, options);
                maybeDone |= kind == FailureKind.Unknown;
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
