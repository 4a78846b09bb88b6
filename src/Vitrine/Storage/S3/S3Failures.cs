using System.Net;
using System.Net.Sockets;
using Amazon.Runtime;
using Amazon.S3;

namespace Vitrine.Storage.S3;

/// <summary>What went wrong with the bucket, as one sentence that names the setting and the remedy.</summary>
internal sealed class S3Failures(S3Options options)
{
    private const string Prefix = "VITRINE_STORAGE__S3__";

    /// <summary>False for mistakes of ours and for the caller's own cancelling.</summary>
    public static bool IsTheStores(Exception failure) =>
        failure is AmazonClientException or AmazonServiceException or HttpRequestException or IOException or SocketException or TimeoutException
            or OperationCanceledException or System.Xml.XmlException;

    /// <summary>Worth another try in a moment.</summary>
    public static bool IsPassing(Exception failure) => failure switch
    {
        AmazonServiceException { StatusCode: >= HttpStatusCode.InternalServerError } answer => answer.StatusCode != HttpStatusCode.NotImplemented,
        AmazonServiceException { StatusCode: HttpStatusCode.TooManyRequests or HttpStatusCode.Conflict or HttpStatusCode.RequestTimeout } => true,
        AmazonServiceException { ErrorCode: "RequestTimeout" or "SlowDown" or "Throttling" or "ThrottlingException" or "InternalError" } => true,
        AmazonServiceException { StatusCode: > 0 } => false,
        _ => Causes(failure).Any(cause => cause is HttpRequestException or IOException or SocketException or TimeoutException or OperationCanceledException),
    };

    public StorageUnavailableException Explain(Exception failure)
    {
        var answer = Causes(failure).OfType<AmazonServiceException>().FirstOrDefault(a => a.StatusCode > 0);
        if (answer is { ErrorCode: "QuotaExceeded" or "XMinioStorageFull" or "InsufficientStorage" })
            return new StorageFullException($"The quota of the bucket {options.Bucket} is used up; raise it, or delete something for ever.", failure);
        return new StorageUnavailableException(answer is null ? OfNoAnswer(failure) : OfAnswer(answer), failure);
    }

    private string OfAnswer(AmazonServiceException answer) => answer.ErrorCode switch
    {
        "NoSuchBucket" => $"{Prefix}BUCKET: there is no bucket “{options.Bucket}” at {Where}. Make it with `vitrine provision`, or correct the name.",
        "PermanentRedirect" or "AuthorizationHeaderMalformed" or "IllegalLocationConstraintException" or "MovedPermanently" or "TemporaryRedirect" =>
            $"{Prefix}REGION: the bucket “{options.Bucket}” is in another region than {Region}. Set its own ({answer.Message}).",
        "RequestTimeTooSkewed" => "The clock of this machine is wrong: the bucket refuses requests that are signed more than 15 minutes off. Set the clock, and let it be kept right (NTP).",
        "ExpiredToken" or "ExpiredTokenException" or "TokenRefreshRequired" =>
            "The credentials for the bucket have expired. Renew them where they come from (role, web identity, environment or profile); those of an instance's role renew themselves.",
        "InvalidAccessKeyId" or "InvalidToken" or "SignatureDoesNotMatch" or "UnrecognizedClientException" =>
            $"{Where} does not know the credentials that were found. Check where they come from: environment (AWS_ACCESS_KEY_ID), profile, web identity or the instance's role.",
        "KMS.DisabledException" or "KMS.NotFoundException" or "KMS.KMSInvalidStateException" =>
            $"{Prefix}KMSKEYID: the key cannot be used ({answer.ErrorCode}). Enable it, or name another.",
        _ => OfStatus(answer),
    };

    private string OfStatus(AmazonServiceException answer) => answer.StatusCode switch
    {
        HttpStatusCode.Moved or HttpStatusCode.TemporaryRedirect => $"{Prefix}REGION: the bucket “{options.Bucket}” is in another region than {Region}. Set its own ({answer.Message}).",
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden =>
            $"{Where} denies a request for the bucket “{options.Bucket}”. Give the site's role the actions that stand at the top of S3BlobStore.cs, and with sse-kms those of its key; check {Prefix}BUCKET.",
        HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests => $"{Where} is busy and asks to slow down. Nothing needs to be done unless it lasts.",
        >= HttpStatusCode.InternalServerError and not HttpStatusCode.NotImplemented => $"{Where} has trouble of its own ({(int)answer.StatusCode}). Nothing needs to be done here unless it lasts.",
        _ => $"{Prefix}ENDPOINT: {Where} does not answer as S3 does ({(int)answer.StatusCode} {answer.ErrorCode}). Is this the address of its S3 interface?",
    };

    private string OfNoAnswer(Exception failure)
    {
        var causes = Causes(failure).ToList();
        if (causes.OfType<SocketException>().Any() || causes.OfType<HttpRequestException>().Any(e => e.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError))
            return $"{Prefix}ENDPOINT and {Prefix}REGION: no connection to {Where} ({causes[^1].Message}). Check the address and the network.";
        if (causes.OfType<HttpRequestException>().Any(e => e.HttpRequestError == HttpRequestError.SecureConnectionError))
            return $"{Prefix}ENDPOINT: the certificate of {Where} is not trusted ({causes[^1].Message}). Add its authority to the system's, or correct the address.";
        if (causes.Any(cause => cause is TimeoutException or OperationCanceledException)) return $"{Where} did not answer in time.";
        if (causes.Any(cause => cause is IOException or HttpRequestException)) return $"The connection to {Where} broke off.";
        if (causes.Any(cause => cause is AmazonUnmarshallingException or System.Xml.XmlException))
            return $"{Prefix}ENDPOINT: {Where} does not answer as S3 does. Is this the address of its S3 interface?";
        return $"No use of the bucket “{options.Bucket}” is possible: {causes[^1].Message} Credentials come from the instance's role, web identity, the environment or a profile; the region from {Prefix}REGION.";
    }

    private string Where => options.Endpoint.Length > 0 ? options.Endpoint : "Amazon S3";

    private string Region => options.Region.Length > 0 ? options.Region : "the one set";

    private static IEnumerable<Exception> Causes(Exception? failure)
    {
        for (; failure is not null; failure = failure.InnerException) yield return failure;
    }
}
