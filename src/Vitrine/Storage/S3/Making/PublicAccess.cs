using System.Net;
using Amazon.S3;
using Amazon.S3.Model;
using Vitrine.Settings;

namespace Vitrine.Storage.S3.Making;

/// <summary>
/// Block Public Access: nothing in the bucket can be opened to everybody by mistake. A folder that everybody shall read needs the two
/// flags off that look at policies; access lists stay shut.
/// </summary>
internal sealed class PublicAccess(S3Options options, S3Calls calls)
{
    /// <summary>The one flag that stays off elsewhere: with it Ceph 16 refuses every write, whatever its access list.</summary>
    private const string BlockAcls = "BlockPublicAcls";

    private static readonly string[] OfPolicies = ["BlockPublicPolicy", "RestrictPublicBuckets"];

    private static readonly string[] Flags = [BlockAcls, "IgnorePublicAcls", .. OfPolicies];

    private bool IsElsewhere => options.Endpoint.Length > 0;

    private bool IsOpened => options.PublicRead.Length > 0;

    private IEnumerable<string> Wanted => Flags.Where(flag => !(IsElsewhere && flag == BlockAcls) && !(IsOpened && OfPolicies.Contains(flag)));

    public BucketStep Step => new(
        "block public access",
        string.Join(", ", Wanted) + (IsElsewhere ? $"; {BlockAcls} stays off, since some stores refuse every write with it" : "")
            + (IsOpened ? $"; {string.Join(" and ", OfPolicies)} off, since {options.Prefix}{options.PublicRead} is public" : ""),
        LookAsync,
        MakeAsync);

    private async Task<Sight> LookAsync(CancellationToken cancellationToken)
    {
        var present = await PresentAsync(cancellationToken);
        return IsElsewhere && present.Contains(BlockAcls) ? Sight.Differs($"{BlockAcls} on") : Sight.Of(present.SetEquals(Wanted));
    }

    private Task MakeAsync(CancellationToken cancellationToken)
    {
        var request = new PutPublicAccessBlockRequest
        {
            BucketName = options.Bucket,
            PublicAccessBlockConfiguration = new PublicAccessBlockConfiguration
            {
                BlockPublicAcls = !IsElsewhere,
                IgnorePublicAcls = true,
                BlockPublicPolicy = !IsOpened,
                RestrictPublicBuckets = !IsOpened,
            },
        };
        return calls.WriteAsync((client, stop) => client.PutPublicAccessBlockAsync(request, stop), cancellationToken);
    }

    private async Task<HashSet<string>> PresentAsync(CancellationToken cancellationToken)
    {
        try
        {
            var answer = await calls.ReadAsync(
                (client, stop) => client.GetPublicAccessBlockAsync(new GetPublicAccessBlockRequest { BucketName = options.Bucket }, stop), cancellationToken);
            var flags = answer.PublicAccessBlockConfiguration;
            bool?[] values = [flags?.BlockPublicAcls, flags?.IgnorePublicAcls, flags?.BlockPublicPolicy, flags?.RestrictPublicBuckets];
            return [.. Flags.Where((_, i) => values[i] == true)];
        }
        catch (AmazonS3Exception answer) when (answer.StatusCode == HttpStatusCode.NotFound)
        {
            return [];
        }
    }
}
