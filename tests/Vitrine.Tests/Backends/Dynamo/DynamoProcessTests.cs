using System.Net;

namespace Vitrine.Tests.Backends.Dynamo;

/// <summary>The site as it is started: settings from the environment, credentials from the SDK's own chain.</summary>
public sealed class DynamoProcessTests : IAsyncLifetime
{
    private readonly string data = Directory.CreateTempSubdirectory("vitrine-dynamo-").FullName;
    private TestTable table = null!;

    public async ValueTask InitializeAsync() => table = await TestTable.CreateAsync();

    public async ValueTask DisposeAsync()
    {
        Directory.Delete(data, recursive: true);
        if (table is not null) await table.DisposeAsync();
    }

    [Fact]
    public async Task A_site_takes_its_credentials_from_the_environment()
    {
        await using var site = await SiteProcess.StartAsync(data, [.. Settings(), ("AWS_ACCESS_KEY_ID", "test"), ("AWS_SECRET_ACCESS_KEY", "testsecret")]);
        using var client = new HttpClient { BaseAddress = site.Address };

        using var ready = await client.GetAsync("/readyz", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
        Assert.NotNull(await table.FindRowAsync("ACCOUNTS", "ada"));
        Assert.False(File.Exists(Path.Join(data, "vitrine.db")));
    }

    [Fact]
    public async Task A_site_without_credentials_does_not_start_and_says_so()
    {
        var nowhere = Path.Join(data, "none");
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => SiteProcess.StartAsync(
            data,
            [
                .. Settings(), ("AWS_ACCESS_KEY_ID", ""), ("AWS_SECRET_ACCESS_KEY", ""), ("AWS_EC2_METADATA_DISABLED", "true"),
                ("AWS_SHARED_CREDENTIALS_FILE", nowhere), ("AWS_CONFIG_FILE", nowhere),
            ]));

        Assert.Contains("There are no AWS credentials on this node", failure.Message, StringComparison.Ordinal);
    }

    private IEnumerable<(string Name, string Value)> Settings()
    {
        if (table.Options.Endpoint.Length == 0) Assert.Skip("The credentials of the environment are those of AWS here.");
        return table.Settings.Select(setting => ($"VITRINE_{setting.Key.Replace(":", "__").ToUpperInvariant()}", setting.Value!));
    }
}
