using Amazon.Runtime;
using Amazon.Runtime.Credentials;
using Vitrine.Settings;

namespace Vitrine.Aws;

/// <summary>Whose credentials the SDK's own chain finds on this machine, for every service the same.</summary>
internal static class CredentialSource
{
    private const string Name = "AWS credentials";

    /// <param name="isAmazon">False at an endpoint of another maker, where keys without an end are usual.</param>
    public static async Task<SiteFact> ExamineAsync(IClientConfig config, bool isAmazon, CancellationToken cancellationToken)
    {
        try
        {
            var found = await new DefaultAWSCredentialsIdentityResolver().ResolveIdentityAsync(config, cancellationToken);
            await found.GetCredentialsAsync();
            return SourceOf(found, isAmazon) is { } source
                ? new SiteFact(Name, source)
                : new SiteFact(Name, "a long-lived key", "These keys never expire. On EC2 give the instance a role instead; elsewhere use a profile with short-lived credentials where you can.");
        }
        catch (AmazonClientException)
        {
            return new SiteFact(Name, "none", "Give the machine a role, or set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, in the site's environment.");
        }
    }

    /// <summary>Null for keys that stay valid until somebody revokes them, at an AWS that offers better.</summary>
    private static string? SourceOf(AWSCredentials credentials, bool isAmazon) => credentials switch
    {
        EnvironmentVariablesAWSCredentials when isAmazon && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("AWS_SESSION_TOKEN")) => null,
        EnvironmentVariablesAWSCredentials => "from the environment (AWS_ACCESS_KEY_ID)",
        AssumeRoleWithWebIdentityCredentials => "of a role, by web identity",
        GenericContainerCredentials => "of the container's role",
        BasicAWSCredentials when isAmazon => null,
        BasicAWSCredentials or SessionAWSCredentials => "from a profile",
        _ when credentials.GetType().Name.Contains("InstanceProfile", StringComparison.Ordinal) => "of the instance's role",
        _ => $"from a profile ({credentials.GetType().Name})",
    };
}
