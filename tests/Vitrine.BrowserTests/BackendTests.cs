using Vitrine.Library;
using Vitrine.Storage;
using Vitrine.Tests.Backends;

namespace Vitrine.BrowserTests;

/// <summary>A run that was meant for other backends must not pass on the default ones.</summary>
public sealed class BackendTests(ITestOutputHelper output, BrowserFixture chromium) : Story(chromium)
{
    [Fact(Timeout = Patience)]
    public async Task The_site_stands_on_the_backends_that_this_run_is_for()
    {
        var (store, catalog) = (World.Get<IBlobStore>().GetType().Namespace!, World.Get<IMediaCatalog>().GetType().Namespace!);
        output.WriteLine($"Sites on {SiteBackends.Names}");

        Assert.Equal(SiteBackends.Names, $"{(store.Contains("S3", StringComparison.Ordinal) ? "s3" : "disk")}+{(catalog.Contains("DynamoDb", StringComparison.Ordinal) ? "dynamodb" : "sqlite")}");
        await OpenAsync(World.Ada);
    }
}
