using System.Globalization;
using Amazon.Runtime;
using Amazon.Runtime.Credentials;
using Vitrine.Settings;

namespace Vitrine.Storage.S3;

/// <summary>What every signed request depends on, whose credentials were found and whether the clock is right; and what others than the site may do.</summary>
internal sealed class S3Examination(S3Options options, S3Connection connection, S3Outsiders outsiders, TimeProvider time) : IExamination
{
    /// <summary>S3 refuses what is signed 15 minutes off; a third of it is time enough to mend the clock.</summary>
    private static readonly TimeSpan MostSkew = TimeSpan.FromMinutes(5);

    public async Task<IReadOnlyList<SiteFact>> ExamineAsync(CancellationToken cancellationToken) =>
    [
        await CredentialsAsync(cancellationToken),
        .. await AskAsync("Clock", async stop => [await ClockAsync(stop)], cancellationToken),
        .. await AskAsync("Bucket, from outside", outsiders.ExamineAsync, cancellationToken),
    ];

    private async Task<SiteFact> CredentialsAsync(CancellationToken cancellationToken)
    {
        const string name = "AWS credentials";
        try
        {
            var found = await new DefaultAWSCredentialsIdentityResolver().ResolveIdentityAsync(connection.Client.Config, cancellationToken);
            await found.GetCredentialsAsync();
            return SourceOf(found) is { } source
                ? new SiteFact(name, source)
                : new SiteFact(name, "a long-lived key", "These keys never expire. On EC2 give the instance a role instead; elsewhere use a profile with short-lived credentials where you can.");
        }
        catch (AmazonClientException)
        {
            return new SiteFact(name, "none", "Give the machine a role, or set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, in the site's environment.");
        }
    }

    /// <summary>Null for keys that stay valid until somebody revokes them, at an AWS that offers better.</summary>
    private string? SourceOf(AWSCredentials credentials) => credentials switch
    {
        EnvironmentVariablesAWSCredentials when options.Endpoint.Length == 0 && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("AWS_SESSION_TOKEN")) => null,
        EnvironmentVariablesAWSCredentials => "from the environment (AWS_ACCESS_KEY_ID)",
        AssumeRoleWithWebIdentityCredentials => "of a role, by web identity",
        GenericContainerCredentials => "of the container's role",
        BasicAWSCredentials when options.Endpoint.Length == 0 => null,
        BasicAWSCredentials or SessionAWSCredentials => "from a profile",
        _ when credentials.GetType().Name.Contains("InstanceProfile", StringComparison.Ordinal) => "of the instance's role",
        _ => $"from a profile ({credentials.GetType().Name})",
    };

    /// <summary>Every answer of the store says what time it has, also one that refuses.</summary>
    private async Task<SiteFact> ClockAsync(CancellationToken cancellationToken)
    {
        const string name = "Clock";
        using var answer = await connection.Http.SendAsync(new HttpRequestMessage(HttpMethod.Head, Address), cancellationToken);
        if (answer.Headers.Date is not { } theirs) return new SiteFact(name, "the store does not say its time");
        var skew = (time.GetUtcNow() - theirs).Duration();
        var value = string.Create(CultureInfo.InvariantCulture, $"{skew.TotalSeconds:0} s from the store's");
        return new SiteFact(name, value, skew > MostSkew ? "The clock of this machine is wrong, and requests signed 15 minutes off are refused: set it, and let it be kept right (NTP)." : null);
    }

    private async Task<IReadOnlyList<SiteFact>> AskAsync(string name, Func<CancellationToken, Task<IReadOnlyList<SiteFact>>> ask, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(options.TimeoutSeconds), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            return await ask(either.Token);
        }
        catch (Exception failure) when (S3Failures.IsTheStores(failure) && !cancellationToken.IsCancellationRequested)
        {
            return [new SiteFact(name, "not looked at", new S3Failures(options).Explain(failure).Message)];
        }
    }

    private string Address => options.Endpoint.Length > 0 ? options.Endpoint : $"https://s3.{connection.Client.Config.RegionEndpoint?.SystemName ?? "us-east-1"}.amazonaws.com";
}
