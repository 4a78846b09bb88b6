using Amazon.S3;
using Amazon.S3.Model;

namespace Vitrine.Storage.S3;

/// <summary>The bucket's name, our keys in it, and what every object that we write carries.</summary>
internal sealed class S3Bucket(S3Options options)
{
    public const string Incoming = "incoming/";
    public const string MarkerName = "vitrine-store.json";

    /// <summary>Which write made an object, so that one whose answer was lost knows itself again (RULES 13).</summary>
    public const string WriteId = "x-amz-meta-vitrine-write";

    private const long SmallestInfrequent = 128 * 1024;

    private readonly S3StorageClass ofOriginals = new(options.StorageClass);
    private readonly ServerSideEncryptionMethod encryption = options.Encryption switch
    {
        "sse-s3" => ServerSideEncryptionMethod.AES256,
        "sse-kms" => ServerSideEncryptionMethod.AWSKMS,
        _ => ServerSideEncryptionMethod.None,
    };

    private readonly string? kmsKeyId = options is { Encryption: "sse-kms", KmsKeyId.Length: > 0 } ? options.KmsKeyId : null;
    private readonly bool? bucketKey = options.Encryption == "sse-kms" ? options.BucketKey : null;

    /// <summary>
    /// What Amazon's S3 verifies each part by. Elsewhere null: the signature covers the bytes, and other checksums are not understood.
    /// </summary>
    public ChecksumAlgorithm? Checksum { get; } = options.Endpoint.Length > 0 ? null : ChecksumAlgorithm.CRC32;

    /// <summary>
    /// Amazon's checksum follows the body, which goes in signed chunks for that. Elsewhere one signature over the whole body costs the node less
    /// (docs/performance.md).
    /// </summary>
    public bool SignsInChunks => Checksum is not null;

    /// <summary>Whether putting parts together can be told not to overwrite.</summary>
    public bool CompletesConditionally => options.Endpoint.Length == 0;

    public string Name => options.Bucket;

    public string Prefix => options.Prefix;

    public string NameOf(BlobKey key) => Prefix + key.Value;

    /// <summary>Null for objects that are not blobs of ours: the marker, other people's, folders made in a console.</summary>
    public BlobKey? KeyOf(string name)
    {
        var key = name[Prefix.Length..];
        return key != MarkerName && BlobKey.IsValid(key) ? new BlobKey(key) : null;
    }

    public PutObjectRequest Put(string name, Stream content, string contentType, string writeId)
    {
        var request = new PutObjectRequest
        {
            BucketName = Name,
            Key = name,
            InputStream = content,
            UseChunkEncoding = SignsInChunks,
            ContentType = contentType,
            StorageClass = ClassOf(name, content.Length),
            ServerSideEncryptionMethod = encryption,
            ServerSideEncryptionKeyManagementServiceKeyId = kmsKeyId,
            BucketKeyEnabled = bucketKey,
        };
        request.Metadata[WriteId] = writeId;
        return request;
    }

    public InitiateMultipartUploadRequest Initiate(string name, string contentType, long? length, string writeId)
    {
        var request = new InitiateMultipartUploadRequest
        {
            BucketName = Name,
            Key = name,
            ContentType = contentType,
            StorageClass = ClassOf(name, length ?? long.MaxValue),
            ServerSideEncryptionMethod = encryption,
            ServerSideEncryptionKeyManagementServiceKeyId = kmsKeyId,
            BucketKeyEnabled = bucketKey,
            ChecksumAlgorithm = Checksum,
        };
        request.Metadata[WriteId] = writeId;
        return request;
    }

    private S3StorageClass ClassOf(string name, long length) =>
        name.StartsWith(Prefix + "originals/", StringComparison.Ordinal) && length >= SmallestInfrequent ? ofOriginals : S3StorageClass.Standard;
}
