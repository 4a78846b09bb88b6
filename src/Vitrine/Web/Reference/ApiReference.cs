using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Scalar.AspNetCore;
using Vitrine.Library;
using Vitrine.Web.Access;

namespace Vitrine.Web.Reference;

/// <summary>The API described: as OpenAPI for programs, as a page for people. Both are built from the routes themselves.</summary>
public static class ApiReference
{
    private const string Description =
        """
        Everything the site's own pages can do with media. Send an API key as `Authorization: Bearer KEY` (make one under Settings, or with
        `vitrine key add`). What is not yours is answered exactly as what does not exist: 404. Problems are RFC 9457 with a stable `code`.
        """;

    public static IServiceCollection AddApiReference(this IServiceCollection services) => services.AddOpenApi("v1", openApi =>
    {
        openApi.ShouldInclude = route =>
            ((IsUnder("api/v1/", route) || IsUnder("s/{token}/uploads", route)) && route.HttpMethod != HttpMethods.Options)
            || (IsUnder("media/{id}/", route) && route.HttpMethod == HttpMethods.Get);
        openApi.AddDocumentTransformer(DescribeAsync);
    });

    public static void MapApiReference(this IEndpointRouteBuilder app)
    {
        app.MapOpenApi("/openapi/{documentName}.json").Admits(Who.Everyone);
        app.MapScalarApiReference("/docs", Configure).Admits(Who.Everyone);
    }

    private static bool IsUnder(string place, ApiDescription route) => route.RelativePath?.StartsWith(place, StringComparison.Ordinal) == true;

    private static Task DescribeAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo { Title = "Vitrine", Version = "v1", Description = Description };
        document.Servers = [new OpenApiServer { Url = "/" }];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            ["key"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "An API key." },
        };
        document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("key", document)] = [] }];
        return Task.CompletedTask;
    }

    /// <summary>
    /// The page's script is served by this site, and it may talk to nobody else. It makes its own style sheets, hence the one
    /// looser word in its policy.
    /// </summary>
    private static void Configure(ScalarOptions page, HttpContext context)
    {
        var nonce = Ids.NewSecret();
        context.Response.Headers.ContentSecurityPolicy =
            $"default-src 'self'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; "
            + "connect-src 'self'; worker-src 'self' blob:; base-uri 'self'; form-action 'self'; frame-ancestors 'none'; object-src 'none'";
        page.WithTitle("Vitrine API")
            .WithNonce(nonce)
            .WithDynamicBaseServerUrl()
            .WithDefaultHttpClient(ScalarTarget.Shell, ScalarClient.Curl)
            .DisableDefaultFonts()
            .DisableTelemetry()
            .DisableAgent()
            .DisableMcp()
            .HideClientButton()
            .HideDeveloperTools()
            .WithOpenApiRoutePattern("/openapi/{documentName}.json");
    }
}
