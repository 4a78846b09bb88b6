using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Vitrine.Tests;

/// <summary>Talking JSON to a world.</summary>
public static class Json
{
    /// <summary>The body of a 2xx answer; fails the test on anything else.</summary>
    public static async Task<JsonElement> JsonAsync(this HttpClient client, string path)
    {
        using var answer = await client.GetAsync(path, TestContext.Current.CancellationToken);
        return await answer.JsonAsync();
    }

    public static async Task<JsonElement> JsonAsync(this HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, $"{(int)answer.StatusCode}: {text}");
        return JsonDocument.Parse(text).RootElement.Clone();
    }

    public static async Task<string?> ProblemAsync(this HttpResponseMessage answer)
    {
        Assert.False(answer.IsSuccessStatusCode, $"{answer.StatusCode} is no problem.");
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        using var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return body.RootElement.GetProperty("code").GetString();
    }

    public static Task<HttpResponseMessage> SendJsonAsync(this HttpClient client, HttpMethod method, string path, string? json, string? ifMatch = null)
    {
        var request = new HttpRequestMessage(method, path);
        if (json is not null) request.Content = new StringContent(json, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        if (ifMatch is not null) request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        return client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public static string[] Ids(this JsonElement page) => [.. page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()!)];
}
