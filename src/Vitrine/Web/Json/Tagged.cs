using System.IO.Hashing;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Vitrine.Web.Json;

/// <summary>JSON answers with an ETag; private, and asked about again at each use (RULES 19).</summary>
public static class Tagged
{
    /// <summary>An item's ETag is its version.</summary>
    public static string Of(long version) => $"\"{version}\"";

    /// <summary>An item, or 304 when the client holds this version.</summary>
    public static IResult Media(HttpContext context, MediaJson media)
    {
        var etag = Of(media.Version);
        Mark(context, etag);
        return Preconditions.HoldsCurrent(context.Request, etag, modified: null)
            ? Results.StatusCode(StatusCodes.Status304NotModified)
            : Results.Ok(media);
    }

    /// <summary>A list whose tag is made from its own bytes, or 304.</summary>
    public static IResult Content<T>(HttpContext context, T value, JsonTypeInfo<T> type)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(value, type);
        var etag = $"\"{XxHash3.HashToUInt64(bytes):x16}\"";
        Mark(context, etag);
        return Preconditions.HoldsCurrent(context.Request, etag, modified: null)
            ? Results.StatusCode(StatusCodes.Status304NotModified)
            : Results.Bytes(bytes, "application/json; charset=utf-8");
    }

    private static void Mark(HttpContext context, string etag)
    {
        context.Response.Headers.ETag = etag;
        context.Response.Headers.CacheControl = "private, no-cache";
    }
}
