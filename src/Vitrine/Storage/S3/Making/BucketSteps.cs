using System.Net;
using Amazon.S3;
using Amazon.S3.Model;
using Vitrine.Settings;

namespace Vitrine.Storage.S3.Making;

// What making needs besides what the site's role has (docs/aws.md lists it):
//   s3:CreateBucket, s3:PutBucketPublicAccessBlock, s3:GetBucketPublicAccessBlock, s3:PutBucketOwnershipControls, s3:GetBucketOwnershipControls,
//   s3:PutEncryptionConfiguration, s3:GetEncryptionConfiguration, s3:PutBucketVersioning, s3:GetBucketVersioning, s3:PutBucketCORS,
//   s3:GetBucketCORS, s3:PutLifecycleConfiguration, s3:GetLifecycleConfiguration,
//   s3:PutBucketPolicy, s3:GetBucketPolicy

/// <summary>What a bucket of the site should be, in the order in which it is made.</summary>
internal sealed class BucketSteps(S3Options options, S3Calls calls, PublicAccess access, BucketPolicy policy, BucketRules rules)
{
    public const string Bucket = "bucket";

    private bool IsElsewhere => options.Endpoint.Length > 0;

    public IReadOnlyList<BucketStep> All =>
    [
        new(Bucket, $"{options.Bucket} at {Place}", LookForBucketAsync, MakeBucketAsync) { NeedsBucket = false },
        access.Step,
        policy.Step,
        new("ownership", "the bucket's owner owns every object, access lists are off", LookAtOwnershipAsync, MakeOwnershipAsync),
        .. Encryption(),
        new("versioning", options.Versioning ? "on" : "off", LookAtVersioningAsync, MakeVersioningAsync),
        rules.Cors,
        rules.Lifecycle,
    ];

    private string Place => IsElsewhere ? options.Endpoint : $"Amazon S3 {options.Region}".TrimEnd();

    private async Task<Sight> LookForBucketAsync(CancellationToken cancellationToken)
    {
        try
        {
            await calls.ReadAsync((client, stop) => client.HeadBucketAsync(new HeadBucketRequest { BucketName = options.Bucket }, stop), cancellationToken);
            return Sight.There;
        }
        catch (AmazonS3Exception answer) when (answer.StatusCode == HttpStatusCode.NotFound)
        {
            return Sight.ToDo;
        }
    }

    /// <summary>Elsewhere the region is a name to sign with, not a place that the store knows.</summary>
    private Task MakeBucketAsync(CancellationToken cancellationToken) =>
        calls.WriteAsync((client, stop) => client.PutBucketAsync(new PutBucketRequest { BucketName = options.Bucket, UseClientRegion = !IsElsewhere }, stop), cancellationToken);

    private async Task<Sight> LookAtOwnershipAsync(CancellationToken cancellationToken)
    {
        var answer = await OrNoneAsync((client, stop) => client.GetBucketOwnershipControlsAsync(new GetBucketOwnershipControlsRequest { BucketName = options.Bucket }, stop), cancellationToken);
        if (answer is null) return Sight.ToDo;

        // Ceph does not know the question and answers with the bucket's list, in which the SDK finds nothing.
        if (answer.OwnershipControls?.Rules is not [var rule, ..]) return IsElsewhere ? Sight.NotOffered : Sight.ToDo;
        return rule.ObjectOwnership == ObjectOwnership.BucketOwnerEnforced ? Sight.There : Sight.Differs(rule.ObjectOwnership.Value);
    }

    private Task MakeOwnershipAsync(CancellationToken cancellationToken)
    {
        var controls = new OwnershipControls { Rules = [new OwnershipControlsRule { ObjectOwnership = ObjectOwnership.BucketOwnerEnforced }] };
        return calls.WriteAsync(
            (client, stop) => client.PutBucketOwnershipControlsAsync(new PutBucketOwnershipControlsRequest { BucketName = options.Bucket, OwnershipControls = controls }, stop), cancellationToken);
    }

    private IEnumerable<BucketStep> Encryption()
    {
        if (options.Encryption == "none") return [];
        var key = options.KmsKeyId.Length > 0 ? options.KmsKeyId : "the account's key for S3";
        return [new("encryption", options.Encryption == "sse-s3" ? "sse-s3" : $"sse-kms by {key}", LookAtEncryptionAsync, MakeEncryptionAsync)];
    }

    /// <summary>Amazon's own default, sse-s3, is nobody's choice and gives way to a key; another key is somebody's and stays.</summary>
    private async Task<Sight> LookAtEncryptionAsync(CancellationToken cancellationToken)
    {
        var answer = await OrNoneAsync((client, stop) => client.GetBucketEncryptionAsync(new GetBucketEncryptionRequest { BucketName = options.Bucket }, stop), cancellationToken);
        if (answer is null) return Sight.ToDo;
        if (answer.ServerSideEncryptionConfiguration?.ServerSideEncryptionRules is not [var rule, ..]) return IsElsewhere ? Sight.NotOffered : Sight.ToDo;
        var present = rule.ServerSideEncryptionByDefault;
        var isKms = present?.ServerSideEncryptionAlgorithm == ServerSideEncryptionMethod.AWSKMS;
        if (options.Encryption == "sse-s3") return isKms ? Sight.Differs("sse-kms") : Sight.There;
        if (!isKms) return Sight.ToDo;
        var key = present!.ServerSideEncryptionKeyManagementServiceKeyId ?? "";
        if (key != options.KmsKeyId) return Sight.Differs(key.Length > 0 ? $"sse-kms by {key}" : "sse-kms by the account's key for S3");
        return (rule.BucketKeyEnabled ?? false) == options.BucketKey ? Sight.There : Sight.Differs($"sse-kms {(options.BucketKey ? "without" : "with")} a bucket key");
    }

    private Task MakeEncryptionAsync(CancellationToken cancellationToken)
    {
        var isKms = options.Encryption == "sse-kms";
        var rule = new ServerSideEncryptionRule
        {
            BucketKeyEnabled = isKms ? options.BucketKey : null,
            ServerSideEncryptionByDefault = new ServerSideEncryptionByDefault
            {
                ServerSideEncryptionAlgorithm = isKms ? ServerSideEncryptionMethod.AWSKMS : ServerSideEncryptionMethod.AES256,
                ServerSideEncryptionKeyManagementServiceKeyId = isKms && options.KmsKeyId.Length > 0 ? options.KmsKeyId : null,
            },
        };
        var request = new PutBucketEncryptionRequest
        {
            BucketName = options.Bucket,
            ServerSideEncryptionConfiguration = new ServerSideEncryptionConfiguration { ServerSideEncryptionRules = [rule] },
        };
        return calls.WriteAsync((client, stop) => client.PutBucketEncryptionAsync(request, stop), cancellationToken);
    }

    private async Task<Sight> LookAtVersioningAsync(CancellationToken cancellationToken)
    {
        var answer = await calls.ReadAsync((client, stop) => client.GetBucketVersioningAsync(new GetBucketVersioningRequest { BucketName = options.Bucket }, stop), cancellationToken);
        var status = answer.VersioningConfig?.Status;
        if (!options.Versioning) return status == VersionStatus.Enabled ? Sight.Differs("on") : Sight.There;
        if (status == VersionStatus.Suspended) return Sight.Differs("suspended");
        return Sight.Of(status == VersionStatus.Enabled);
    }

    private Task MakeVersioningAsync(CancellationToken cancellationToken) => calls.WriteAsync(
        (client, stop) => client.PutBucketVersioningAsync(
            new PutBucketVersioningRequest { BucketName = options.Bucket, VersioningConfig = new S3BucketVersioningConfig { Status = VersionStatus.Enabled } }, stop),
        cancellationToken);

    /// <summary>Null where the bucket has none yet.</summary>
    private async Task<T?> OrNoneAsync<T>(Func<IAmazonS3, CancellationToken, Task<T>> call, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            return await calls.ReadAsync(call, cancellationToken);
        }
        catch (AmazonS3Exception answer) when (answer.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }
}
