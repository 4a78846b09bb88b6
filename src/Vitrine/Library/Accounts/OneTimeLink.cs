namespace Vitrine.Library.Accounts;

/// <summary>An address that does one thing once: it makes an account, or gives one a new password. Made by an admin, or by whoever forgot their password; the token is kept as a hash only.</summary>
public sealed record OneTimeLink
{
    public required Guid Id { get; init; }

    /// <summary>SHA-256 of the token (<see cref="Ids.HashSecret"/>).</summary>
    public required string TokenHash { get; init; }

    /// <summary>Whose password it sets; null for an invitation.</summary>
    public AccountId? Account { get; init; }

    /// <summary>Of an invitation: for whom, as its maker wrote it. Never shown to those who hold it.</summary>
    public string Name { get; init; } = "";

    /// <summary>Of an invitation: what the account will be.</summary>
    public bool IsAdmin { get; init; }

    /// <summary>Of an invitation: bytes; null is no limit.</summary>
    public long? QuotaBytes { get; init; }

    public required AccountId MadeBy { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }
}
