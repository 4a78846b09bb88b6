using System.Net;
using Amazon.S3;
using Amazon.S3.Model;
using Amazon.S3.Util;
using Microsoft.Extensions.Logging.Abstractions;
using Vitrine.Settings;
using Vitrine.Storage;
using Vitrine.Storage.S3;
using Vitrine.Tests.Backends;

namespace Vitrine.Tests.Storage.S3;

public sealed class BucketMakingTests : IAsyncLifetime
{
    private AmazonS3Client client = null!;
    private S3Options options = null!;
    private FaultProxy service = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>An engine, and a name that no bucket has yet.</summary>
    public async ValueTask InitializeAsync()
    {
        (client, options) = await S3TestStore.MakeBucketAsync();
        await client.DeleteBucketAsync(options.Bucket, Cancel);
        service = new FaultProxy(options.Endpoint);
        options.Versioning = true;
        options.Encryption = "sse-s3";
    }

    public async ValueTask DisposeAsync()
    {
        if (service is not null) await service.DisposeAsync();
        if (client is null) return;
        if (await AmazonS3Util.DoesS3BucketExistV2Async(client, options.Bucket)) await S3TestStore.RemoveBucketAsync(client, options.Bucket);
        else client.Dispose();
    }

    [Fact]
    public async Task A_plan_makes_nothing_and_making_again_changes_nothing()
    {
        using var store = Store();
        var plan = await store.Making.PlanAsync(Cancel);
        Assert.All(plan, step => Assert.Equal(ProvisioningState.ToDo, step.State));
        Assert.False(await AmazonS3Util.DoesS3BucketExistV2Async(client, options.Bucket));

        var made = await store.Making.MakeAsync(Cancel);
        Assert.Equal(
            ["bucket Done", "block public access Done", "policy There", "ownership NotOffered", "encryption NotOffered", "versioning Done", "CORS Done", "lifecycle Done"],
            made.Select(step => $"{step.Name} {step.State}"));

        var again = await store.Making.MakeAsync(Cancel);
        Assert.All(again, step => Assert.True(step.State is ProvisioningState.There or ProvisioningState.NotOffered, $"{step}"));
        Assert.Equal(again, await store.Making.PlanAsync(Cancel));
    }

    [Fact]
    public async Task A_made_bucket_takes_files_and_lets_pages_of_the_site_alone_reach_it()
    {
        options.Versioning = false; // Ceph 16 forgets If-None-Match in a bucket that keeps versions, which the probe refuses
        using var store = Store();
        await store.Making.MakeAsync(Cancel);
        await store.Marker.ProbeAsync(Cancel);

        var cors = (await client.GetCORSConfigurationAsync(options.Bucket, Cancel)).Configuration.Rules;
        Assert.Equal(["https://photos.example.org"], Assert.Single(cors).AllowedOrigins);
        var lifecycle = (await client.GetLifecycleConfigurationAsync(options.Bucket, Cancel)).Configuration.Rules;
        Assert.Equal([9], lifecycle.Select(rule => rule.AbortIncompleteMultipartUpload?.DaysAfterInitiation).OfType<int>());
        Assert.Equal([9], lifecycle.Select(rule => rule.Expiration?.Days).OfType<int>());
        await Assert.ThrowsAsync<AmazonS3Exception>(() => client.PutBucketPolicyAsync(
            options.Bucket, $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::{{options.Bucket}}/*"}]}""", Cancel));
    }

    [Fact]
    public async Task Other_peoples_rules_stay_and_a_site_that_moved_takes_its_own_along()
    {
        using (var store = Store()) await store.Making.MakeAsync(Cancel);
        var others = (await client.GetLifecycleConfigurationAsync(options.Bucket, Cancel)).Configuration;
        others.Rules.Add(new LifecycleRule
        {
            Id = "somebody's",
            Status = LifecycleRuleStatus.Enabled,
            Filter = new LifecycleFilter { LifecycleFilterPredicate = new LifecyclePrefixPredicate { Prefix = "logs/" } },
            Expiration = new LifecycleRuleExpiration { Days = 30 },
        });
        others.Rules.RemoveAll(rule => rule.Id.EndsWith("incoming", StringComparison.Ordinal));
        await client.PutLifecycleConfigurationAsync(options.Bucket, others, Cancel);

        using var moved = Store("https://pictures.example.org");
        Assert.Equal(["CORS", "lifecycle"], (await moved.Making.MakeAsync(Cancel)).Where(step => step.State == ProvisioningState.Done).Select(step => step.Name));

        Assert.Equal(3, (await client.GetLifecycleConfigurationAsync(options.Bucket, Cancel)).Configuration.Rules.Count);
        Assert.Equal(["https://pictures.example.org"], Assert.Single((await client.GetCORSConfigurationAsync(options.Bucket, Cancel)).Configuration.Rules).AllowedOrigins);
    }

    [Fact]
    public async Task What_differs_is_named_and_left_as_it_is()
    {
        using (var store = Store()) await store.Making.MakeAsync(Cancel);
        options.Versioning = false;
        using var without = Store(origin: null);

        var steps = await without.Making.MakeAsync(Cancel);

        Assert.Equal("should be off; is on", Assert.Single(steps, step => step.State == ProvisioningState.Differs).Detail);
        Assert.Contains("VITRINE_SITE__URL", Assert.Single(steps, step => step.State == ProvisioningState.LeftOut).Detail, StringComparison.Ordinal);
        Assert.Equal(VersionStatus.Enabled, (await client.GetBucketVersioningAsync(options.Bucket, Cancel)).VersioningConfig.Status);
        Assert.Single((await client.GetCORSConfigurationAsync(options.Bucket, Cancel)).Configuration.Rules);
    }

    [Fact]
    public async Task One_folder_of_renditions_is_opened_for_reading_and_closed_to_everything_else()
    {
        options.Versioning = false;
        options.PublicRead = "renditions/public/";
        using var store = Store();
        await store.Making.MakeAsync(Cancel);
        Assert.All(await store.Making.PlanAsync(Cancel), step => Assert.True(step.State is ProvisioningState.There or ProvisioningState.NotOffered, $"{step}"));

        foreach (var key in new[] { "renditions/public/a.webp", "renditions/0f/a.webp", "originals/2026/11/0f/a.jpg" })
            await client.PutObjectAsync(new PutObjectRequest { BucketName = options.Bucket, Key = options.Prefix + key, ContentBody = "x" }, Cancel);
        using var stranger = new HttpClient();
        var root = $"{options.Endpoint.TrimEnd('/')}/{options.Bucket}/{options.Prefix}";
        Assert.Equal(HttpStatusCode.OK, (await stranger.GetAsync($"{root}renditions/public/a.webp", Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await stranger.GetAsync($"{root}renditions/0f/a.webp", Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await stranger.GetAsync($"{root}originals/2026/11/0f/a.jpg", Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await stranger.PutAsync($"{root}renditions/public/b.webp", new ByteArrayContent([1]), Cancel)).StatusCode);
        Assert.DoesNotContain(await store.Examination.ExamineAsync(Cancel), fact => fact.Name.Contains("without credentials", StringComparison.Ordinal) && fact.Warning is not null);

        options.PublicRead = "";
        Assert.Contains(await store.Making.PlanAsync(Cancel), step => step is { Name: "policy", State: ProvisioningState.Differs } && step.Detail.Contains("anybody may s3:GetObject", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_policy_that_opens_more_is_named_kept_and_seen_from_outside()
    {
        (options.Versioning, options.PublicRead) = (false, "renditions/public/");
        using var store = Store();
        await store.Making.MakeAsync(Cancel);
        var wide = $$"""{"Version":"2012-10-17","Statement":[{"Sid":"theirs","Effect":"Allow","Principal":{"AWS":["*"]},"Action":["s3:ListBucket","s3:PutObject"],"Resource":["arn:aws:s3:::{{options.Bucket}}","arn:aws:s3:::{{options.Bucket}}/*"]}]}""";
        await client.PutBucketPolicyAsync(options.Bucket, wide, Cancel);

        var step = Assert.Single(await store.Making.MakeAsync(Cancel), step => step.Name == "policy");

        Assert.Equal(ProvisioningState.Differs, step.State);
        Assert.Contains("that anybody may s3:ListBucket, s3:PutObject on", step.Detail, StringComparison.Ordinal);
        Assert.Contains("theirs", (await client.GetBucketPolicyAsync(options.Bucket, Cancel)).Policy, StringComparison.Ordinal);
        var outside = Assert.Single(await store.Examination.ExamineAsync(Cancel), fact => fact.Name == "Bucket, without credentials");
        Assert.Equal("anybody may list, write", outside.Value);
        Assert.Empty((await client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = options.Bucket }, Cancel)).S3Objects ?? []);
    }

    [Fact]
    public async Task A_page_of_the_site_may_send_to_the_bucket_and_one_of_another_site_may_not()
    {
        options.Versioning = false;
        using var store = Store();
        await store.Making.MakeAsync(Cancel);
        using var other = Store("https://elsewhere.example.org");

        Assert.Null(Assert.Single(await store.Examination.ExamineAsync(Cancel), fact => fact.Name == "Bucket, from the site's pages").Warning);
        Assert.Contains("provision", Assert.Single(await other.Examination.ExamineAsync(Cancel), fact => fact.Name == "Bucket, from the site's pages").Warning, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(403, "AccessDenied", "the step “bucket” is denied")]
    [InlineData(409, "BucketAlreadyExists", "needs another VITRINE_STORAGE__S3__BUCKET")]
    [InlineData(400, "ExpiredToken", "have expired. Renew them")]
    [InlineData(403, "InvalidAccessKeyId", "does not know the credentials")]
    public async Task A_refused_step_is_an_error_that_says_what_to_do(int status, string code, string sentence)
    {
        (options.Endpoint, options.Attempts) = (service.Address, 1);
        service.Rule = request => request.Method == "PUT" ? new Fault.Answer(status, code) : null;
        using var store = Store();
        var refused = await Assert.ThrowsAsync<StorageUnavailableException>(() => store.Making.MakeAsync(Cancel));
        Assert.Contains(sentence, refused.Message, StringComparison.Ordinal);
    }

    private S3Store Store(string? origin = "https://photos.example.org") => new(options, TimeProvider.System, NullLoggerFactory.Instance, origin);
}
