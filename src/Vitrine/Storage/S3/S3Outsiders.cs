using System.Net;
using Amazon.S3.Model;
using Vitrine.Settings;

namespace Vitrine.Storage.S3;

/// <summary>
/// The bucket as people outside see it: what somebody without credentials gets, and what a browser on one of the site's pages is told when it asks
/// whether it may upload there.
/// </summary>
/// <param name="origin">The site's; null where it is not known, and then no page may reach the bucket.</param>
internal sealed class S3Outsiders(S3Options options, S3Bucket bucket, S3Connection connection, string? origin)
{
    private const string PagesName = "Bucket, from the site's pages";
    private const string Remedy = "Run `vitrine provision`, which blocks public access, and look at the bucket's policy and access list.";

    public async Task<IReadOnlyList<SiteFact>> ExamineAsync(CancellationToken cancellationToken)
    {
        var facts = new List<SiteFact> { await StrangerAsync(cancellationToken) };
        if (origin is not null) facts.Add(await PageAsync(origin, cancellationToken));
        else if (options.DirectUploads) facts.Add(new SiteFact(PagesName, "no page may send to it", "Set VITRINE_SITE__URL to the site's address and run `vitrine provision`. Until then uploads go through the site."));
        return facts;
    }

    /// <summary>Any refusal will do; a bucket that is not there refuses too, which others report.</summary>
    private async Task<SiteFact> StrangerAsync(CancellationToken cancellationToken)
    {
        const string name = "Bucket, without credentials";
        var probe = $"{options.Prefix}{S3Bucket.Incoming}probe-of-doctor";
        var open = new List<string>();
        if (await IsAnsweredAsync(HttpMethod.Get, "", cancellationToken)) open.Add("list");
        if (await IsAnsweredAsync(HttpMethod.Get, options.Prefix + S3Bucket.MarkerName, cancellationToken)) open.Add("read");
        if (await IsAnsweredAsync(HttpMethod.Put, probe, cancellationToken))
        {
            open.Add("write");
            await connection.Client.DeleteObjectAsync(bucket.Name, probe, cancellationToken);
        }

        return open.Count == 0
            ? new SiteFact(name, "cannot be listed, read or written")
            : new SiteFact(name, $"anybody may {string.Join(", ", open)}", Remedy);
    }

    private async Task<SiteFact> PageAsync(string site, CancellationToken cancellationToken)
    {
        using var question = new HttpRequestMessage(HttpMethod.Options, await AddressOfAsync($"{options.Prefix}{S3Bucket.Incoming}part"));
        question.Headers.Add("Origin", site);
        question.Headers.Add("Access-Control-Request-Method", "PUT");
        question.Headers.Add("Access-Control-Request-Headers", "content-md5");
        using var answer = await connection.Http.SendAsync(question, cancellationToken);
        var allowed = answer.IsSuccessStatusCode && answer.Headers.TryGetValues("Access-Control-Allow-Origin", out var origins) ? string.Join(' ', origins) : "";
        if (allowed == site) return new SiteFact(PagesName, $"{site} may send parts of uploads");
        return allowed == "*"
            ? new SiteFact(PagesName, "any site's pages may send to it", "Take the CORS rule for every origin out of the bucket; `vitrine provision` makes one for your site alone.")
            : new SiteFact(PagesName, $"{site} is refused", "Uploads go through the site. To let browsers send straight to the bucket, run `vitrine provision`, which makes its CORS rule.");
    }

    private async Task<bool> IsAnsweredAsync(HttpMethod method, string name, CancellationToken cancellationToken)
    {
        using var question = new HttpRequestMessage(method, await AddressOfAsync(name));
        if (method == HttpMethod.Put) question.Content = new ByteArrayContent([]);
        using var answer = await connection.Http.SendAsync(question, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        return answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.NoContent;
    }

    /// <summary>What a link begins with, without the part that signs it.</summary>
    private async Task<string> AddressOfAsync(string name)
    {
        const string any = "x";
        var request = new GetPreSignedUrlRequest { BucketName = bucket.Name, Key = any, Protocol = connection.Protocol, Expires = DateTime.UnixEpoch.AddYears(100) };
        var link = new Uri(await connection.Public.GetPreSignedURLAsync(request)).GetLeftPart(UriPartial.Path);
        return link[..^any.Length] + name;
    }
}
