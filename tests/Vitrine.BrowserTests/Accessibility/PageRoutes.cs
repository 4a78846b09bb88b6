using Microsoft.AspNetCore.Routing;

namespace Vitrine.BrowserTests.Accessibility;

/// <summary>Which of the site's routes answer with a page of ours, and which story looks at it.</summary>
internal static class PageRoutes
{
    /// <summary>By the method that looks. <see cref="LookingStory.Done"/> holds each to its line.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> LookedAt = new Dictionary<string, string[]>
    {
        [nameof(AccessibilityTests.Every_page_passes_axe)] =
        [
            "/", "/table", "/dates", "/upload", "/media/{id}", "/trash", "/trash/all", "/trash/changes/{id}", "/settings", "/settings/security", "/settings/security/two-step",
            "/settings/sessions", "/settings/keys", "/settings/export", "/settings/delete", "/admin/accounts", "/admin/accounts/{id}", "/admin/accounts/{id}/delete",
            "/admin/invitations", "/admin/storage", "/admin/audit", "/admin/links", "/admin/work", "/admin/settings", "/settings/address/{token}",
        ],
        [nameof(AccessibilityTests.Every_way_in_passes_axe)] = ["/login", "/register", "/login/forgotten", "/login/code", "/join/{token}", "/password/{token}", "/settings/security/two-step"],
        [nameof(AccessibilityTests.The_queue_passes_axe_in_every_state)] = ["/upload", "/settings"],
        [nameof(AccessibilityTests.The_viewer_passes_axe)] = ["/media/{id}"],
        [nameof(LeavingAccessibilityTests.Accounts_that_go_pass_axe)] =
            ["/settings/delete", "/settings/security/two-step", "/settings/security/password", "/admin/accounts", "/admin/accounts/{id}", "/admin/accounts/{id}/delete"],
        [nameof(SetupAccessibilityTests.Setup_passes_axe)] = ["/setup"],
        [nameof(SharingAccessibilityTests.Every_page_of_albums_passes_axe)] =
        [
            "/upload", "/albums", "/albums/new", "/albums/{album}", "/albums/{album}/edit", "/albums/{album}/place", "/albums/{album}/members", "/albums/{album}/media/{id}", "/albums/choose",
            "/albums/{album}/delete",
        ],
        [nameof(SharingAccessibilityTests.Every_page_of_links_passes_axe)] =
        [
            "/shares", "/shares/new", "/shares/choose", "/shares/{link}/address", "/shares/{link}/view", "/shares/{link}/media/{id}", "/shares/{link}/albums/{inside}",
            "/shares/{link}/albums/{inside}/media/{id}", "/s/{token}", "/s/{token}/media/{id}", "/s/{token}/albums/{inside}", "/s/{token}/albums/{inside}/media/{id}",
        ],
        [nameof(SharingAccessibilityTests.Every_page_of_guests_passes_axe)] =
            ["/", "/s/{token}/add", "/albums/{album}", "/albums/{album}/incoming", "/upload", "/shares", "/incoming"],
        [nameof(SharingAccessibilityTests.Every_page_of_what_is_public_passes_axe)] =
        [
            "/", "/albums", "/albums/{album}", "/media/{id}", "/publish", "/shares/public", "/public", "/people/{name}", "/p/{address}", "/p/{address}/media/{id}",
            "/p/{address}/albums/{inside}", "/p/{address}/albums/{inside}/media/{id}",
        ],
    };

    /// <summary>Routes for GET that answer with something else, and with what.</summary>
    public static readonly IReadOnlyDictionary<string, string> NoPages = new Dictionary<string, string>
    {
        ["/healthz"] = "a word",
        ["/readyz"] = "JSON",
        ["/metrics"] = "text",
        ["/openapi/{documentName}.json"] = "JSON",
        ["/docs/{documentName?}"] = "the reference, whose page is not ours",
        ["/docs/favicon.svg"] = "a picture",
        ["/docs/scalar.aspnetcore.js"] = "script",
        ["/docs/scalar.js"] = "script",
        ["/login/service"] = "the way to the sign-in service",
        ["/login/service/return"] = "the way back from it",
        ["/s/{token}/uploads"] = "JSON",
        ["/s/{token}/uploads/{id}"] = "JSON",
        ["/admin"] = "the way to its first page",
        ["/admin/audit.csv"] = "a table",
    };

    /// <summary>Bytes of files, feeds, and what they are described by.</summary>
    private static readonly string[] NoPageEndings = ["/original", "/{rendition}", "/archive", "/oembed", "/feed"];

    public static IEnumerable<string> WithPages(World world) =>
        All(world, "GET").Where(path => !path.StartsWith("/api/", StringComparison.Ordinal) && !NoPages.ContainsKey(path)
            && !NoPageEndings.Any(ending => path.EndsWith(ending, StringComparison.Ordinal)));

    /// <summary>The route that an address belongs to: of those that fit, the one with the most words of its own. Null when none fits.</summary>
    public static string? Of(World world, string address)
    {
        var parts = address.Trim('/').Split('/');
        return All(world, "GET", "POST").Where(route => Fits(route.Trim('/').Split('/'), parts)).MinBy(route => route.Count(letter => letter == '{'));
    }

    private static bool Fits(string[] route, string[] parts) =>
        route.Length == parts.Length && route.Zip(parts).All(pair => pair.First.StartsWith('{') ? pair.Second.Length > 0 : pair.First == pair.Second);

    private static IEnumerable<string> All(World world, params string[] methods) =>
        world.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Any(methods.Contains) ?? true)
            .Select(endpoint => "/" + endpoint.RoutePattern.RawText!.Trim('/'))
            .Distinct();
}
