using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Vitrine.Tests.Features.Accounts.Oidc;

/// <summary>
/// A real OpenID Connect provider (OpenIddict) on a port of its own, with one client. It lets everybody in as <see cref="Subject"/> without
/// asking, keeps nothing, and wants PKCE.
/// </summary>
public sealed class TestProvider : IAsyncDisposable
{
    public const string Client = "vitrine-test", Secret = "of the client";

    /// <summary>Made once: an RSA key takes a while.</summary>
    private static readonly RsaSecurityKey Signing = new(RSA.Create(2048));
    private static readonly SymmetricSecurityKey Sealing = new(RandomNumberGenerator.GetBytes(32));

    private readonly WebApplication host;

    private TestProvider(WebApplication host) => this.host = host;

    public string Address => host.Urls.First();

    /// <summary>Who is sitting before the browser; null refuses.</summary>
    public string? Subject { get; set; } = "subject-1";

    public string? PreferredName { get; set; } = "Ada";

    /// <summary>How long ago they signed in there, where the site wants to know.</summary>
    public TimeSpan SignedInAgo { get; set; }

    /// <summary>What the site last asked the service to ask for: <c>login</c> for a fresh sign-in.</summary>
    public string? Prompt { get; private set; }

    /// <summary>Where the last browser was to be sent back to.</summary>
    public string? RedirectUri { get; private set; }

    public static async Task<TestProvider> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        TestProvider? provider = null;
        builder.Services.AddOpenIddict().AddServer(server =>
        {
            server.SetAuthorizationEndpointUris("connect/authorize").SetTokenEndpointUris("connect/token");
            server.AllowAuthorizationCodeFlow().RequireProofKeyForCodeExchange().RegisterScopes(Scopes.Profile);
            server.AddEncryptionKey(Sealing).AddSigningKey(Signing).EnableDegradedMode();
            server.UseAspNetCore().DisableTransportSecurityRequirement();
            server.AddEventHandler<ValidateAuthorizationRequestContext>(handler => handler.UseInlineHandler(context =>
            {
                if (context.ClientId != Client) context.Reject(Errors.InvalidClient);
                return default;
            }));
            server.AddEventHandler<ValidateTokenRequestContext>(handler => handler.UseInlineHandler(context =>
            {
                if (context.ClientId != Client || context.ClientSecret != Secret) context.Reject(Errors.InvalidClient);
                return default;
            }));
            server.AddEventHandler<HandleAuthorizationRequestContext>(handler => handler.UseInlineHandler(context =>
            {
                provider!.LetIn(context);
                return default;
            }));
        });
        var host = builder.Build();
        host.Urls.Add("http://127.0.0.1:0");
        host.UseAuthentication();
        provider = new TestProvider(host);
        await host.StartAsync(TestContext.Current.CancellationToken);
        return provider;
    }

    public ValueTask DisposeAsync() => host.DisposeAsync();

    private void LetIn(HandleAuthorizationRequestContext context)
    {
        (RedirectUri, Prompt) = (context.Request.RedirectUri, context.Request.Prompt);
        if (Subject is null)
        {
            context.Reject(Errors.AccessDenied, "Not today.");
            return;
        }

        var identity = new ClaimsIdentity("test", Claims.Name, Claims.Role);
        identity.SetClaim(Claims.Subject, Subject).SetClaim(Claims.PreferredUsername, PreferredName).SetClaim(Claims.Email, "ada@example.org");
        if (context.Request.MaxAge is not null) identity.SetClaim(Claims.AuthenticationTime, (DateTimeOffset.UtcNow - SignedInAgo).ToUnixTimeSeconds());
        identity.SetScopes(context.Request.GetScopes());
        identity.SetDestinations(_ => [Destinations.IdentityToken]);
        context.Principal = new ClaimsPrincipal(identity);
    }
}
