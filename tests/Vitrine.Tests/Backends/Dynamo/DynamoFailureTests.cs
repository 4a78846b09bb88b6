using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using Vitrine.Library;
using Vitrine.Metadata.DynamoDb;
using Vitrine.Metadata.DynamoDb.Engine;

namespace Vitrine.Tests.Backends.Dynamo;

/// <summary>What DynamoDB refuses is one sentence that names the setting or the remedy.</summary>
public sealed class DynamoFailureTests
{
    private static readonly DynamoDbOptions Options = new() { Table = "photos", Region = "eu-west-1" };

    public static TheoryData<Exception, string> Refusals => new()
    {
        { new ResourceNotFoundException("no"), "vitrine provision" },
        { Refused("AccessDeniedException"), "docs/dynamodb.md" },
        { Refused("ExpiredTokenException"), "the machine's clock" },
        { Refused("UnrecognizedClientException"), "give the machine a role" },
        { new AmazonClientException("Unable to find credentials"), "There are no AWS credentials on this node" },
        { new ProvisionedThroughputExceededException("no"), "VITRINE_METADATA__DYNAMODB__BILLINGMODE" },
        { new TaskCanceledException("too slow"), "VITRINE_METADATA__DYNAMODB__ENDPOINT" },
        { new HttpRequestException("refused"), "VITRINE_METADATA__DYNAMODB__REGION" },
    };

    [Theory]
    [Trait("trust", "B02")]
    [MemberData(nameof(Refusals), DisableDiscoveryEnumeration = true)]
    public void A_refusal_names_what_to_do(Exception failure, string remedy)
    {
        var explained = Assert.IsType<CatalogUnavailableException>(DynamoFailure.Explain(failure, Options));

        Assert.Contains(remedy, explained.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Amazon", explained.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_request_that_we_made_wrong_is_no_broken_world() =>
        Assert.IsType<InvalidOperationException>(DynamoFailure.Explain(Refused("ValidationException"), Options));

    private static AmazonDynamoDBException Refused(string code) =>
        new("no", ErrorType.Sender, code, "request", System.Net.HttpStatusCode.BadRequest);
}
