using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Vitrine.Library;

namespace Vitrine.Tests.Web;

/// <summary>
/// Every route times every kind of visitor. The table says who is meant to be let in; a route that it does not know fails the test,
/// so nobody adds a way in without writing it down here.
/// </summary>
public sealed class AuthorisationMatrixTests
{
    private const string Everyone = "everyone";
    private const string People = "people";
    private const string Admins = "admins";
    private const string Library = "people+keys";
    private const string Links = "whoever has the link";

    private static readonly Dictionary<string, string> Table = new()
    {
        // Alive, ready, described; /metrics looks at the address itself (RULES 30)
        ["GET /healthz"] = Everyone,
        ["GET /readyz"] = Everyone,
        ["GET /metrics"] = Everyone,
        ["GET /openapi/{documentName}.json"] = Everyone,
        ["GET /docs/{documentName?}"] = Everyone,
        ["GET /docs/favicon.svg"] = Everyone,
        ["GET /docs/scalar.aspnetcore.js"] = Everyone,
        ["GET /docs/scalar.js"] = Everyone,

        // The library as pages
        ["GET /"] = People,
        ["GET /table"] = People,
        ["GET /media/{id}"] = People,
        ["POST /media/{id}"] = People,
        ["POST /media/{id}/retry"] = People,
        ["GET /trash"] = People,
        ["POST /download"] = People,
        ["POST /trash"] = People,
        ["POST /trash/restore"] = People,
        ["POST /trash/delete"] = People,
        ["POST /trash/empty"] = People,
        ["GET /trash/all"] = People,
        ["POST /trash/all"] = People,
        ["GET /trash/changes/{id}"] = People,
        ["POST /trash/changes/{id}/cancel"] = People,
        ["POST /trash/changes/{id}/undo"] = People,

        // The library as JSON and bytes
        ["GET /api/v1/media"] = Library,
        ["POST /api/v1/media"] = Library,
        ["GET /api/v1/media/archive"] = Library,
        ["GET /api/v1/media/{id}"] = Library,
        ["PATCH /api/v1/media/{id}"] = Library,
        ["DELETE /api/v1/media/{id}"] = Library,
        ["PUT /api/v1/media/{id}/trash"] = Library,
        ["DELETE /api/v1/media/{id}/trash"] = Library,
        ["POST /api/v1/media/selection"] = Library,
        ["GET /api/v1/changes"] = Library,
        ["GET /api/v1/changes/{id}"] = Library,
        ["DELETE /api/v1/changes/{id}"] = Library,
        ["POST /api/v1/changes/{id}/undo"] = Library,
        ["GET /api/v1/trash"] = Library,
        ["GET /api/v1/timeline"] = Library,
        ["GET /api/v1/timeline/{section}"] = Library,
        ["GET /media/{id}/original"] = Library,
        ["HEAD /media/{id}/original"] = Library,
        ["GET /media/{id}/{rendition}"] = Library,
        ["HEAD /media/{id}/{rendition}"] = Library,

        // Albums
        ["GET /albums"] = People,
        ["POST /albums"] = People,
        ["GET /albums/new"] = People,
        ["POST /albums/choose"] = People,
        ["POST /albums/add"] = People,
        ["GET /albums/{album}"] = People,
        ["POST /albums/{album}"] = People,
        ["GET /albums/{album}/edit"] = People,
        ["POST /albums/{album}/delete"] = People,
        ["POST /albums/{album}/remove"] = People,
        ["POST /albums/{album}/cover"] = People,
        ["POST /albums/{album}/move"] = People,
        ["GET /albums/{album}/members"] = People,
        ["POST /albums/{album}/members"] = People,
        ["POST /albums/{album}/members/{account}/remove"] = People,
        ["GET /albums/{album}/archive"] = Library,
        ["GET /albums/{album}/media/{id}"] = People,
        ["GET /albums/{album}/media/{id}/original"] = Library,
        ["HEAD /albums/{album}/media/{id}/original"] = Library,
        ["GET /albums/{album}/media/{id}/{rendition}"] = Library,
        ["HEAD /albums/{album}/media/{id}/{rendition}"] = Library,
        ["POST /api/v1/albums"] = Library,
        ["GET /api/v1/albums"] = Library,
        ["GET /api/v1/albums/{album}"] = Library,
        ["PATCH /api/v1/albums/{album}"] = Library,
        ["DELETE /api/v1/albums/{album}"] = Library,
        ["GET /api/v1/albums/{album}/albums"] = Library,
        ["GET /api/v1/albums/{album}/members"] = People,
        ["PUT /api/v1/albums/{album}/members/{name}"] = People,
        ["DELETE /api/v1/albums/{album}/members/{name}"] = People,
        ["GET /api/v1/albums/{album}/items"] = Library,
        ["PUT /api/v1/albums/{album}/items/{id}"] = Library,
        ["DELETE /api/v1/albums/{album}/items/{id}"] = Library,

        // Links: for those who have one, whoever they are; what each token opens stands in ShareTests
        ["GET /s/{token}"] = Links,
        ["POST /s/{token}/unlock"] = Links,
        ["POST /s/{token}/open"] = Links,
        ["GET /s/{token}/archive"] = Links,
        ["GET /s/{token}/media/{id}"] = Links,
        ["GET /s/{token}/media/{id}/original"] = Links,
        ["HEAD /s/{token}/media/{id}/original"] = Links,
        ["GET /s/{token}/media/{id}/{rendition}"] = Links,
        ["HEAD /s/{token}/media/{id}/{rendition}"] = Links,
        ["GET /s/{token}/oembed"] = Links,
        ["GET /s/{token}/albums/{inside}"] = Links,
        ["GET /s/{token}/albums/{inside}/archive"] = Links,
        ["GET /s/{token}/albums/{inside}/media/{id}"] = Links,
        ["GET /s/{token}/albums/{inside}/media/{id}/original"] = Links,
        ["HEAD /s/{token}/albums/{inside}/media/{id}/original"] = Links,
        ["GET /s/{token}/albums/{inside}/media/{id}/{rendition}"] = Links,
        ["HEAD /s/{token}/albums/{inside}/media/{id}/{rendition}"] = Links,
        ["GET /s/{token}/add"] = Links,
        ["POST /s/{token}/add"] = Links,
        ["POST /s/{token}/guest"] = Links,
        ["OPTIONS /s/{token}/uploads"] = Links,
        ["GET /s/{token}/uploads"] = Links,
        ["POST /s/{token}/uploads"] = Links,
        ["OPTIONS /s/{token}/uploads/{id}"] = Links,
        ["GET /s/{token}/uploads/{id}"] = Links,
        ["HEAD /s/{token}/uploads/{id}"] = Links,
        ["PATCH /s/{token}/uploads/{id}"] = Links,
        ["DELETE /s/{token}/uploads/{id}"] = Links,
        ["POST /s/{token}/mine/{id}/remove"] = Links,
        ["GET /s/{token}/mine/{id}/original"] = Links,
        ["HEAD /s/{token}/mine/{id}/original"] = Links,
        ["GET /s/{token}/mine/{id}/{rendition}"] = Links,
        ["HEAD /s/{token}/mine/{id}/{rendition}"] = Links,
        ["GET /shares"] = People,
        ["GET /shares/new"] = People,
        ["POST /shares/choose"] = People,
        ["POST /shares"] = People,
        ["POST /shares/{link}/revoke"] = People,
        ["GET /shares/{link}/view"] = People,
        ["GET /shares/{link}/media/{id}"] = People,
        ["GET /shares/{link}/media/{id}/original"] = People,
        ["HEAD /shares/{link}/media/{id}/original"] = People,
        ["GET /shares/{link}/media/{id}/{rendition}"] = People,
        ["HEAD /shares/{link}/media/{id}/{rendition}"] = People,
        ["GET /shares/{link}/albums/{inside}"] = People,
        ["GET /shares/{link}/albums/{inside}/media/{id}"] = People,
        ["GET /shares/{link}/albums/{inside}/media/{id}/original"] = People,
        ["HEAD /shares/{link}/albums/{inside}/media/{id}/original"] = People,
        ["GET /shares/{link}/albums/{inside}/media/{id}/{rendition}"] = People,
        ["HEAD /shares/{link}/albums/{inside}/media/{id}/{rendition}"] = People,
        ["POST /api/v1/albums/{album}/links"] = People,
        ["POST /api/v1/media/{id}/links"] = People,
        ["GET /api/v1/links"] = People,
        ["DELETE /api/v1/links/{link}"] = People,

        // What is unlisted or public: for those who know its address; what each shows stands in PublicTests
        ["GET /p/{address}"] = Links,
        ["GET /p/{address}/archive"] = Links,
        ["GET /p/{address}/oembed"] = Links,
        ["GET /p/{address}/media/{id}"] = Links,
        ["GET /p/{address}/media/{id}/original"] = Links,
        ["HEAD /p/{address}/media/{id}/original"] = Links,
        ["GET /p/{address}/media/{id}/{rendition}"] = Links,
        ["HEAD /p/{address}/media/{id}/{rendition}"] = Links,
        ["GET /p/{address}/albums/{inside}"] = Links,
        ["GET /p/{address}/albums/{inside}/archive"] = Links,
        ["GET /p/{address}/albums/{inside}/media/{id}"] = Links,
        ["GET /p/{address}/albums/{inside}/media/{id}/original"] = Links,
        ["HEAD /p/{address}/albums/{inside}/media/{id}/original"] = Links,
        ["GET /p/{address}/albums/{inside}/media/{id}/{rendition}"] = Links,
        ["HEAD /p/{address}/albums/{inside}/media/{id}/{rendition}"] = Links,
        ["GET /public"] = Everyone,
        ["GET /public/feed"] = Everyone,
        ["GET /people/{name}"] = Everyone,
        ["GET /people/{name}/feed"] = Everyone,
        ["GET /publish"] = People,
        ["POST /publish"] = People,
        ["GET /shares/public"] = People,
        // What guests added, to those who decide about it
        ["GET /incoming"] = People,
        ["GET /albums/{album}/incoming"] = People,
        ["POST /albums/{album}/incoming/approve"] = People,
        ["POST /albums/{album}/incoming/reject"] = People,
        ["GET /albums/{album}/incoming/{id}/original"] = People,
        ["HEAD /albums/{album}/incoming/{id}/original"] = People,
        ["GET /albums/{album}/incoming/{id}/{rendition}"] = People,
        ["HEAD /albums/{album}/incoming/{id}/{rendition}"] = People,
        ["GET /api/v1/albums/{album}/incoming"] = Library,
        ["PUT /api/v1/albums/{album}/incoming/{id}"] = Library,
        ["DELETE /api/v1/albums/{album}/incoming/{id}"] = Library,

        // Uploads
        ["GET /upload"] = People,
        ["POST /upload"] = People,
        ["OPTIONS /api/v1/uploads"] = Library,
        ["POST /api/v1/uploads"] = Library,
        ["OPTIONS /api/v1/uploads/{id}"] = Library,
        ["GET /api/v1/uploads/{id}"] = Library,
        ["HEAD /api/v1/uploads/{id}"] = Library,
        ["PATCH /api/v1/uploads/{id}"] = Library,
        ["DELETE /api/v1/uploads/{id}"] = Library,
        ["POST /api/v1/uploads/direct"] = Library,
        ["GET /api/v1/uploads/{id}/parts"] = Library,
        ["POST /api/v1/uploads/{id}/parts"] = Library,
        ["POST /api/v1/uploads/{id}/finish"] = Library,

        // Accounts
        ["GET /setup"] = Everyone,
        ["POST /setup"] = Everyone,
        ["GET /login"] = Everyone,
        ["POST /login"] = Everyone,
        ["GET /login/code"] = Everyone,
        ["POST /login/code"] = Everyone,
        ["GET /login/service"] = Everyone,
        ["GET /login/service/return"] = Everyone,
        ["POST /login/passkey"] = Everyone,
        ["POST /login/passkey/options"] = Everyone,
        ["POST /logout"] = People,
        ["GET /join/{token}"] = Everyone,
        ["POST /join/{token}"] = Everyone,
        ["GET /password/{token}"] = Everyone,
        ["POST /password/{token}"] = Everyone,
        ["POST /theme/{choice}"] = Everyone,
        ["GET /settings"] = People,
        ["POST /settings/password"] = People,
        ["GET /settings/security"] = People,
        ["GET /settings/security/two-step"] = People,
        ["POST /settings/security/two-step"] = People,
        ["POST /settings/security/two-step/off"] = People,
        ["POST /settings/security/two-step/codes"] = People,
        ["POST /settings/security/passkeys"] = People,
        ["POST /settings/security/passkeys/options"] = People,
        ["POST /settings/security/passkeys/{id}/rename"] = People,
        ["POST /settings/security/passkeys/{id}/remove"] = People,
        ["POST /settings/security/service"] = People,
        ["POST /settings/security/service/{id}/disconnect"] = People,
        ["GET /settings/sessions"] = People,
        ["POST /settings/sessions/end-others"] = People,
        ["POST /settings/sessions/{id}/end"] = People,
        ["GET /settings/export"] = People,
        ["GET /settings/export/archive"] = People,
        ["GET /settings/keys"] = People,
        ["POST /settings/keys"] = People,
        ["POST /settings/keys/{id}/revoke"] = People,

        // Administration
        ["GET /api/v1/accounts/me"] = People,
        ["GET /api/v1/accounts"] = Admins,
        ["POST /api/v1/accounts"] = Admins,
        ["PATCH /api/v1/accounts/{id}"] = Admins,
        ["GET /admin"] = Admins,
        ["GET /admin/accounts"] = Admins,
        ["POST /admin/accounts"] = Admins,
        ["GET /admin/accounts/{id}"] = Admins,
        ["POST /admin/accounts/{id}"] = Admins,
        ["POST /admin/accounts/{id}/password"] = Admins,
        ["POST /admin/accounts/{id}/password-link"] = Admins,
        ["POST /admin/accounts/{id}/two-step/off"] = Admins,
        ["POST /admin/accounts/{id}/passkeys/remove"] = Admins,
        ["GET /admin/invitations"] = Admins,
        ["POST /admin/invitations"] = Admins,
        ["POST /admin/invitations/{id}/revoke"] = Admins,
        ["POST /api/v1/accounts/{id}/password-link"] = Admins,
        ["GET /api/v1/invitations"] = Admins,
        ["POST /api/v1/invitations"] = Admins,
        ["DELETE /api/v1/invitations/{id}"] = Admins,
        ["GET /admin/storage"] = Admins,
        ["GET /admin/links"] = Admins,
        ["POST /admin/links/{link}/revoke"] = Admins,
        ["GET /admin/work"] = Admins,
        ["POST /admin/work/retry"] = Admins,
        ["GET /admin/audit"] = Admins,
        ["GET /admin/audit.csv"] = Admins,
    };

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
        Assert.True(names.All(Table.ContainsKey), $"Say in the table who is meant to be let in: {string.Join(", ", names.Except(Table.Keys))}");
        Assert.True(Table.Keys.All(names.Contains), $"These are in the table but no longer routes: {string.Join(", ", Table.Keys.Except(names))}");

        var wrong = new StringBuilder();
        foreach (var visitor in await Visitors.AllAsync(world))
        {
            foreach (var (method, path) in routes)
            {
                var expected = Expected(Table[$"{method} {path}"], visitor.Kind, IsSafe(method));
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
        (Library, Visitors.ReadKey) when !isSafe => "read_only_key",
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
