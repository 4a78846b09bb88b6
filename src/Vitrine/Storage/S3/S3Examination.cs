using Vitrine.Aws;
using Vitrine.Settings;

namespace Vitrine.Storage.S3;

/// <summary>What every signed request depends on, whose credentials were found and whether the clock is right; and what others than the site may do.</summary>
internal sealed class S3Examination(S3Options options, S3Connection connection, S3Outsiders outsiders, TimeProvider time) : IExamination
{
    public async Task<IReadOnlyList<SiteFact>> ExamineAsync(CancellationToken cancellationToken) =>
    [
        await CredentialSource.ExamineAsync(connection.Client.Config, options.Endpoint.Length == 0, cancellationToken),
        .. await AskAsync("Clock", async stop => [await ServiceClock.ExamineAsync("the store", connection.Http, Address, time, stop)], cancellationToken),
        .. await AskAsync("Bucket, from outside", outsiders.ExamineAsync, cancellationToken),
    ];

    private async Task<IReadOnlyList<SiteFact>> AskAsync(string name, Func<CancellationToken, Task<IReadOnlyList<SiteFact>>> ask, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(options.TimeoutSeconds), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            return await ask(either.Token);
        }
        catch (Exception failure) when (S3Failures.IsTheStores(failure) && !cancellationToken.IsCancellationRequested)
        {
            return [new SiteFact(name, "not looked at", new S3Failures(options).Explain(failure).Message)];
        }
    }

    private string Address => options.Endpoint.Length > 0 ? options.Endpoint : $"https://s3.{connection.Client.Config.RegionEndpoint?.SystemName ?? "us-east-1"}.amazonaws.com";
}
