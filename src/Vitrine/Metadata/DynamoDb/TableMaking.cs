using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using Vitrine.Library;
using Vitrine.Metadata.DynamoDb.Engine;
using Vitrine.Settings;

namespace Vitrine.Metadata.DynamoDb;

/// <summary>
/// Makes the table with its indexes as the settings say, and waits until it can be used. Idempotent; of a table that is there it only
/// turns on what is off, and names what differs instead of changing it. Needs dynamodb:CreateTable, DescribeTable, UpdateTimeToLive,
/// DescribeTimeToLive, UpdateContinuousBackups and DescribeContinuousBackups, which the running site does not.
/// </summary>
internal sealed class TableMaking(IAmazonDynamoDB client, DynamoDbOptions options) : IProvisioning
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private readonly TableShape shape = new(options);

    public string What => $"the DynamoDB table {options.Table}";

    public async Task<IReadOnlyList<ProvisioningStep>> PlanAsync(CancellationToken cancellationToken)
    {
        if (await DescribeAsync(cancellationToken) is not { } table)
            return [Step("table", shape.ToString(), ProvisioningState.ToDo), Step("time to live", TimeToLive, ProvisioningState.ToDo), .. RecoveryToDo()];
        return [.. shape.Compare(table), await TimeToLiveAsync(make: false, cancellationToken), .. await RecoveryAsync(make: false, cancellationToken)];
    }

    public async Task<IReadOnlyList<ProvisioningStep>> MakeAsync(CancellationToken cancellationToken)
    {
        var steps = new List<ProvisioningStep>();
        if (await DescribeAsync(cancellationToken) is { } table) steps.AddRange(shape.Compare(table));
        else steps.Add(await CreateAsync(cancellationToken));
        await WaitAsync(cancellationToken);
        steps.Add(await TimeToLiveAsync(make: true, cancellationToken));
        steps.AddRange(await RecoveryAsync(make: true, cancellationToken));
        return steps;
    }

    private const string TimeToLive = $"removes expired sessions, throttles and ended uploads by the attribute {Shape.Removal}";

    private const string Recovery = "any second of the last 35 days";

    private async Task<ProvisioningStep> CreateAsync(CancellationToken cancellationToken)
    {
        try
        {
            await client.CreateTableAsync(shape.ToRequest(), cancellationToken);
            return Step("table", shape.ToString(), ProvisioningState.Done);
        }
        catch (ResourceInUseException)
        {
            return Step("table", "another node makes it at this moment", ProvisioningState.There);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            throw DynamoFailure.Explain(failure, options);
        }
    }

    private async Task<TableDescription?> DescribeAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await client.DescribeTableAsync(options.Table, cancellationToken)).Table;
        }
        catch (ResourceNotFoundException)
        {
            return null;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            throw DynamoFailure.Explain(failure, options);
        }
    }

    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        for (var waited = TimeSpan.Zero; waited < Longest; waited += Pause)
        {
            var table = await DescribeAsync(cancellationToken);
            if (table?.TableStatus == TableStatus.ACTIVE && (table.GlobalSecondaryIndexes ?? []).All(index => index.IndexStatus == IndexStatus.ACTIVE)) return;
            await Task.Delay(Pause, cancellationToken);
        }

        throw new CatalogUnavailableException($"The table {options.Table} was made but is not active after {Longest.TotalMinutes} minutes. Run this again in a while.");
    }

    private async Task<ProvisioningStep> TimeToLiveAsync(bool make, CancellationToken cancellationToken) => await OfferedAsync("time to live", TimeToLive, async () =>
    {
        var present = (await client.DescribeTimeToLiveAsync(options.Table, cancellationToken)).TimeToLiveDescription;
        if (present?.TimeToLiveStatus == TimeToLiveStatus.ENABLED || present?.TimeToLiveStatus == TimeToLiveStatus.ENABLING) return ProvisioningState.There;
        if (!make) return ProvisioningState.ToDo;
        await client.UpdateTimeToLiveAsync(
            new UpdateTimeToLiveRequest { TableName = options.Table, TimeToLiveSpecification = new() { AttributeName = Shape.Removal, Enabled = true } }, cancellationToken);
        return ProvisioningState.Done;
    });

    private async Task<IEnumerable<ProvisioningStep>> RecoveryAsync(bool make, CancellationToken cancellationToken)
    {
        if (!options.PointInTimeRecovery) return [];
        return [await OfferedAsync("point-in-time recovery", Recovery, async () =>
        {
            var present = await client.DescribeContinuousBackupsAsync(new DescribeContinuousBackupsRequest { TableName = options.Table }, cancellationToken);
            if (present.ContinuousBackupsDescription?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus == PointInTimeRecoveryStatus.ENABLED) return ProvisioningState.There;
            if (!make) return ProvisioningState.ToDo;
            await client.UpdateContinuousBackupsAsync(
                new UpdateContinuousBackupsRequest { TableName = options.Table, PointInTimeRecoverySpecification = new() { PointInTimeRecoveryEnabled = true } }, cancellationToken);
            return ProvisioningState.Done;
        })];
    }

    private IEnumerable<ProvisioningStep> RecoveryToDo() =>
        options.PointInTimeRecovery ? [Step("point-in-time recovery", Recovery, ProvisioningState.ToDo)] : [];

    /// <summary>On AWS a refused step is an error; an endpoint of another maker may not know it.</summary>
    private async Task<ProvisioningStep> OfferedAsync(string name, string detail, Func<Task<ProvisioningState>> step)
    {
        try
        {
            return Step(name, detail, await step());
        }
        catch (AmazonServiceException unknown) when (options.Endpoint.Length > 0 && unknown.ErrorCode is "UnknownOperationException" or "UnknownOperation" or "NotImplemented" or "ValidationException")
        {
            return Step(name, detail, ProvisioningState.NotOffered);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            throw DynamoFailure.Explain(failure, options);
        }
    }

    private static ProvisioningStep Step(string name, string detail, ProvisioningState state) => new(name, detail, state);
}
