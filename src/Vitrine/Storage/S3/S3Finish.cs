using System.Net;
using Amazon.S3;
using Amazon.S3.Model;

namespace Vitrine.Storage.S3;

/// <summary>
/// Puts the parts of a multipart upload together and believes nothing but the object it then finds: the answer may have been lost, or
/// have been 200 and carried an error.
/// </summary>
/// <param name="writeId">What the upload was begun with.</param>
internal sealed class S3Finish(S3Objects objects, string name, string uploadId, string writeId, long length)
{
    private const int Tries = 3;

    /// <summary>Null when there is neither object nor upload, or the parts are not those.</summary>
    public async Task<WriteOutcome?> RunAsync(List<PartETag> parts, CancellationToken cancellationToken)
    {
        if (!objects.CompletesConditionally && await LookAsync(objects, name, writeId, length, cancellationToken) is { } before) return before;
        for (var attempt = 1; attempt <= Tries; attempt++)
        {
            var goOn = await TryAsync(parts, cancellationToken);
            if (await LookAsync(objects, name, writeId, length, cancellationToken) is { } outcome) return outcome;
            if (!goOn) break;
        }

        return null;
    }

    /// <summary>Whether the object is there and is this upload's; null when there is none.</summary>
    public static async Task<WriteOutcome?> LookAsync(S3Objects objects, string name, string writeId, long length, CancellationToken cancellationToken)
    {
        if (await objects.HeadAsync(name, cancellationToken) is not { } found) return null;
        if (found.Metadata[S3Bucket.WriteId] != writeId) return WriteOutcome.AlreadyThere;
        return found.ContentLength == length
            ? WriteOutcome.Stored
            : throw new StorageUnavailableException($"{name} has {found.ContentLength} bytes in the bucket instead of {length}.");
    }

    /// <summary>False when trying again is no use.</summary>
    private async Task<bool> TryAsync(List<PartETag> parts, CancellationToken cancellationToken)
    {
        try
        {
            await objects.CompleteAsync(name, uploadId, parts, cancellationToken);
            return true;
        }
        catch (AmazonS3Exception answer) when (answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.PreconditionFailed or HttpStatusCode.BadRequest)
        {
            return false;
        }
    }
}
