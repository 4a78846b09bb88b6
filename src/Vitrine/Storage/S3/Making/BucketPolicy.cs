using System.Net;
using System.Text.Json.Nodes;
using Amazon.S3;
using Amazon.S3.Model;
using Vitrine.Settings;

namespace Vitrine.Storage.S3.Making;

/// <summary>
/// Whom the bucket's policy lets in: nobody, or everybody for reading one folder of renditions. Statements of others stay as they are; those that
/// open more to everybody are named.
/// </summary>
internal sealed class BucketPolicy(S3Options options, S3Calls calls)
{
    private string Ours => $"VitrinePublicRead{string.Concat(options.Prefix.Where(char.IsAsciiLetterOrDigit))}";

    /// <summary>Ends of the resource's name, since its partition is the account's affair.</summary>
    private string Folder => $":s3:::{options.Bucket}/{options.Prefix}{options.PublicRead}*";

    private bool IsWanted => options.PublicRead.Length > 0;

    public BucketStep Step => new(
        "policy",
        IsWanted ? $"anybody may read {options.Prefix}{options.PublicRead}, and nothing else" : "nobody is let in from outside",
        LookAsync,
        MakeAsync);

    private async Task<Sight> LookAsync(CancellationToken cancellationToken)
    {
        var statements = StatementsOf(await ReadAsync(cancellationToken));
        if (statements.FirstOrDefault(statement => PublicStatement.Is(statement) && !(IsWanted && IsOurs(statement))) is { } wider)
            return Sight.Differs($"that {PublicStatement.Words(wider)}");
        return Sight.Of(!IsWanted || statements.Any(IsAsWanted));
    }

    private async Task MakeAsync(CancellationToken cancellationToken)
    {
        var policy = await ReadAsync(cancellationToken) ?? new JsonObject { ["Version"] = "2012-10-17" };
        var others = StatementsOf(policy).Where(statement => !IsOurs(statement)).Select(statement => statement.DeepClone());
        policy["Statement"] = new JsonArray([.. others, Opening()]);
        await calls.WriteAsync(
            (client, stop) => client.PutBucketPolicyAsync(new PutBucketPolicyRequest { BucketName = options.Bucket, Policy = policy.ToJsonString() }, stop), cancellationToken);
    }

    private bool IsOurs(JsonNode statement) => statement["Sid"]?.GetValue<string>() == Ours;

    private bool IsAsWanted(JsonNode statement) => IsOurs(statement)
        && PublicStatement.Texts(statement["Action"]) is ["s3:GetObject"]
        && PublicStatement.Texts(statement["Resource"]) is [var resource] && resource.EndsWith(Folder, StringComparison.Ordinal);

    private JsonObject Opening() => new()
    {
        ["Sid"] = Ours,
        ["Effect"] = "Allow",
        ["Principal"] = "*",
        ["Action"] = "s3:GetObject",
        ["Resource"] = $"arn:{Partition}{Folder}",
    };

    private string Partition => options.Region.StartsWith("cn-", StringComparison.Ordinal) ? "aws-cn" : options.Region.StartsWith("us-gov-", StringComparison.Ordinal) ? "aws-us-gov" : "aws";

    /// <summary>Null where the bucket has none.</summary>
    private async Task<JsonNode?> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var answer = await calls.ReadAsync((client, stop) => client.GetBucketPolicyAsync(new GetBucketPolicyRequest { BucketName = options.Bucket }, stop), cancellationToken);

            // The SDK gives the answer "there is none" back as a policy, with the error's XML in it.
            var isNone = answer.HttpStatusCode == HttpStatusCode.NotFound || string.IsNullOrWhiteSpace(answer.Policy);
            return isNone ? null : JsonNode.Parse(answer.Policy);
        }
        catch (AmazonS3Exception answer) when (answer.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    private static IReadOnlyList<JsonNode> StatementsOf(JsonNode? policy) => policy?["Statement"] switch
    {
        JsonArray many => [.. many.OfType<JsonNode>()],
        { } one => [one],
        null => [],
    };
}
