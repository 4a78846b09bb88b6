using Amazon.DynamoDBv2;
using Vitrine.Aws;
using Vitrine.Metadata.DynamoDb.Engine;
using Vitrine.Settings;

namespace Vitrine.Metadata.DynamoDb;

/// <summary>What every signed request to the table depends on: whose credentials were found, and whether the clock is right.</summary>
internal sealed class DynamoExamination(IAmazonDynamoDB client, DynamoDbOptions options, TimeProvider time) : IExamination
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    public async Task<IReadOnlyList<SiteFact>> ExamineAsync(CancellationToken cancellationToken) =>
        [await CredentialSource.ExamineAsync(client.Config, options.Endpoint.Length == 0, cancellationToken), await ClockAsync(cancellationToken)];

    private async Task<SiteFact> ClockAsync(CancellationToken cancellationToken)
    {
        using var http = new HttpClient { Timeout = Longest };
        try
        {
            return await ServiceClock.ExamineAsync("DynamoDB", http, Address, time, cancellationToken);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return new SiteFact("Clock, beside DynamoDB's", "not compared", DynamoFailure.Explain(failure, options).Message);
        }
    }

    private string Address => options.Endpoint.Length > 0 ? options.Endpoint : $"https://dynamodb.{client.Config.RegionEndpoint?.SystemName ?? options.Region}.amazonaws.com";
}
