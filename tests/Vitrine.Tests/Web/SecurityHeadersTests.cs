using System.Net;

namespace Vitrine.Tests.Web;

public sealed class SecurityHeadersTests(SharedWorld shared) : IClassFixture<SharedWorld>
{
    [Fact]
    [Trait("trust", "H01")]
    public async Task Every_kind_of_answer_carries_the_headers()
    {
        var world = shared.World;
        using var browser = await world.BrowserOfAsync(world.Ada);
        using var program = await world.ProgramOfAsync(world.Ada);
        var id = await world.UploadAsync(world.Ada);
        var asked = new (HttpClient Client, string Path, int Status)[]
        {
            (browser.Client, "/settings", 200),
            (browser.Client, "/login", 303),
            (browser.Client, "/nowhere", 404),
            (browser.Client, $"/media/{id}/original", 200),
            (program, "/api/v1/media", 200),
            (program, "/api/v1/media/nonsense", 404),
            (program, "/settings", 403),
            (program, "/healthz", 200),
            (program, "/openapi/v1.json", 200),
        };
        foreach (var (client, path, status) in asked)
        {
            using var answer = await client.GetAsync(path, TestContext.Current.CancellationToken);
            Assert.True(status == (int)answer.StatusCode, $"{path}: {answer.StatusCode}");
            AssertHeaders(answer, path);
        }

        using var first = await browser.GetAsync($"/media/{id}/original");
        browser.Client.DefaultRequestHeaders.TryAddWithoutValidation("If-None-Match", first.Headers.ETag!.ToString());
        using var again = await browser.GetAsync($"/media/{id}/original");
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        AssertHeaders(again, "304");
    }

    [Fact]
    [Trait("trust", "H03")]
    [Trait("trust", "H06")]
    public async Task What_is_private_is_never_kept_by_others_and_refusals_by_nobody()
    {
        var world = shared.World;
        using var browser = await world.BrowserOfAsync(world.Ada);
        using var nobody = world.ProgramWith(null);
        using var ben = await world.ProgramOfAsync(world.Ben);
        var id = await world.UploadAsync(world.Ada, seed: 2);
        foreach (var path in new[] { "/", "/settings", $"/media/{id}", $"/media/{id}/original", "/api/v1/media", $"/api/v1/media/{id}" })
        {
            using var kept = await browser.GetAsync(path);
            Assert.Equal(HttpStatusCode.OK, kept.StatusCode);
            Assert.True(kept.Headers.CacheControl is { Private: true, NoCache: true } or { NoStore: true }, $"{path}: {kept.Headers.CacheControl}");
            Assert.False(kept.Headers.CacheControl.Public || kept.Headers.CacheControl.SharedMaxAge is not null, path);

            foreach (var (client, status) in new[] { (nobody, HttpStatusCode.Unauthorized), (ben, path.Contains($"{id}", StringComparison.Ordinal) ? HttpStatusCode.NotFound : default) })
            {
                using var refused = await client.GetAsync(path, TestContext.Current.CancellationToken);
                if (status != default && !(status == HttpStatusCode.NotFound && refused.StatusCode == HttpStatusCode.Forbidden)) Assert.Equal(status, refused.StatusCode);
                if (!refused.IsSuccessStatusCode) Assert.True(refused.Headers.CacheControl?.NoStore, $"{path}: {refused.StatusCode} {refused.Headers.CacheControl}");
                Assert.False(refused.Headers.Contains("Set-Cookie"), path);
            }
        }

        using var media = await browser.GetAsync($"/media/{id}/original");
        Assert.False(media.Headers.Contains("Set-Cookie"));
        using var api = await browser.GetAsync("/api/v1/media");
        Assert.False(api.Headers.Contains("Set-Cookie"));
    }

    [Theory]
    [Trait("trust", "H07")]
    [InlineData("https://evil.example")]
    [InlineData("null")]
    [InlineData("http://127.0.0.1.evil.example")]
    public async Task No_other_origin_is_ever_allowed_to_read(string origin)
    {
        var world = shared.World;
        using var browser = await world.BrowserOfAsync(world.Ada);
        browser.Client.DefaultRequestHeaders.Remove("Origin");
        browser.Client.DefaultRequestHeaders.TryAddWithoutValidation("Origin", origin);
        using var read = await browser.GetAsync("/api/v1/media");
        AssertNoCors(read);
        using var preflight = new HttpRequestMessage(HttpMethod.Options, "/api/v1/uploads");
        preflight.Headers.Add("Access-Control-Request-Method", "POST");
        preflight.Headers.Add("Access-Control-Request-Headers", "tus-resumable");
        using var answer = await browser.Client.SendAsync(preflight, TestContext.Current.CancellationToken);
        AssertNoCors(answer);
    }

    [Fact]
    public async Task Pages_stay_in_the_back_forward_cache_although_they_hold_forms()
    {
        var world = shared.World;
        using var browser = await world.BrowserOfAsync(world.Ada);
        using var page = await browser.GetAsync("/settings");
        Assert.NotEmpty((await Browser.ParseAsync(page)).QuerySelectorAll("input[name=form-token]"));
        Assert.False(page.Headers.CacheControl?.NoStore);
    }

    private static void AssertNoCors(HttpResponseMessage answer) =>
        Assert.DoesNotContain(answer.Headers, header => header.Key.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase));

    private static void AssertHeaders(HttpResponseMessage answer, string what)
    {
        Assert.True("nosniff" == Header("X-Content-Type-Options"), what);
        Assert.True(Header("Referrer-Policy") is "same-origin" or "no-referrer", what);
        var policy = Header("Content-Security-Policy");
        Assert.True(policy.Contains("default-src", StringComparison.Ordinal), $"{what}: {policy}");
        Assert.True(policy.Contains("frame-ancestors 'none'", StringComparison.Ordinal) || policy.Contains("sandbox", StringComparison.Ordinal), $"{what}: {policy}");
        Assert.DoesNotContain("unsafe-inline' ", policy.Replace("style-src-attr 'unsafe-inline'", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe-eval", policy, StringComparison.Ordinal);
        Assert.Empty(Header("Server") + Header("X-Powered-By"));

        string Header(string name) => answer.Headers.TryGetValues(name, out var values) ? string.Join(",", values) : "";
    }
}
