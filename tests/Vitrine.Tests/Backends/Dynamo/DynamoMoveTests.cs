using Amazon.DynamoDBv2.Model;
using Vitrine.Library;
using Vitrine.Library.Moving;
using Vitrine.Metadata.DynamoDb.Engine;
using Vitrine.Tests.Contracts;

namespace Vitrine.Tests.Backends.Dynamo;

/// <summary>What a move of a table must not pass over.</summary>
public sealed class DynamoMoveTests : IAsyncLifetime
{
    private readonly DynamoWorld world = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => world.StartAsync();

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Theory]
    [InlineData("B#0195a000", "BRAND")]
    [InlineData("M#0195a000", "NEWER")]
    [InlineData("SITE", "OTHERS")]
    public async Task A_row_of_a_kind_that_nobody_knows_stops_it_in_either_part(string partition, string sort)
    {
        await world.Table.WriteAsync(Write.Put(new RowKey(partition, sort), new Attributes().Add("id", "x")), Cancel);
        foreach (var part in Enum.GetValues<CatalogPart>())
        {
            var refused = await Assert.ThrowsAsync<CatalogUnavailableException>(async () => await world.Rows.ReadAsync(part, world.Time.GetUtcNow(), Cancel).CountAsync(Cancel));
            Assert.Contains("of a kind that a move does not know", refused.Message, StringComparison.Ordinal);
        }
    }

    /// <summary>A node that writes reads the standing once a second, not before each write.</summary>
    [Fact]
    public async Task The_standing_is_read_once_a_second_by_a_node_that_writes()
    {
        await world.Site.SetAsync("a", "1", Cancel);
        var before = world.Table.Consumption.Total.Reads;
        for (var n = 0; n < 5; n++) await world.Site.SetAsync("a", $"{n}", Cancel);
        Assert.Equal(before, world.Table.Consumption.Total.Reads);
        world.Time.Advance(WriteGate.MostAge);
        await world.Site.SetAsync("a", "6", Cancel);
        Assert.InRange(world.Table.Consumption.Total.Reads - before, 0.5, 1);
    }

    [Theory]
    [InlineData(Fault.Throttled)]
    [InlineData(Fault.LostRequest)]
    [InlineData(Fault.LostAnswer)]
    public async Task A_copy_through_faults_is_the_same_copy(Fault fault)
    {
        await using var from = new SqliteWorld();
        await new FullCatalog(from).FillAsync();
        var requests = 0;
        world.Made.Break(_ => Interlocked.Increment(ref requests) % 3 == 0 ? fault : Fault.None);
        await world.Rows.WriteAsync(RowsOf(from), Cancel);

        var differences = (await CatalogDigest.OfAsync(RowsOf(from), Cancel)).DifferencesTo(await CatalogDigest.OfAsync(RowsOf(world), Cancel));
        Assert.Empty(differences);

        IAsyncEnumerable<CatalogRow> RowsOf(CatalogWorld of) => of.Rows.ReadAsync(CatalogPart.Frame, from.Time.GetUtcNow(), Cancel)
            .Concat(of.Rows.ReadAsync(CatalogPart.Things, from.Time.GetUtcNow(), Cancel));
    }

    [Fact]
    public async Task A_table_of_more_than_a_megabyte_is_read_to_its_end()
    {
        for (var n = 0; n < 30; n++) await world.Site.SetAsync($"large/{n}", new string('x', 60_000), Cancel);
        Assert.Equal(30, await world.Rows.ReadAsync(CatalogPart.Frame, world.Time.GetUtcNow(), Cancel).CountAsync(Cancel));
        await world.Rows.ClearAsync(Cancel);
        Assert.Empty((await world.Made.Client.ScanAsync(new ScanRequest(world.Made.Options.Table), Cancel)).Items ?? []);
    }
}
