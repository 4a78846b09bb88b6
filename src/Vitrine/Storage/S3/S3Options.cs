using System.ComponentModel.DataAnnotations;

namespace Vitrine.Storage.S3;

/// <summary>
/// Section <c>Storage:S3</c>: the store in a bucket. There is no setting for keys: credentials come from the SDK's own chain (the
/// instance's role, web identity, environment, profile).
/// </summary>
public sealed class S3Options : IValidatableObject
{
    public const string Section = "Storage:S3";

    [Required(ErrorMessage = "must name the bucket.")]
    [RegularExpression("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]", ErrorMessage = "must be a bucket's name: 3 to 63 lower-case letters, digits, dots and hyphens.")]
    public string Bucket { get; set; } = "";

    /// <summary>Such as <c>eu-central-1</c>; empty is the one that the environment or the instance says.</summary>
    public string Region { get; set; } = "";

    /// <summary>The address of an S3 that is not Amazon's; empty is Amazon's.</summary>
    [RegularExpression("https?://[^/ ]+/?", ErrorMessage = "must be an address such as https://s3.example.org:9000, without a path.")]
    public string Endpoint { get; set; } = "";

    /// <summary>The same store as browsers reach it, for links to it; empty is <see cref="Endpoint"/>.</summary>
    [RegularExpression("https?://[^/ ]+/?", ErrorMessage = "must be an address such as https://s3.example.org:9000, without a path.")]
    public string PublicEndpoint { get; set; } = "";

    /// <summary>
    /// Whether browsers send large files straight to the bucket, by links that are good for 15 minutes. Off, since a page then needs to reach the
    /// bucket: its address from outside, and CORS as <c>provision</c> makes it. A browser that cannot sends through the site.
    /// </summary>
    public bool DirectUploads { get; set; }

    /// <summary>The bucket's name in the path instead of the host's name; unset is true with an endpoint of one's own.</summary>
    public bool? PathStyle { get; set; }

    /// <summary>What all keys begin with, so that a bucket can be shared; ends in a slash.</summary>
    [RegularExpression("([A-Za-z0-9_-][A-Za-z0-9._-]*/)*", ErrorMessage = "must be empty or end in a slash, such as photos/.")]
    [MaxLength(100, ErrorMessage = "must have at most 100 characters.")]
    public string Prefix { get; set; } = "";

    /// <summary>Of originals from 128 KiB, which the infrequent classes bill at least. Only classes that answer at once.</summary>
    [RegularExpression("STANDARD|STANDARD_IA|ONEZONE_IA|INTELLIGENT_TIERING|GLACIER_IR", ErrorMessage = "must be STANDARD, STANDARD_IA, ONEZONE_IA, INTELLIGENT_TIERING or GLACIER_IR.")]
    public string StorageClass { get; set; } = "STANDARD";

    /// <summary><c>none</c> leaves it to the bucket's own default, which on Amazon's S3 is SSE-S3.</summary>
    [RegularExpression("none|sse-s3|sse-kms", ErrorMessage = "must be none, sse-s3 or sse-kms.")]
    public string Encryption { get; set; } = "none";

    /// <summary>With <c>sse-kms</c>; empty is the account's key for S3.</summary>
    public string KmsKeyId { get; set; } = "";

    /// <summary>With <c>sse-kms</c>: one key of the bucket's own for many objects, which saves calls to KMS.</summary>
    public bool BucketKey { get; set; } = true;

    /// <summary>Whether a bucket that is made keeps former versions; the site removes all versions of what is deleted for ever.</summary>
    public bool Versioning { get; set; }

    /// <summary>
    /// Below the prefix, what anybody may read without asking the site, for a CDN in front: <c>renditions/public/</c> or such. Empty is nothing.
    /// Only ever reading, and never originals.
    /// </summary>
    [RegularExpression("(renditions/([A-Za-z0-9_-]+/)+)?", ErrorMessage = "must be empty or a folder of renditions, such as renditions/public/; originals are never public.")]
    [MaxLength(100, ErrorMessage = "must have at most 100 characters.")]
    public string PublicRead { get; set; } = "";

    /// <summary>How long one try of a request may take; uploads get time for their bytes besides.</summary>
    [Range(1, 300, ErrorMessage = "must be 1 to 300.")]
    public int TimeoutSeconds { get; set; } = 10;

    /// <summary>How often a request is tried that failed in passing, with growing pauses between.</summary>
    [Range(1, 10, ErrorMessage = "must be 1 to 10.")]
    public int Attempts { get; set; } = 4;

    /// <summary>Memory for parts on their way to the bucket, for all uploads together (RULES 6).</summary>
    [Range(16, 4096, ErrorMessage = "must be 16 to 4096.")]
    public int BufferMegabytes { get; set; } = 64;

    /// <summary>How long an upload waits for that memory before it is told 503.</summary>
    [Range(0, 300, ErrorMessage = "must be 0 to 300.")]
    public int BufferWaitSeconds { get; set; } = 15;

    /// <summary>Under a key of KMS the tag of a part is no checksum that a browser could have computed.</summary>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => DirectUploads && Encryption == "sse-kms"
        ? [new ValidationResult("cannot be on with sse-kms, under which the bucket does not say what it holds; turn it off, or encrypt by sse-s3.", [nameof(DirectUploads)])]
        : [];
}
