using System.Globalization;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Vitrine.Library;
using Vitrine.Web;

namespace Vitrine.Features.Accounts.Oidc;

/// <summary>
/// The way to the sign-in service and back: ASP.NET Core's own handler (authorization code, PKCE, state, nonce), called from our routes. It is
/// not put into the pipeline as a scheme, where it would answer before the visitor is known and keep a cookie of its own.
/// </summary>
internal sealed class SignInService(
    IOptions<OidcOptions> options, SiteAddress address, IDataProtectionProvider protection, TimeProvider time, ILogger<SignInService> log)
{
    public const string ReturnPath = "/login/service/return";

    private const string Scheme = "sign-in-service";

    /// <summary>Everything between leaving for the service and coming back.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    private readonly Lazy<OpenIdConnectOptions> configured = new(() => Configure(options.Value, address, protection, time));

    /// <summary>Sends the browser to the service; <paramref name="errand"/> comes back with it, sealed. False when the service does not answer.</summary>
    public async Task<bool> TryLeaveAsync(HttpContext context, Errand errand)
    {
        try
        {
            await (await HandlerAsync(context, configured.Value)).ChallengeAsync(errand.ToProperties());
            return true;
        }
        catch (Exception unreachable) when (unreachable is InvalidOperationException or HttpRequestException or IOException)
        {
            log.LogWarning("The sign-in service does not answer: {Reason}. Is VITRINE_ACCOUNTS__OIDC__AUTHORITY right?", unreachable.GetBaseException().Message);
            return false;
        }
    }

    /// <summary>Takes what the service sends back by the browser; <paramref name="finish"/> or <paramref name="fail"/> writes the answer.</summary>
    public async Task ReturnAsync(HttpContext context, Func<Errand, Somebody, Task> finish, Func<Task> fail)
    {
        // The handler's events are part of its options; these are of this one request.
        var mine = Configure(options.Value, address, protection, time);
        mine.ConfigurationManager = configured.Value.ConfigurationManager;
        mine.Events.OnTokenValidated = validated =>
        {
            var token = validated.SecurityToken;
            var label = validated.Principal?.FindFirst("preferred_username")?.Value ?? validated.Principal?.FindFirst("name")?.Value;
            var signedIn = long.TryParse(validated.Principal?.FindFirst("auth_time")?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var at) ? at : (long?)null;
            new Somebody(token.Issuer, token.Subject, label, signedIn).Note(validated.Properties!);
            return Task.CompletedTask;
        };
        mine.Events.OnTicketReceived = async received =>
        {
            received.HandleResponse();
            await finish(Errand.From(received.Properties!), Somebody.From(received.Properties!));
        };
        mine.Events.OnRemoteFailure = async failed =>
        {
            log.LogWarning("The sign-in service let nobody in: {Reason}", MediaTexts.Line(failed.Failure?.Message));
            failed.HandleResponse();
            await fail();
        };
        if (!await (await HandlerAsync(context, mine)).HandleRequestAsync()) await fail();
    }

    /// <summary>It says nothing in the log by itself: what it would say holds addresses with codes in them.</summary>
    private static async Task<OpenIdConnectHandler> HandlerAsync(HttpContext context, OpenIdConnectOptions handled)
    {
        var handler = new OpenIdConnectHandler(new Fixed(handled), NullLoggerFactory.Instance, HtmlEncoder.Default, UrlEncoder.Default);
        await handler.InitializeAsync(new AuthenticationScheme(Scheme, null, typeof(OpenIdConnectHandler)), context);
        return handler;
    }

    private static OpenIdConnectOptions Configure(OidcOptions options, SiteAddress address, IDataProtectionProvider protection, TimeProvider time)
    {
        var oidc = new OpenIdConnectOptions
        {
            Authority = options.Authority,
            RequireHttpsMetadata = !new Uri(options.Authority!).IsLoopback,
            ClientId = options.ClientId,
            ClientSecret = options.ClientSecret,
            ResponseType = OpenIdConnectResponseType.Code,

            // By GET: a cross-site POST would bring none of our cookies over plain http.
            ResponseMode = OpenIdConnectResponseMode.Query,
            UsePkce = true,
            CallbackPath = ReturnPath,
            RemoteAuthenticationTimeout = Patience,
            MapInboundClaims = false,
            DisableTelemetry = true,
            TimeProvider = time,
            SignInScheme = "none",
            Events = new OpenIdConnectEvents
            {
                OnRedirectToIdentityProvider = leaving =>
                {
                    leaving.ProtocolMessage.RedirectUri = address.Of(leaving.Request, ReturnPath);
                    return Task.CompletedTask;
                },
            },
        };
        foreach (var cookie in new[] { oidc.CorrelationCookie, oidc.NonceCookie })
        {
            (cookie.SameSite, cookie.SecurePolicy, cookie.Path) = (SameSiteMode.Lax, CookieSecurePolicy.SameAsRequest, ReturnPath);
        }

        new OpenIdConnectPostConfigureOptions(protection).PostConfigure(Scheme, oidc);
        return oidc;
    }

    private sealed class Fixed(OpenIdConnectOptions options) : IOptionsMonitor<OpenIdConnectOptions>
    {
        public OpenIdConnectOptions CurrentValue => options;

        public OpenIdConnectOptions Get(string? name) => options;

        public IDisposable? OnChange(Action<OpenIdConnectOptions, string?> listener) => null;
    }
}
