using System.Globalization;
using Microsoft.AspNetCore.Authentication;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Vitrine.Library;

namespace Vitrine.Features.Accounts.Oidc;

/// <summary>Why a browser was sent to the sign-in service.</summary>
/// <param name="ReturnUrl">Where to go on after signing in.</param>
/// <param name="Connect">The account to be connected; null to sign in.</param>
/// <param name="Prove">The account whose holder is to sign in there afresh; null to sign in.</param>
internal sealed record Errand(string ReturnUrl, AccountId? Connect, AccountId? Prove = null)
{
    private const string ReturnKey = "vitrine.return", ConnectKey = "vitrine.connect", ProveKey = "vitrine.prove";

    public AuthenticationProperties ToProperties()
    {
        var properties = new AuthenticationProperties { RedirectUri = "/" };
        properties.Items[ReturnKey] = ReturnUrl;
        properties.Items[ConnectKey] = Connect?.ToString();
        properties.Items[ProveKey] = Prove?.ToString();
        if (Prove is null) return properties;

        // The service must not let its own session do, and has to say when the person signed in: OpenID Connect Core, 3.1.2.1.
        properties.SetParameter(OpenIdConnectParameterNames.Prompt, OpenIdConnectPrompt.Login);
        properties.SetParameter<TimeSpan?>(OpenIdConnectParameterNames.MaxAge, TimeSpan.Zero);
        return properties;
    }

    public static Errand From(AuthenticationProperties properties) => new(properties.Items[ReturnKey] ?? "/", IdOf(properties, ConnectKey), IdOf(properties, ProveKey));

    private static AccountId? IdOf(AuthenticationProperties properties, string key) =>
        AccountId.TryParse(properties.Items.TryGetValue(key, out var text) ? text : null, out var account) ? account : null;
}

/// <summary>Who somebody is at the sign-in service.</summary>
/// <param name="Label">What it calls them, if anything; they may have chosen it themselves.</param>
/// <param name="SignedInAt">When they signed in there, in seconds since 1970, if it says so.</param>
internal sealed record Somebody(string Issuer, string Subject, string? Label, long? SignedInAt)
{
    private const string IssuerKey = "vitrine.issuer", SubjectKey = "vitrine.subject", LabelKey = "vitrine.label", SignedInKey = "vitrine.signed-in";

    public void Note(AuthenticationProperties properties)
    {
        (properties.Items[IssuerKey], properties.Items[SubjectKey], properties.Items[LabelKey]) = (Issuer, Subject, Label);
        properties.Items[SignedInKey] = SignedInAt?.ToString(CultureInfo.InvariantCulture);
    }

    public static Somebody From(AuthenticationProperties properties) => new(
        properties.Items[IssuerKey]!, properties.Items[SubjectKey]!, properties.Items[LabelKey],
        long.TryParse(properties.Items[SignedInKey], NumberStyles.None, CultureInfo.InvariantCulture, out var at) ? at : null);
}
