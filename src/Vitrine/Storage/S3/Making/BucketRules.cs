using System.Net;
using Amazon.S3;
using Amazon.S3.Model;
using Vitrine.Settings;

namespace Vitrine.Storage.S3.Making;

/// <summary>
/// The bucket's lists of rules, in which ours stand beside other people's: we know ours by their ids, and keep all others as they are.
/// </summary>
/// <param name="origin">The site's, such as <c>https://photos.example.org</c>; null where it is not set.</param>
internal sealed class BucketRules(S3Options options, S3Calls calls, string? origin)
{
    /// <summary>Two more than an unfinished upload is kept by default (RULES 6): the site's own sweeper comes first.</summary>
    private const int StaleDays = 9;

    private string Id => $"vitrine {options.Prefix}".TrimEnd();

    public BucketStep Cors => origin is null
        ? BucketStep.LeftOut("CORS", "no page may reach the bucket, since VITRINE_SITE__URL does not say where the site is; uploads go through the site")
        : new BucketStep("CORS", $"pages of {origin} alone may read and upload by links", LookAtCorsAsync, MakeCorsAsync);

    public BucketStep Lifecycle => new(
        "lifecycle",
        $"unfinished multipart uploads are aborted and {options.Prefix}{S3Bucket.Incoming} is emptied after {StaleDays} days",
        LookAtLifecycleAsync,
        MakeLifecycleAsync);

    private async Task<Sight> LookAtCorsAsync(CancellationToken cancellationToken)
    {
        var ours = (await CorsAsync(cancellationToken)).FirstOrDefault(rule => rule.Id == Id);
        return Sight.Of(ours is not null && Words(ours) == Words(OurCors()));
    }

    private async Task MakeCorsAsync(CancellationToken cancellationToken)
    {
        List<CORSRule> all = [.. (await CorsAsync(cancellationToken)).Where(rule => rule.Id != Id), OurCors()];
        await calls.WriteAsync(
            (client, stop) => client.PutCORSConfigurationAsync(
                new PutCORSConfigurationRequest { BucketName = options.Bucket, Configuration = new CORSConfiguration { Rules = all } }, stop),
            cancellationToken);
    }

    /// <summary>Parts are sent by PUT and their ETags read; nothing that needs more is done from a page.</summary>
    private CORSRule OurCors() => new()
    {
        Id = Id,
        AllowedOrigins = [origin],
        AllowedMethods = ["GET", "HEAD", "PUT"],
        AllowedHeaders = ["content-md5", "content-type", "range"],
        ExposeHeaders = ["ETag", "Content-Range"],
        MaxAgeSeconds = 3_600,
    };

    private async Task<List<CORSRule>> CorsAsync(CancellationToken cancellationToken) => await OrEmptyAsync(
        async (client, stop) => (await client.GetCORSConfigurationAsync(new GetCORSConfigurationRequest { BucketName = options.Bucket }, stop)).Configuration?.Rules, cancellationToken);

    private async Task<Sight> LookAtLifecycleAsync(CancellationToken cancellationToken)
    {
        var present = (await LifecycleAsync(cancellationToken)).Where(IsOurs).Select(Words).Order(StringComparer.Ordinal);
        return Sight.Of(present.SequenceEqual(OurLifecycle().Select(Words).Order(StringComparer.Ordinal)));
    }

    private async Task MakeLifecycleAsync(CancellationToken cancellationToken)
    {
        List<LifecycleRule> all = [.. (await LifecycleAsync(cancellationToken)).Where(rule => !IsOurs(rule)), .. OurLifecycle()];
        await calls.WriteAsync(
            (client, stop) => client.PutLifecycleConfigurationAsync(
                new PutLifecycleConfigurationRequest { BucketName = options.Bucket, Configuration = new LifecycleConfiguration { Rules = all } }, stop),
            cancellationToken);
    }

    private LifecycleRule[] OurLifecycle() =>
    [
        new()
        {
            Id = $"{Id} uploads",
            Status = LifecycleRuleStatus.Enabled,
            Filter = Under(options.Prefix),
            AbortIncompleteMultipartUpload = new LifecycleRuleAbortIncompleteMultipartUpload { DaysAfterInitiation = StaleDays },
        },
        new()
        {
            Id = $"{Id} incoming",
            Status = LifecycleRuleStatus.Enabled,
            Filter = Under(options.Prefix + S3Bucket.Incoming),
            Expiration = new LifecycleRuleExpiration { Days = StaleDays },
        },
    ];

    private bool IsOurs(LifecycleRule rule) => rule.Id == $"{Id} uploads" || rule.Id == $"{Id} incoming";

    private async Task<List<LifecycleRule>> LifecycleAsync(CancellationToken cancellationToken) => await OrEmptyAsync(
        async (client, stop) => (await client.GetLifecycleConfigurationAsync(new GetLifecycleConfigurationRequest { BucketName = options.Bucket }, stop)).Configuration?.Rules, cancellationToken);

    private async Task<List<T>> OrEmptyAsync<T>(Func<IAmazonS3, CancellationToken, Task<List<T>?>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await calls.ReadAsync(call, cancellationToken) ?? [];
        }
        catch (AmazonS3Exception answer) when (answer.StatusCode == HttpStatusCode.NotFound)
        {
            return [];
        }
    }

    private static LifecycleFilter Under(string prefix) => new() { LifecycleFilterPredicate = new LifecyclePrefixPredicate { Prefix = prefix } };

    private static string Words(CORSRule rule) => string.Join('\n',
        new[] { rule.AllowedOrigins, rule.AllowedMethods, rule.AllowedHeaders, rule.ExposeHeaders }.Select(list => string.Join(' ', (list ?? []).Order(StringComparer.Ordinal))));

    /// <summary>Stores give a prefix back in the filter or, as it was once, in the rule; an empty one not at all.</summary>
    private static string Words(LifecycleRule rule)
    {
#pragma warning disable CS0618 // what older stores still answer with
        var prefix = (rule.Filter?.LifecycleFilterPredicate as LifecyclePrefixPredicate)?.Prefix ?? rule.Prefix ?? "";
#pragma warning restore CS0618
        return $"{rule.Id}|{rule.Status}|{prefix}|{rule.Expiration?.Days}|{rule.AbortIncompleteMultipartUpload?.DaysAfterInitiation}";
    }
}
