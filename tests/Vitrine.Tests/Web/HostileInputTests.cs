using System.Net;

namespace Vitrine.Tests.Web;

/// <summary>The strings that broke others, put into every place of every route.</summary>
public sealed class HostileInputTests(SharedWorld shared) : IClassFixture<SharedWorld>
{
    private static readonly string[] Strings =
    [
        "../../x", "/etc/x", @"C:\x", "%2e%2e%2f", "..%c0%af", "a\0b", "CON", "' OR 1=1--", "\"", ";", "%", "_", "%%%%", "-1", "99999999999999999999",
        "<img src=x onerror=alert(1)>", "\u202egpj", "0190aaaaaaaa7aaa8aaaaaaaaaaaaaaa ", "0190AAAAAAAA7AAA8AAAAAAAAAAAAAAA", "null", "{}", "é漢", "\r\nX: y",
    ];

    private static readonly string[] Queries = ["cursor", "sort", "limit", "ids", "from", "until", "q", "returnUrl", "token", "view", "permanent", "download", "after", "section"];

    [Fact]
    [Trait("trust", "P02")]
    public async Task A_segment_that_is_no_id_is_not_found()
    {
        var world = shared.World;
        using var person = await world.BrowserOfAsync(world.Ada);
        var wrong = new List<string>();
        foreach (var (method, path) in AuthorisationMatrixTests.RoutesOf(world).Where(route => route.Path.Contains("{id}", StringComparison.Ordinal)))
        {
            foreach (var text in Strings)
            {
                var filled = path.Replace("{id}", Uri.EscapeDataString(text), StringComparison.Ordinal).Replace("{rendition}", "tile", StringComparison.Ordinal);
                using var request = new HttpRequestMessage(new HttpMethod(method), filled);
                if (method is "POST" or "PUT" or "PATCH") request.Content = new ByteArrayContent([]);
                using var answer = await person.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
                var refused = answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.BadRequest
                    // The form, the method or the tus headers are looked at first; nothing is found that way either.
                    or HttpStatusCode.UnsupportedMediaType or HttpStatusCode.MethodNotAllowed or HttpStatusCode.PreconditionFailed
                    // Who tries many tokens is slowed down.
                    || (answer.StatusCode == HttpStatusCode.TooManyRequests && (path.Contains("{token}", StringComparison.Ordinal) || path.Contains("{address}", StringComparison.Ordinal)));
                if (!refused && method != "OPTIONS") wrong.Add($"{method} {filled}: {answer.StatusCode}");
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    [Trait("trust", "I01")]
    public async Task No_query_breaks_a_route_or_lets_a_row_change()
    {
        var world = shared.World;
        using var person = await world.BrowserOfAsync(world.Ada);
        var id = await world.UploadAsync(world.Ada);
        var before = await person.Client.GetStringAsync($"/api/v1/media/{id}", TestContext.Current.CancellationToken);
        var wrong = new List<string>();
        foreach (var path in AuthorisationMatrixTests.RoutesOf(world).Where(route => route.Method == "GET").Select(route => AuthorisationMatrixTests.Filled(route.Path)))
        {
            foreach (var text in Strings)
            {
                var query = string.Join('&', Queries.Select(name => $"{name}={Uri.EscapeDataString(text)}"));
                using var answer = await person.Client.GetAsync($"{path}?{query}", HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
                if ((int)answer.StatusCode >= 500) wrong.Add($"{path} with {text}: {answer.StatusCode}");
            }
        }

        Assert.Empty(wrong);
        using var after = System.Text.Json.JsonDocument.Parse(await person.Client.GetStringAsync($"/api/v1/media/{id}", TestContext.Current.CancellationToken));
        using var was = System.Text.Json.JsonDocument.Parse(before);
        Assert.Equal(was.RootElement.GetProperty("fileName").GetString(), after.RootElement.GetProperty("fileName").GetString());
    }
}
