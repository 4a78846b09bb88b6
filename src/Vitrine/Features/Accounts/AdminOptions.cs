namespace Vitrine.Features.Accounts;

/// <summary>Section <c>Admin</c>: makes the first admin at the first start, for installs nobody watches. Without effect later.</summary>
public sealed class AdminOptions
{
    public const string Section = "Admin";

    public string? Name { get; set; }

    /// <summary>At least 8 characters. Take it out of the settings once the site has started.</summary>
    public string? Password { get; set; }
}
