using System.Net;
using System.Text;
using Vitrine.Library;

namespace Vitrine.Tests.Web;

public sealed class CrossSiteTests(SharedWorld shared) : IClassFixture<SharedWorld>
{
    [Theory]
    [Trait("trust", "S03")]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData("Sec-Fetch-Site", "none")]
    [InlineData(null, null)]
    public async Task Nothing_can_be_changed_from_another_site_with_a_persons_cookie(string? header, string? value)
    {
        var world = shared.World;
        using var browser = await world.BrowserOfAsync(world.Ada);
        browser.Client.DefaultRequestHeaders.Remove("Origin");
        if (header is not null) browser.Client.DefaultRequestHeaders.TryAddWithoutValidation(header, value);
        var wrong = new List<string>();
        // The forms of share links act for no person, whatever cookie comes along: the token in their path is all that counts.
        var acting = AuthorisationMatrixTests.RoutesOf(world).Where(
            route => route.Method is "POST" or "PUT" or "PATCH" or "DELETE" && !route.Path.StartsWith("/s/{token}", StringComparison.Ordinal));
        foreach (var (method, path) in acting)
        {
            foreach (var type in new[] { "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/json" })
            {
                using var request = new HttpRequestMessage(new HttpMethod(method), AuthorisationMatrixTests.Filled(path));
                request.Content = new ByteArrayContent(Encoding.ASCII.GetBytes("name=planted&read=on"));
                request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
                using var answer = await browser.Client.SendAsync(request, TestContext.Current.CancellationToken);
                if (answer.StatusCode != HttpStatusCode.Forbidden) wrong.Add($"{method} {path} as {type}: {answer.StatusCode}");
            }
        }

        Assert.Empty(wrong);
        var keys = await world.Get<IAccountCatalog>().KeysAsync(world.Ada.Id, TestContext.Current.CancellationToken);
        Assert.DoesNotContain(keys, key => key.Name == "planted");
    }

    [Fact]
    [Trait("trust", "S04")]
    public async Task What_changes_something_is_not_done_by_GET_or_HEAD()
    {
        var world = shared.World;
        using var browser = await world.BrowserOfAsync(world.Ada);
        var routes = AuthorisationMatrixTests.RoutesOf(world).ToList();
        var onlyUnsafe = routes.Select(route => route.Path).Distinct()
            .Where(path => !routes.Any(route => route.Path == path && route.Method is "GET" or "HEAD") && !path.StartsWith("/trash/", StringComparison.Ordinal));
        Assert.NotEmpty(onlyUnsafe);
        foreach (var path in onlyUnsafe)
        {
            foreach (var method in new[] { HttpMethod.Get, HttpMethod.Head })
            {
                using var request = new HttpRequestMessage(method, AuthorisationMatrixTests.Filled(path));
                using var answer = await browser.Client.SendAsync(request, TestContext.Current.CancellationToken);
                // 412: HEAD of any name below /api/v1/uploads is a question of tus, which asks for its version first.
                Assert.True(answer.StatusCode is HttpStatusCode.MethodNotAllowed or HttpStatusCode.NotFound or HttpStatusCode.PreconditionFailed, $"{method} {path}: {answer.StatusCode}");
            }
        }

        Assert.NotNull(await browser.PageAsync("/settings"));
    }

    [Fact]
    public async Task The_sites_own_pages_and_programs_with_a_key_are_let_through()
    {
        var world = shared.World;
        using var browser = await world.BrowserOfAsync(world.Ada);
        browser.Client.DefaultRequestHeaders.Remove("Origin");
        browser.Client.DefaultRequestHeaders.Add("Sec-Fetch-Site", "same-origin");
        using var own = await browser.SubmitAsync("/settings/keys", "/settings/keys", ("name", "mine"), ("read", "on"));
        Assert.Equal(HttpStatusCode.OK, own.StatusCode);
        using var program = await world.ProgramOfAsync(world.Ada);
        Assert.NotEqual(default, await World.UploadAsync(program, Pictures.Png(8, 8, 1)));
    }

    [Fact]
    [Trait("trust", "A07")]
    public async Task A_key_and_a_cookie_together_count_as_the_key_alone()
    {
        var world = shared.World;
        using var browser = await world.BrowserOfAsync(world.Ada);
        browser.Client.DefaultRequestHeaders.Add("Authorization", "Bearer vitrine_revoked-long-ago");
        using var answer = await browser.GetAsync("/api/v1/media");
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }
}
