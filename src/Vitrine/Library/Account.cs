namespace Vitrine.Library;

/// <summary>Somebody who may sign in and has a library of their own.</summary>
public sealed record Account
{
    public required AccountId Id { get; init; }

    /// <summary>1 to 64 characters; unique without regard to case.</summary>
    public required string Name { get; init; }

    /// <summary>By ASP.NET Core Identity's hasher; empty where there is no password. Never leaves the server.</summary>
    public required string PasswordHash { get; init; }

    public bool HasPassword => PasswordHash.Length > 0;

    public required bool IsAdmin { get; init; }
    public bool Disabled { get; init; }

    /// <summary>Bytes this account may hold, trash included; null is no limit.</summary>
    public long? QuotaBytes { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Since when it is deleted; <see cref="Disabled"/> is then true. Until the purge begins an admin can bring it back.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>Since when all that it has is being removed for ever.</summary>
    public DateTimeOffset? PurgingAt { get; init; }
    /// <summary>Where letters go: confirmed by a link that was sent there. Null where there is none.</summary>
    public string? Email { get; init; }

    /// <summary>They do not want to be told by mail of what guests added.</summary>
    public bool NoDigest { get; init; }
}

/// <param name="TokenHash">SHA-256 of the cookie's secret.</param>
/// <param name="Agent">The browser's own words, at most 200 characters, for the person's list of sessions.</param>
public sealed record Session(string TokenHash, AccountId Account, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, string? Agent);

/// <param name="Id">Public name of the key, for lists and revoking.</param>
/// <param name="SecretHash">SHA-256 of the bearer secret.</param>
public sealed record ApiKey(
    Guid Id, AccountId Account, string Name, string SecretHash, bool CanRead, bool CanWrite, DateTimeOffset CreatedAt, DateTimeOffset? LastUsedAt);

/// <param name="Used">Bytes of items, trash included, until purged.</param>
/// <param name="Reserved">Bytes promised to uploads under way.</param>
/// <param name="Items">Live items.</param>
public sealed record Usage(long Used, long Reserved, long Items);
