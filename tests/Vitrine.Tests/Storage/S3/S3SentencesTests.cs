using Vitrine.Storage;
using Vitrine.Tests.Backends;

namespace Vitrine.Tests.Storage.S3;

/// <summary>A bucket that is set up wrongly: the site does not start, and says in one sentence which setting it is and what to do.</summary>
public sealed class S3SentencesTests : IAsyncLifetime
{
    private FaultProxy service = null!;
    private S3TestStore store = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        service = new FaultProxy(await CephRgw.AddressAsync());
        store = await S3TestStore.CreateAsync(options => (options.Endpoint, options.Attempts) = (service.Address, 1));
    }

    public async ValueTask DisposeAsync()
    {
        await store.DisposeAsync();
        await service.DisposeAsync();
    }

    [Theory]
    [InlineData(301, "PermanentRedirect", "VITRINE_STORAGE__S3__REGION")]
    [InlineData(400, "AuthorizationHeaderMalformed", "VITRINE_STORAGE__S3__REGION")]
    [InlineData(403, "AccessDenied", "Give the site's role the actions")]
    [InlineData(403, "InvalidAccessKeyId", "does not know the credentials")]
    [InlineData(403, "SignatureDoesNotMatch", "does not know the credentials")]
    [InlineData(400, "ExpiredToken", "have expired. Renew them")]
    [InlineData(403, "RequestTimeTooSkewed", "Set the clock")]
    [InlineData(404, "NoSuchBucket", "VITRINE_STORAGE__S3__BUCKET")]
    [InlineData(501, "NotImplemented", "VITRINE_STORAGE__S3__ENDPOINT")]
    [InlineData(503, "SlowDown", "slow down")]
    public async Task An_answer_is_explained(int status, string code, string sentence)
    {
        service.Rule = _ => new Fault.Answer(status, code);
        var refused = await Assert.ThrowsAsync<StorageUnavailableException>(() => store.Marker.ReadAsync(Cancel));
        Assert.Contains(sentence, refused.Message, StringComparison.Ordinal);
        refused = await Assert.ThrowsAsync<StorageUnavailableException>(() => store.Marker.ProbeAsync(Cancel));
        Assert.Contains(sentence, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_website_that_is_no_S3_is_told_apart()
    {
        service.Rule = _ => new Fault.Answer(200, "OK", "<!doctype html><title>Console</title>");
        var refused = await Assert.ThrowsAsync<StorageUnavailableException>(() => store.Marker.ReadAsync(Cancel));
        Assert.Contains("not a store marker", refused.Message, StringComparison.Ordinal);
        refused = await Assert.ThrowsAsync<StorageUnavailableException>(() => store.Marker.HoldsAnythingAsync(Cancel));
        Assert.Contains("VITRINE_STORAGE__S3__ENDPOINT", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_that_overwrites_what_must_not_be_is_refused()
    {
        var puts = 0;
        service.Rule = request => request is { Method: "PUT", IsPart: false } && Interlocked.Increment(ref puts) == 1 ? new Fault.Answer(200, "OK", "") : null;
        var refused = await Assert.ThrowsAsync<StorageUnavailableException>(() => store.Marker.ProbeAsync(Cancel));
        Assert.Contains("If-None-Match", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(301, "PermanentRedirect", "VITRINE_STORAGE__S3__REGION")]
    [InlineData(403, "AccessDenied", "Give the site's role the actions")]
    [InlineData(400, "ExpiredToken", "have expired. Renew them")]
    [InlineData(403, "RequestTimeTooSkewed", "Set the clock")]
    public async Task A_site_that_is_refused_does_not_start_and_says_what_to_do(int status, string code, string sentence)
    {
        service.Rule = _ => new Fault.Answer(status, code);
        var refused = await Assert.ThrowsAsync<StorageUnavailableException>(() => StartAsync(store.Options.Endpoint, store.Options.Bucket));
        Assert.Contains(sentence, refused.Message, StringComparison.Ordinal);
        service.Heal();
    }

    [Fact]
    public async Task A_site_does_not_start_on_a_bucket_that_is_not_there()
    {
        var refused = await Assert.ThrowsAsync<StorageUnavailableException>(() => StartAsync(store.Options.Endpoint, "no-such-bucket-here"));
        Assert.Contains("VITRINE_STORAGE__S3__BUCKET: there is no bucket “no-such-bucket-here”", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_site_does_not_start_where_nobody_answers()
    {
        string nobody;
        await using (var gone = new FaultProxy(store.Options.Endpoint)) nobody = gone.Address;
        var refused = await Assert.ThrowsAsync<StorageUnavailableException>(() => StartAsync(nobody, "photos"));
        Assert.Contains("VITRINE_STORAGE__S3__ENDPOINT", refused.Message, StringComparison.Ordinal);
        Assert.Contains("no connection", refused.Message, StringComparison.Ordinal);
    }

    private static Task<World> StartAsync(string endpoint, string name) => World.StartAsync(new Dictionary<string, string?>
    {
        ["Storage:Kind"] = "s3",
        ["Storage:S3:Bucket"] = name,
        ["Storage:S3:Endpoint"] = endpoint,
    });
}
