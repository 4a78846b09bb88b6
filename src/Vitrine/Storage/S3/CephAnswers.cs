using System.Text;

namespace Vitrine.Storage.S3;

/// <summary>
/// Ceph (16, at least) answers what is blocked for the public under an element of another name than Amazon's, in which the SDK finds nothing.
/// </summary>
internal sealed class CephAnswers(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private const string Amazons = "PublicAccessBlockConfiguration>";
    private const string Cephs = "BlockPublicAccessBlockConfiguration>";

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var answer = await base.SendAsync(request, cancellationToken);
        if (request.Method != HttpMethod.Get || request.RequestUri?.Query.Contains("publicAccessBlock", StringComparison.Ordinal) != true || !answer.IsSuccessStatusCode) return answer;
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        answer.Content.Dispose();
        answer.Content = new StringContent(text.Replace(Cephs, Amazons, StringComparison.Ordinal), Encoding.UTF8, "application/xml");
        return answer;
    }
}
