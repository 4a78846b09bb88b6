using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Vitrine.Library;

namespace Vitrine.Tests.Uploads;

/// <summary>A program that speaks tus, one request at a time, so that tests can say exactly what is sent.</summary>
internal sealed class Tus(HttpClient program)
{
    public const string Place = "/api/v1/uploads";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static string Metadata(params (string Key, string Value)[] pairs) =>
        string.Join(',', pairs.Select(pair => $"{pair.Key} {Convert.ToBase64String(Encoding.UTF8.GetBytes(pair.Value))}"));

    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string url, byte[]? body, params (string Name, string Value)[] headers) =>
        SendAsync(method, url, body is null ? null : new ByteArrayContent(body), headers);

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string url, HttpContent? content, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, url) { Content = content };
        request.Headers.Add("Tus-Resumable", "1.0.0");
        if (content is not null) content.Headers.ContentType ??= new MediaTypeHeaderValue("application/offset+octet-stream");
        foreach (var (name, value) in headers)
        {
            request.Headers.Remove(name);
            if (value.Length > 0) request.Headers.TryAddWithoutValidation(name, value);
        }

        return await program.SendAsync(request, Cancel);
    }

    /// <summary>Begins an upload and returns its address; fails the test on anything but 201.</summary>
    public async Task<string> CreateAsync(long length, string fileName = "picture.png")
    {
        using var answer = await SendAsync(
            HttpMethod.Post, Place, (byte[]?)null, ("Upload-Length", $"{length}"), ("Upload-Metadata", Metadata(("filename", fileName))));
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return answer.Headers.Location!.OriginalString;
    }

    public Task<HttpResponseMessage> PatchAsync(string url, long offset, byte[] bytes, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Patch, url, bytes, [("Upload-Offset", $"{offset}"), .. headers]);

    public Task<HttpResponseMessage> HeadAsync(string url) => SendAsync(HttpMethod.Head, url, (byte[]?)null);

    public async Task<long> OffsetAsync(string url)
    {
        using var answer = await HeadAsync(url);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return long.Parse(Header(answer, "Upload-Offset")!, null);
    }

    public async Task<JsonElement> DescribeAsync(string url)
    {
        using var json = JsonDocument.Parse(await program.GetStringAsync(url, Cancel));
        return json.RootElement.Clone();
    }

    public static string? Header(HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out var values) || answer.Content.Headers.TryGetValues(name, out values) ? string.Join(',', values) : null;

    /// <summary>The code of a problem.</summary>
    public static async Task<string?> CodeAsync(HttpResponseMessage answer)
    {
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancel));
        return json.RootElement.GetProperty("code").GetString();
    }

    public static MediaId ItemOf(HttpResponseMessage answer)
    {
        Assert.True(MediaId.TryParse(Header(answer, "Upload-Media-Id"), out var id), "No Upload-Media-Id.");
        return id;
    }
}
