using Microsoft.AspNetCore.Authentication;
using Vitrine.Library;

namespace Vitrine.Features.Accounts.Oidc;

/// <summary>Why a browser was sent to the sign-in service.</summary>
/// <param name="ReturnUrl">Where to go on after signing in.</param>
/// <param name="Connect">The account to be connected; null to sign in.</param>
internal sealed record Errand(string ReturnUrl, AccountId? Connect)
{
    private const string ReturnKey = "vitrine.return", ConnectKey = "vitrine.connect";

    public AuthenticationProperties ToProperties()
    {
        var properties = new AuthenticationProperties { RedirectUri = "/" };
        properties.Items[ReturnKey] = ReturnUrl;
        properties.Items[ConnectKey] = Connect?.ToString();
        return properties;
    }

    public static Errand From(AuthenticationProperties properties) => new(
        properties.Items[ReturnKey] ?? "/", AccountId.TryParse(properties.Items.TryGetValue(ConnectKey, out var text) ? text : null, out var account) ? account : null);
}

/// <summary>Who somebody is at the sign-in service.</summary>
/// <param name="Label">What it calls them, if anything; they may have chosen it themselves.</param>
internal sealed record Somebody(string Issuer, string Subject, string? Label)
{
    private const string IssuerKey = "vitrine.issuer", SubjectKey = "vitrine.subject", LabelKey = "vitrine.label";

    public void Note(AuthenticationProperties properties) =>
        (properties.Items[IssuerKey], properties.Items[SubjectKey], properties.Items[LabelKey]) = (Issuer, Subject, Label);

    public static Somebody From(AuthenticationProperties properties) =>
        new(properties.Items[IssuerKey]!, properties.Items[SubjectKey]!, properties.Items[LabelKey]);
}
