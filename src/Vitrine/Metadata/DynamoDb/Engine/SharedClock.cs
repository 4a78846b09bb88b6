using Amazon.Runtime;

namespace Vitrine.Metadata.DynamoDb.Engine;

/// <summary>
/// Holds this node's clock against DynamoDB's: each answer says its date. Sessions, links, leases and throttles of all nodes live by the clock
/// of the node that looks at them, so a node that is further off than <see cref="MostSkew"/> gets no answer, and with that serves nothing and
/// claims nothing until its clock is right again (decision 0020).
/// </summary>
internal sealed class SharedClock(TimeProvider time) : HttpClientFactory
{
    /// <summary>Less than what is left of a job's lease (a minute, renewed after a third) whenever it is renewed.</summary>
    public static readonly TimeSpan MostSkew = TimeSpan.FromSeconds(10);

    public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(new Comparing(time)) { Timeout = clientConfig.Timeout ?? Timeout.InfiniteTimeSpan };

    public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => true;

    public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => false;

    /// <summary>How far this node's clock is surely ahead (negative: behind); an answer that was long on its way is no skew.</summary>
    /// <param name="sent">When this node asked, by its own clock.</param>
    /// <param name="received">When it had the answer.</param>
    /// <param name="theirs">What the answer says, in whole seconds.</param>
    internal static TimeSpan SkewOf(DateTimeOffset sent, DateTimeOffset received, DateTimeOffset theirs)
    {
        if (sent > theirs.AddSeconds(1)) return sent - theirs.AddSeconds(1);
        return received < theirs ? received - theirs : TimeSpan.Zero;
    }

    private sealed class Comparing(TimeProvider time)
        : DelegatingHandler(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var sent = time.GetUtcNow();
            var answer = await base.SendAsync(request, cancellationToken);
            if (answer.Headers.Date is not { } theirs || SkewOf(sent, time.GetUtcNow(), theirs) is var skew && skew.Duration() <= MostSkew) return answer;
            answer.Dispose();
            throw new WrongClockException(skew);
        }
    }
}

/// <summary>This node's clock is ahead of the others' by so much, or behind where it is negative.</summary>
internal sealed class WrongClockException(TimeSpan skew) : Exception($"The clock is {skew} off.")
{
    public TimeSpan Skew => skew;
}
