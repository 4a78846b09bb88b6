using Amazon.DynamoDBv2;
using Microsoft.Extensions.DependencyInjection;
using Vitrine.Library;
using Vitrine.Metadata.DynamoDb;
using Vitrine.Settings;

namespace Vitrine.Tests.Backends.Dynamo;

public sealed class TableMakingTests : IAsyncLifetime
{
    private TestTable table = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private TableMaking Making => new(table.Client, table.Options);

    public async ValueTask InitializeAsync() => table = await TestTable.NoneYetAsync();

    public ValueTask DisposeAsync() => table?.DisposeAsync() ?? ValueTask.CompletedTask;

    [Fact]
    public async Task A_plan_makes_nothing_and_making_again_changes_nothing()
    {
        var plan = await Making.PlanAsync(Cancel);
        Assert.Equal(ProvisioningState.ToDo, plan[0].State);
        Assert.Contains("index-g5, on demand", plan[0].Detail, StringComparison.Ordinal);
        await Assert.ThrowsAsync<Amazon.DynamoDBv2.Model.ResourceNotFoundException>(() => table.Client.DescribeTableAsync(table.Options.Table, Cancel));

        var made = await Making.MakeAsync(Cancel);
        Assert.Equal(ProvisioningState.Done, made[0].State);

        var again = await Making.MakeAsync(Cancel);
        Assert.All(again, step => Assert.True(step.State is ProvisioningState.There or ProvisioningState.NotOffered, $"{step}"));
        Assert.Equal(again.Select(step => (step.Name, step.Detail)), (await Making.PlanAsync(Cancel)).Select(step => (step.Name, step.Detail)));
    }

    [Fact]
    public async Task What_differs_is_named_and_left_as_it_is()
    {
        table.Options.BillingMode = "provisioned";
        (table.Options.ReadUnits, table.Options.WriteUnits) = (3, 4);
        await Making.MakeAsync(Cancel);
        table.Options.BillingMode = "on-demand";

        var steps = await Making.MakeAsync(Cancel);

        Assert.Equal("should be on-demand, is provisioned", Assert.Single(steps, step => step.State == ProvisioningState.Differs).Detail);
        var described = (await table.Client.DescribeTableAsync(table.Options.Table, Cancel)).Table;
        Assert.Equal((3, 4), (described.ProvisionedThroughput.ReadCapacityUnits, described.ProvisionedThroughput.WriteCapacityUnits));
        Assert.Equal(4, described.GlobalSecondaryIndexes[0].ProvisionedThroughput.WriteCapacityUnits);
    }

    [Fact]
    public async Task Many_who_make_it_at_the_same_time_make_one()
    {
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Making.MakeAsync(Cancel)));

        Assert.Equal(TableStatus.ACTIVE, (await table.Client.DescribeTableAsync(table.Options.Table, Cancel)).Table.TableStatus);
    }

    [Fact]
    public async Task A_site_without_its_table_does_not_start_and_says_which_and_how_to_make_it()
    {
        var failure = await Assert.ThrowsAsync<CatalogUnavailableException>(() => World.StartAsync(table.Settings, replace: table.Use));

        Assert.Contains($"There is no table {table.Options.Table}", failure.Message, StringComparison.Ordinal);
        Assert.Contains("vitrine provision", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_site_without_a_database_file_says_where_its_backup_is_made()
    {
        await Making.MakeAsync(Cancel);
        await using var world = await World.StartAsync(table.Settings, replace: table.Use);

        Assert.Null(world.Site.Services.GetService<IDatabase>());
        var failure = await Assert.ThrowsAsync<CatalogUnavailableException>(() => world.Get<Backups>().MakeAsync(Path.Join(world.Data, "backup"), _ => { }, Cancel));
        Assert.Contains("docs/dynamodb.md", failure.Message, StringComparison.Ordinal);
        Assert.Equal(table.Options.Table, world.Get<DynamoDbOptions>().Table);
        Assert.Contains("There", (await world.Get<IProvisioning>().PlanAsync(Cancel))[0].State.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Metadata:DynamoDb:BillingMode", "free")]
    [InlineData("Metadata:DynamoDb:Encryption", "kms")]
    [InlineData("Metadata:DynamoDb:Table", "a table")]
    [InlineData("Metadata:DynamoDb:SortKey", "key")]
    public async Task A_setting_that_cannot_be_is_named(string setting, string value)
    {
        var settings = new Dictionary<string, string?>(table.Settings) { [setting] = value };

        var failure = await Assert.ThrowsAnyAsync<Exception>(() => World.StartAsync(settings, replace: table.Use));

        Assert.Contains("VITRINE_METADATA__DYNAMODB__", failure.Message, StringComparison.Ordinal);
    }
}
