using System.Net;
using Amazon.DynamoDBv2;
using Amazon.Runtime;
using Microsoft.Extensions.DependencyInjection;
using Vitrine.Library;
using static Vitrine.Tests.Uploads.UploadWorld;

namespace Vitrine.Tests.Backends.Dynamo;

/// <summary>What people see of a table that fails, and what an operator reads of one that is set up wrongly.</summary>
public sealed class DynamoBrokenSiteTests : IAsyncLifetime
{
    private TestTable table = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => table = await TestTable.CreateAsync();

    public ValueTask DisposeAsync() => table?.DisposeAsync() ?? ValueTask.CompletedTask;

    [Theory, Trait("trust", "B02")]
    [InlineData(Fault.Throttled)]
    [InlineData(Fault.LostRequest)]
    [InlineData(Fault.LostAnswer)]
    [InlineData(Fault.Hang)]
    [InlineData(Fault.Denied)]
    [InlineData(Fault.Expired)]
    public async Task An_upload_is_503_while_nothing_can_be_written_and_goes_well_afterwards_without_a_restart(Fault fault)
    {
        await using var site = await World.StartAsync(table.Settings, replace: table.Use);
        using var ada = await site.ProgramOfAsync(site.Ada);
        var bytes = Bytes(2000, seed: (int)fault);

        Assert.Empty((await ada.JsonAsync("/api/v1/media")).Ids());

        table.Break(operation => Faults.IsWrite(operation) ? fault : Fault.None);
        using var refused = await SendAsync(ada, bytes);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.NotNull(refused.Headers.RetryAfter);
        Assert.Empty((await ada.JsonAsync("/api/v1/media")).Ids());

        table.Mend();
        using var taken = await SendAsync(ada, bytes);
        Assert.Equal(HttpStatusCode.Created, taken.StatusCode);
        Assert.Equal(Sha256(bytes), Assert.Single(await site.ItemsAsync(site.Ada)).Sha256);
    }

    [Fact, Trait("trust", "B02")]
    public async Task Whoever_only_looks_is_not_refused_because_nothing_can_be_written()
    {
        await using var site = await World.StartAsync(table.Settings, replace: table.Use);
        using var first = await site.ProgramOfAsync(site.Ada); // a key that was not used yet, which is to be noted
        using var browser = await site.BrowserOfAsync(site.Ada);

        table.Break(operation => Faults.IsWrite(operation) ? Fault.Denied : Fault.None);

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(first, "/api/v1/media"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(browser.Client, "/"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(first, "/readyz"));
    }

    [Fact, Trait("trust", "B02")]
    public async Task A_table_that_cannot_be_read_makes_the_site_not_ready_until_it_can()
    {
        await using var site = await World.StartAsync(table.Settings, replace: table.Use);
        using var ada = await site.ProgramOfAsync(site.Ada);
        table.Break(_ => Fault.Expired);
        await UntilAsync(async () => await StatusAsync(ada, "/readyz") == HttpStatusCode.ServiceUnavailable);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await StatusAsync(ada, "/api/v1/media"));

        table.Mend();

        await UntilAsync(async () => await StatusAsync(ada, "/readyz") == HttpStatusCode.OK);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(ada, "/api/v1/media"));
    }

    [Theory]
    [InlineData(Fault.Denied, "Give it the permissions that docs/dynamodb.md lists")]
    [InlineData(Fault.Expired, "AWS_PROFILE, AWS_ACCESS_KEY_ID")]
    [InlineData(Fault.Throttled, "VITRINE_METADATA__DYNAMODB__BILLINGMODE")]
    public async Task A_site_that_is_refused_does_not_start_and_says_what_to_do(Fault fault, string sentence)
    {
        table.Break(_ => fault);

        var failure = await Assert.ThrowsAsync<CatalogUnavailableException>(() => World.StartAsync(table.Settings, replace: table.Use));

        Assert.Contains(sentence, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_site_does_not_start_on_a_table_that_is_not_there()
    {
        var settings = new Dictionary<string, string?>(table.Settings) { ["Metadata:DynamoDb:Table"] = "no-such-table-here" };

        var failure = await Assert.ThrowsAsync<CatalogUnavailableException>(() => World.StartAsync(settings, replace: table.Use));

        Assert.Contains("There is no table no-such-table-here", failure.Message, StringComparison.Ordinal);
        Assert.Contains("vitrine provision", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_site_does_not_start_where_nobody_answers()
    {
        const string nobody = "http://127.0.0.1:9";
        var settings = new Dictionary<string, string?>(table.Settings) { ["Metadata:DynamoDb:Endpoint"] = nobody };
        var config = new AmazonDynamoDBConfig { ServiceURL = nobody, AuthenticationRegion = "us-east-1", MaxErrorRetry = 0 };

        var failure = await Assert.ThrowsAsync<CatalogUnavailableException>(() => World.StartAsync(
            settings, replace: services => services.AddSingleton<IAmazonDynamoDB>(new AmazonDynamoDBClient(new BasicAWSCredentials("test", "testsecret"), config))));

        Assert.Contains($"DynamoDB does not answer at {nobody}", failure.Message, StringComparison.Ordinal);
        Assert.Contains("VITRINE_METADATA__DYNAMODB__ENDPOINT", failure.Message, StringComparison.Ordinal);
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient program, byte[] bytes)
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(bytes), "file", "a.bin" } };
        return await program.PostAsync("/api/v1/media", form, Cancel);
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(path, Cancel);
        return answer.StatusCode;
    }
}
