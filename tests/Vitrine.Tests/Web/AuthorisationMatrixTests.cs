using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Vitrine.Library;
using static Vitrine.Tests.Web.AuthorisationTable;

namespace Vitrine.Tests.Web;

/// <summary>
/// Every route times every kind of visitor. The table says who is meant to be let in; a route that it does not know fails the test,
/// so nobody adds a way in without writing it down here.
/// </summary>
public sealed class AuthorisationMatrixTests
{
    /// <summary>The gate's own answers; any other status means that the visitor was let in and the endpoint answered.</summary>
    private static readonly string[] Refusals = ["sign_in_required", "admins_only", "not_for_keys", "read_only_key", "cross_site"];

    [Fact]
    [Trait("trust", "A01")]
    [Trait("trust", "A10")]
    public async Task Every_route_lets_in_those_it_is_meant_for_and_nobody_else()
    {
        await using var world = await World.StartAsync();
        var routes = RoutesOf(world).ToList();
        var names = routes.Select(route => $"{route.Method} {route.Path}").ToList();
        Assert.True(names.All(Routes.ContainsKey), $"Say in the table who is meant to be let in: {string.Join(", ", names.Except(Routes.Keys))}");
        Assert.True(Routes.Keys.All(names.Contains), $"These are in the table but no longer routes: {string.Join(", ", Routes.Keys.Except(names))}");

        var wrong = new StringBuilder();
        foreach (var visitor in await Visitors.AllAsync(world))
        {
            foreach (var (method, path) in routes)
            {
                var expected = Expected(Routes[$"{method} {path}"], visitor.Kind, IsSafe(method));
                var actual = await RefusalAsync(visitor.Client, method, path);
                if (actual != expected) wrong.AppendLine(System.Globalization.CultureInfo.InvariantCulture, $"{method} {path} as {visitor.Kind}: expected {expected ?? "let in"}, was {actual ?? "let in"}");
            }

            visitor.Dispose();
        }

        Assert.True(wrong.Length == 0, wrong.ToString());
    }

    private static string? Expected(string who, string kind, bool isSafe) => (who, kind) switch
    {
        (Everyone or Links, _) => null,
        (_, Visitors.Nobody or Visitors.ExpiredSession or Visitors.RevokedKey or Visitors.WrongKey or Visitors.DisabledSession) => "sign_in_required",
        (Admins, Visitors.Admin) => null,
        (Admins, Visitors.Member) => "admins_only",
        (People or Admins, Visitors.ReadKey or Visitors.WriteKey) => "not_for_keys",
        (AuthorisationTable.Library, Visitors.ReadKey) when !isSafe => "read_only_key",
        _ => null,
    };

    private static bool IsSafe(string method) => method is "GET" or "HEAD" or "OPTIONS";

    private static async Task<string?> RefusalAsync(HttpClient client, string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), Filled(path));
        if (!IsSafe(method)) request.Content = new ByteArrayContent([]);
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        if (method == "HEAD" && answer.StatusCode == HttpStatusCode.Unauthorized) return "sign_in_required";
        if (method == "HEAD" && answer.StatusCode == HttpStatusCode.Forbidden) return "not_for_keys"; // HEAD has no body that says so
        if (answer.Content.Headers.ContentType?.MediaType != "application/problem+json" || method == "HEAD") return null;
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        var code = json.RootElement.GetProperty("code").GetString();
        return Refusals.Contains(code) ? code : null;
    }

    /// <summary>Ids that nobody has: whoever is let in finds nothing, and nothing is changed.</summary>
    internal static string Filled(string path) =>
        System.Text.RegularExpressions.Regex.Replace(path, @"\{[^}]*\}", "0190aaaaaaaa7aaa8aaaaaaaaaaaaaaa");

    internal static IEnumerable<(string Method, string Path)> RoutesOf(World world) =>
        from endpoint in world.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        from method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"]
        let path = "/" + endpoint.RoutePattern.RawText!.Trim('/')
        orderby path, method
        select (method, path);
}
