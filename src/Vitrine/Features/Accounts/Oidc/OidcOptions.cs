using System.ComponentModel.DataAnnotations;

namespace Vitrine.Features.Accounts.Oidc;

/// <summary>Section <c>Accounts:Oidc</c>: signing in by a service that speaks OpenID Connect. Off without an authority.</summary>
public sealed class OidcOptions : IValidatableObject
{
    public const string Section = "Accounts:Oidc";

    /// <summary>The service's address, under which <c>.well-known/openid-configuration</c> lies; https, except on this machine.</summary>
    [Url(ErrorMessage = "must be an address such as https://id.example.org.")]
    public string? Authority { get; set; }

    public string? ClientId { get; set; }

    /// <summary>Empty for a public client, which proves itself by PKCE alone.</summary>
    public string? ClientSecret { get; set; }

    /// <summary>What the button on the sign-in page says.</summary>
    [Required(ErrorMessage = "must be a name for people."), StringLength(60, ErrorMessage = "must have at most 60 characters.")]
    public string Name { get; set; } = "single sign-on";

    /// <summary>Whoever the service lets in and nobody here is connected with gets an account of their own.</summary>
    public bool AutoProvision { get; set; }

    internal bool IsOn => !string.IsNullOrEmpty(Authority);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!IsOn) yield break;
        if (string.IsNullOrEmpty(ClientId)) yield return new ValidationResult("must be set with an authority.", [nameof(ClientId)]);
        if (Uri.TryCreate(Authority, UriKind.Absolute, out var authority) && authority.Scheme != Uri.UriSchemeHttps && !authority.IsLoopback)
            yield return new ValidationResult("must be https.", [nameof(Authority)]);
    }
}
