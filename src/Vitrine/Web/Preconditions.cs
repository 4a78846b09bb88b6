using Microsoft.AspNetCore.Http.Headers;
using Microsoft.Net.Http.Headers;

namespace Vitrine.Web;

/// <summary>Conditional requests by RFC 9110 section 13, in its order of precedence. Ask only after the visitor was let in.</summary>
public static class Preconditions
{
    /// <summary><c>If-Match</c>: may a change go on? A null <paramref name="etag"/> means that the thing does not exist.</summary>
    public static bool MayChange(HttpRequest request, string? etag)
    {
        var header = request.Headers.IfMatch;
        if (header.Count == 0) return true;
        if (etag is null) return false;
        return EntityTagHeaderValue.TryParseList(header, out var tags)
            && tags.Any(tag => tag.Equals(EntityTagHeaderValue.Any) || (!tag.IsWeak && tag.Tag == etag));
    }

    /// <summary>
    /// <c>If-None-Match</c>, and only where there is none <c>If-Modified-Since</c>: does the client hold the present bytes?
    /// </summary>
    public static bool HoldsCurrent(HttpRequest request, string etag, DateTimeOffset? modified)
    {
        var header = request.Headers.IfNoneMatch;
        if (header.Count == 1 && header[0] == etag) return true;
        if (header.Count > 0)
            return EntityTagHeaderValue.TryParseList(header, out var tags) && tags.Any(tag => tag.Equals(EntityTagHeaderValue.Any) || tag.Tag == etag);
        return modified is { } since && new RequestHeaders(request.Headers).IfModifiedSince is { } known && Seconds(since) <= known;
    }

    /// <summary><c>If-Range</c>: is the part the client holds of these very bytes? Strong comparison, exact date.</summary>
    public static bool RangeStillFits(HttpRequest request, string etag, DateTimeOffset? modified)
    {
        var header = request.Headers.IfRange;
        if (header.Count == 0) return true;
        if (!RangeConditionHeaderValue.TryParse(header.ToString(), out var condition)) return false;
        return condition.EntityTag is { } tag
            ? !tag.IsWeak && tag.Tag == etag
            : modified is { } since && condition.LastModified == Seconds(since);
    }

    private static DateTimeOffset Seconds(DateTimeOffset moment) => DateTimeOffset.FromUnixTimeSeconds(moment.ToUnixTimeSeconds());
}
