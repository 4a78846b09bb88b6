using System.ComponentModel.DataAnnotations;

namespace Vitrine.Metadata.DynamoDb;

/// <summary>
/// Section <c>Metadata:DynamoDb</c>. There is no key here on purpose: credentials come from the SDK's default chain (the machine's role,
/// a profile, the environment).
/// </summary>
public sealed class DynamoDbOptions : IValidatableObject
{
    public const string Section = "Metadata:DynamoDb";

    /// <summary>The name of the table.</summary>
    [RegularExpression("[a-zA-Z0-9_.-]{3,255}", ErrorMessage = "must be 3 to 255 letters, digits, underscores, hyphens or dots.")]
    public string Table { get; set; } = "vitrine";

    /// <summary>The AWS region; also signed for at an endpoint of one's own. Empty: what the environment says (AWS_REGION).</summary>
    public string Region { get; set; } = "";

    /// <summary>The address of something compatible. Empty: AWS in the region.</summary>
    [RegularExpression("https?://.+", ErrorMessage = "must begin with http:// or https://.")]
    public string Endpoint { get; set; } = "";

    /// <summary>The name of the partition key's attribute.</summary>
    [RegularExpression("[a-zA-Z0-9_.-]{1,255}", ErrorMessage = "must be 1 to 255 letters, digits, underscores, hyphens or dots.")]
    public string PartitionKey { get; set; } = "pk";

    /// <summary>The name of the sort key's attribute.</summary>
    [RegularExpression("[a-zA-Z0-9_.-]{1,255}", ErrorMessage = "must be 1 to 255 letters, digits, underscores, hyphens or dots.")]
    public string SortKey { get; set; } = "sk";

    /// <summary>For a new table: <c>on-demand</c>, or <c>provisioned</c> with the units below.</summary>
    [RegularExpression("on-demand|provisioned", ErrorMessage = "must be on-demand or provisioned.")]
    public string BillingMode { get; set; } = "on-demand";

    /// <summary>Read units a second of the table, and of each index.</summary>
    [Range(1, 40_000, ErrorMessage = "must be 1 to 40000.")]
    public int ReadUnits { get; set; } = 10;

    /// <summary>Write units a second of the table, and of each index.</summary>
    [Range(1, 40_000, ErrorMessage = "must be 1 to 40000.")]
    public int WriteUnits { get; set; } = 10;

    /// <summary>For a new table: <c>aws-owned</c>, <c>aws-managed</c>, or <c>kms</c> with a key of one's own.</summary>
    [RegularExpression("aws-owned|aws-managed|kms", ErrorMessage = "must be aws-owned, aws-managed or kms.")]
    public string Encryption { get; set; } = "aws-owned";

    /// <summary>Id, ARN or alias of the KMS key.</summary>
    public string KmsKeyId { get; set; } = "";

    /// <summary>For a new table: whether it can be brought back as it was at any second of the last 35 days.</summary>
    public bool PointInTimeRecovery { get; set; } = true;

    /// <summary>For a new table: whether it refuses to be deleted.</summary>
    public bool DeletionProtection { get; set; } = true;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (PartitionKey == SortKey)
            yield return new ValidationResult("must differ from VITRINE_METADATA__DYNAMODB__PARTITIONKEY.", [nameof(SortKey)]);
        if (Encryption == "kms" && KmsKeyId.Length == 0)
            yield return new ValidationResult("must name the key when VITRINE_METADATA__DYNAMODB__ENCRYPTION is kms.", [nameof(KmsKeyId)]);
    }
}
