using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Vitrine.Tests.Web;

public partial class ReferenceTests
{
    [Fact]
    public async Task The_api_describes_itself()
    {
        await using var world = await World.StartAsync();
        using var program = world.ProgramWith(null);

        var document = await program.JsonAsync("/openapi/v1.json");

        var paths = document.GetProperty("paths").EnumerateObject().ToDictionary(path => path.Name, path => path.Value);
        Assert.Superset(
            "/api/v1/media /api/v1/media/{id} /api/v1/media/{id}/trash /api/v1/media/selection /api/v1/timeline /api/v1/timeline/{section} /api/v1/trash /media/{id}/original /s/{token}/uploads /s/{token}/uploads/{id}".Split(' ').ToHashSet(),
            paths.Keys.ToHashSet());
        string[] places = ["/api/v1/", "/media/{id}/", "/s/{token}/uploads"];
        Assert.All(paths, path => Assert.True(places.Any(place => path.Key.StartsWith(place, StringComparison.Ordinal)), path.Key));
        foreach (var (path, operations) in paths)
            Assert.All(operations.EnumerateObject(), operation => Assert.True(operation.Value.TryGetProperty("summary", out _), $"{operation.Name} {path} says nothing of itself."));
        var item = document.GetProperty("components").GetProperty("schemas").GetProperty("MediaJson");
        Assert.Equal("integer", item.GetProperty("properties").GetProperty("bytes").GetProperty("type").GetString());
    }

    [Fact]
    public async Task The_reference_page_loads_nothing_from_elsewhere()
    {
        await using var world = await World.StartAsync();
        using var browser = world.Browser();
        using var answer = await browser.GetAsync("/docs/");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var page = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.DoesNotMatch(Elsewhere(), page);
        Assert.Contains("connect-src 'self'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe-eval", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        using var script = await browser.GetAsync("/docs/scalar.js");
        Assert.Equal(HttpStatusCode.OK, script.StatusCode);
    }

    [GeneratedRegex("(src|href)=\"(https?:)?//")]
    private static partial Regex Elsewhere();
}
