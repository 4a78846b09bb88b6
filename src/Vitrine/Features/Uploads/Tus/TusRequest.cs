using System.Globalization;
using Vitrine.Library;

namespace Vitrine.Features.Uploads.Tus;

/// <summary>Reads the headers of tus; each member answers null or a refusal for what makes no sense.</summary>
internal static class TusRequest
{
    public static bool SpeaksOurVersion(this HttpRequest request) => request.Headers[TusHeaders.Resumable] == TusHeaders.Version;

    public static bool HasTusBody(this HttpRequest request) =>
        string.Equals(request.ContentType, TusHeaders.BodyType, StringComparison.OrdinalIgnoreCase);

    /// <summary>A header that is a count of bytes: false when it is there and is none.</summary>
    public static bool TryReadBytes(this HttpRequest request, string header, out long? bytes)
    {
        bytes = null;
        var text = request.Headers[header].ToString();
        if (text.Length == 0) return true;
        if (text.Length > 200 || !text.All(char.IsAsciiDigit)) return false;

        // More digits than a long has is a size like any other that is too large.
        bytes = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : long.MaxValue;
        return true;
    }

    /// <summary>Exactly one of length and deferral.</summary>
    public static bool TryReadLength(this HttpRequest request, out long? length)
    {
        var defers = request.Headers[TusHeaders.DeferLength].ToString();
        return request.TryReadBytes(TusHeaders.Length, out length) && (length is null ? defers == "1" : defers.Length == 0);
    }

    public static bool TryReadChecksum(this HttpRequest request, out BodyChecksum? checksum, out UploadStep.Refused? refused)
    {
        checksum = null;
        refused = null;
        var header = request.Headers[TusHeaders.Checksum].ToString();
        if (header.Length == 0) return true;

        var parts = header.Split(' ', 2);
        var digest = new byte[128];
        if (!BodyChecksum.Algorithms.Contains(parts[0]))
            refused = new UploadStep.Refused(ProblemCode.UnknownChecksum, $"This site verifies {string.Join(", ", BodyChecksum.Algorithms)}.");
        else if (parts.Length != 2 || !Convert.TryFromBase64String(parts[1], digest, out var length)
            || !BodyChecksum.TryCreate(parts[0], digest[..length], out checksum))
            refused = new UploadStep.Refused(ProblemCode.InvalidRequest, "Upload-Checksum is an algorithm, a space and the digest in base64.");
        return refused is null;
    }
}
