namespace Vitrine.Features.Uploads.Tus;

/// <summary>The words of tus 1.0 (https://tus.io/protocols/resumable-upload), and ours at the end.</summary>
internal static class TusHeaders
{
    public const string Resumable = "Tus-Resumable";
    /// <summary><c>true</c> on OPTIONS where files can be sent straight to the bucket, see <c>POST /api/v1/uploads/direct</c>.</summary>
    public const string Direct = "Upload-Direct";

    public const string Versions = "Tus-Version";
    public const string Extensions = "Tus-Extension";
    public const string MaxSize = "Tus-Max-Size";
    public const string ChecksumAlgorithms = "Tus-Checksum-Algorithm";
    public const string Offset = "Upload-Offset";
    public const string Length = "Upload-Length";
    public const string DeferLength = "Upload-Defer-Length";
    public const string Metadata = "Upload-Metadata";
    public const string Checksum = "Upload-Checksum";
    public const string Expires = "Upload-Expires";
    public const string Concat = "Upload-Concat";

    /// <summary>The item that the upload became or repeats; on every answer about an ended upload.</summary>
    public const string MediaId = "Upload-Media-Id";

    /// <summary><c>true</c> when the bytes were here before and nothing was stored.</summary>
    public const string Duplicate = "Upload-Duplicate";

    /// <summary>Optional: the account whose queue the client runs, so that a queue never goes on into somebody else's library.</summary>
    public const string Owner = "Upload-Owner";

    public const string Version = "1.0.0";
    public const string BodyType = "application/offset+octet-stream";
    public const string Offered = "creation,creation-with-upload,creation-defer-length,checksum,expiration,termination";
}
