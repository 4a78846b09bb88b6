using System.Net.Sockets;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using Vitrine.Library;

namespace Vitrine.Metadata.DynamoDb.Engine;

internal enum FailureKind
{
    /// <summary>Nothing happened; trying again soon may help: throttling, conflicts.</summary>
    Busy,

    /// <summary>It may have happened: a broken connection, a time-out, an error of the service.</summary>
    Unknown,

    /// <summary>Trying again does not help.</summary>
    Final,
}

/// <summary>Turns the SDK's exceptions into what the contracts promise: nothing of the SDK leaks to callers.</summary>
internal static class DynamoFailure
{
    public static FailureKind KindOf(Exception failure) => failure switch
    {
        _ when ClockOf(failure) is not null => FailureKind.Final,
        ProvisionedThroughputExceededException or RequestLimitExceededException or LimitExceededException => FailureKind.Busy,
        TransactionConflictException or TransactionInProgressException or ReplicatedWriteConflictException => FailureKind.Busy,
        TransactionCanceledException cancelled => cancelled.CancellationReasons.Any(reason => reason.Code == "ValidationError") ? FailureKind.Final : FailureKind.Busy,
        AmazonServiceException { ErrorCode: "ThrottlingException" or "Throttling" or "RequestThrottled" } => FailureKind.Busy,
        AmazonServiceException service when (int)service.StatusCode is 0 or >= 500 => FailureKind.Unknown,
        AmazonServiceException => FailureKind.Final,
        HttpRequestException or IOException or SocketException or TimeoutException or OperationCanceledException => FailureKind.Unknown,
        { InnerException: { } inner } => KindOf(inner),
        _ => FailureKind.Final,
    };

    /// <summary>A cancellation that is not the caller's is a time-out.</summary>
    public static Exception Explain(Exception failure, DynamoDbOptions options) => failure switch
    {
        CatalogUnavailableException => failure,
        _ when ClockOf(failure) is { } clock => Unavailable(
            $"The clock of this node is {Words(clock.Skew)} DynamoDB's: sessions, links and jobs would begin and end at wrong times, so nothing is served until it is right. Set it, and let it be kept right (NTP).",
            failure),
        ResourceNotFoundException => Unavailable($"There is no table {options.Table} at {Place(options)}. Make it with `vitrine provision`, or set VITRINE_METADATA__DYNAMODB__TABLE and VITRINE_METADATA__DYNAMODB__REGION to where it is.", failure),
        AmazonServiceException { ErrorCode: "AccessDeniedException" } =>
            Unavailable($"The node's role may not use the table {options.Table} at {Place(options)}. Give it the permissions that docs/dynamodb.md lists.", failure),
        AmazonServiceException { ErrorCode: "UnrecognizedClientException" or "InvalidSignatureException" or "ExpiredTokenException" or "MissingAuthenticationTokenException" or "IncompleteSignatureException" } =>
            Unavailable($"The credentials of this node are not accepted at {Place(options)}: give the machine a role, or look at AWS_PROFILE, AWS_ACCESS_KEY_ID and the machine's clock.", failure),
        _ when KindOf(failure) == FailureKind.Busy =>
            Unavailable($"The table {options.Table} is asked for more than its throughput. If it lasts, set VITRINE_METADATA__DYNAMODB__BILLINGMODE to on-demand, or raise READUNITS and WRITEUNITS.", failure),
        _ when KindOf(failure) == FailureKind.Unknown =>
            Unavailable($"DynamoDB does not answer at {Place(options)}. Look at the network, and at VITRINE_METADATA__DYNAMODB__ENDPOINT and VITRINE_METADATA__DYNAMODB__REGION.", failure),
        AmazonServiceException service => new InvalidOperationException($"DynamoDB refused a request ({service.ErrorCode}): {service.Message}", failure),
        AmazonClientException => Unavailable("There are no AWS credentials on this node: give the machine a role, or set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in its environment.", failure),
        _ => failure,
    };

    private static WrongClockException? ClockOf(Exception? failure)
    {
        while (failure is not (null or WrongClockException)) failure = failure.InnerException;
        return (WrongClockException?)failure;
    }

    private static string Words(TimeSpan skew) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{skew.Duration():d\\.hh\\:mm\\:ss} {(skew > TimeSpan.Zero ? "ahead of" : "behind")}");

    private static string Place(DynamoDbOptions options) => options.Endpoint is { Length: > 0 } endpoint ? endpoint : $"region {options.Region}";

    private static CatalogUnavailableException Unavailable(string sentence, Exception failure) => new(sentence, failure);
}
