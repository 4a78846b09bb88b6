using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Vitrine.Metadata.DynamoDb.Engine;
using Vitrine.Settings;

namespace Vitrine.Metadata.DynamoDb;

/// <summary>How the table should be, by the settings.</summary>
internal sealed class TableShape(DynamoDbOptions options)
{
    private bool IsOnDemand => options.BillingMode == "on-demand";

    public CreateTableRequest ToRequest() => new()
    {
        TableName = options.Table,
        KeySchema = KeySchema(options.PartitionKey, options.SortKey),
        AttributeDefinitions = [.. AttributeNames().Select(name => new AttributeDefinition(name, ScalarAttributeType.S))],
        GlobalSecondaryIndexes = [.. Shape.Indexes.Select(Index)],
        BillingMode = IsOnDemand ? BillingMode.PAY_PER_REQUEST : BillingMode.PROVISIONED,
        ProvisionedThroughput = Throughput(),
        SSESpecification = Encryption(),
        DeletionProtectionEnabled = options.DeletionProtection,
    };

    /// <summary>What of a table that is there is as it should be, and what is not: that is for a person to change.</summary>
    public IEnumerable<ProvisioningStep> Compare(TableDescription table)
    {
        yield return Same("keys", $"{options.PartitionKey}, {options.SortKey}", string.Join(", ", table.KeySchema.Select(key => key.AttributeName)));
        var indexes = (table.GlobalSecondaryIndexes ?? []).Select(index => index.IndexName).Order(StringComparer.Ordinal);
        yield return Same("indexes", string.Join(", ", Shape.Indexes.Select(Shape.NameOf)), string.Join(", ", indexes));
        yield return Same("billing", options.BillingMode, table.BillingModeSummary?.BillingMode == BillingMode.PAY_PER_REQUEST ? "on-demand" : "provisioned");
        yield return Same("encryption", options.Encryption == "aws-owned" ? "aws-owned" : "kms", table.SSEDescription?.SSEType == SSEType.KMS ? "kms" : "aws-owned");
        yield return Same("deletion protection", OnOff(options.DeletionProtection), OnOff(table.DeletionProtectionEnabled == true));
    }

    public override string ToString()
    {
        var billing = IsOnDemand ? "on demand" : $"{options.ReadUnits} read and {options.WriteUnits} write units a second";
        return $"keys {options.PartitionKey} and {options.SortKey}, indexes {string.Join(", ", Shape.Indexes.Select(Shape.NameOf))}, {billing}, encrypted by a key that is {options.Encryption}, deletion protection {OnOff(options.DeletionProtection)}";
    }

    private GlobalSecondaryIndex Index(string name) => new()
    {
        IndexName = Shape.NameOf(name),
        KeySchema = KeySchema(Shape.PartitionOf(name), Shape.SortOf(name)),
        Projection = new Projection { ProjectionType = Shape.KeysOnly.Contains(name) ? ProjectionType.KEYS_ONLY : ProjectionType.ALL },
        ProvisionedThroughput = Throughput(),
    };

    private IEnumerable<string> AttributeNames() =>
        [options.PartitionKey, options.SortKey, .. Shape.Indexes.SelectMany(index => new[] { Shape.PartitionOf(index), Shape.SortOf(index) })];

    private ProvisionedThroughput? Throughput() => IsOnDemand ? null : new ProvisionedThroughput(options.ReadUnits, options.WriteUnits);

    private SSESpecification? Encryption() => options.Encryption switch
    {
        "aws-managed" => new SSESpecification { Enabled = true, SSEType = SSEType.KMS },
        "kms" => new SSESpecification { Enabled = true, SSEType = SSEType.KMS, KMSMasterKeyId = options.KmsKeyId },
        _ => null,
    };

    private static List<KeySchemaElement> KeySchema(string partition, string sort) => [new(partition, KeyType.HASH), new(sort, KeyType.RANGE)];

    private static ProvisioningStep Same(string name, string wanted, string present) => wanted == present
        ? new ProvisioningStep(name, wanted, ProvisioningState.There)
        : new ProvisioningStep(name, $"should be {wanted}, is {present}", ProvisioningState.Differs);

    private static string OnOff(bool value) => value ? "on" : "off";
}
