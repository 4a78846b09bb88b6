namespace Vitrine.Metadata.DynamoDb.Engine;

/// <summary>Tries again what may help, a bounded number of times, with growing pauses of random length so that nodes do not move in step.</summary>
internal sealed class Patience(DynamoDbOptions options)
{
    /// <summary>All pauses together are 4 seconds on average: shorter than a browser waits, longer than a table takes to split.</summary>
    private const int MostAttempts = 12;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private readonly Random random = new();

    /// <param name="call">May be repeated although it happened and only its answer was lost.</param>
    /// <param name="cancellationToken">Ends waiting and calls at once; whether a write under way happens is then unknown.</param>
    public async Task<T> RunAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await call();
            }
            catch (Exception failure)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (DynamoFailure.KindOf(failure) == FailureKind.Final || attempt == MostAttempts) throw DynamoFailure.Explain(failure, options);
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
