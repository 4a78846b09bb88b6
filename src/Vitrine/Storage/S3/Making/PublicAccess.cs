using System.Net;
using Amazon.S3;
using Amazon.S3.Model;
using Vitrine.Settings;

namespace Vitrine.Storage.S3.Making;

/// <summary>Block Public Access: nothing in the bucket can be opened to everybody by mistake.</summary>
internal sealed class PublicAccess(S3Options options, S3Calls calls)
{
    /// <summary>The one flag that stays off elsewhere: with it Ceph 16 refuses every write, whatever its access list.</summary>
    private const string BlockAcls = "BlockPublicAcls";

    private static readonly string[] Flags = [BlockAcls, "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"];

    private bool IsElsewhere => options.Endpoint.Length > 0;

    private IEnumerable<string> Wanted => Flags.Where(flag => !(IsElsewhere && flag == BlockAcls));

    public BucketStep Step => new(
        "block public access",
        IsElsewhere ? $"{string.Join(", ", Wanted)}; {BlockAcls} stays off, since some stores refuse every write with it" : string.Join(", ", Flags),
        LookAsync,
        MakeAsync);

    private async Task<Sight> LookAsync(CancellationToken cancellationToken)
    {
        var present = await PresentAsync(cancellationToken);
        return IsElsewhere && present.Contains(BlockAcls) ? Sight.Differs($"{BlockAcls} on") : Sight.Of(Wanted.All(present.Contains));
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
                BlockPublicPolicy = true,
                RestrictPublicBuckets = true,
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
