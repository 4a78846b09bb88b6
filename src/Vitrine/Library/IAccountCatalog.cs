namespace Vitrine.Library;

/// <summary>Accounts, sessions and API keys. One transaction per member. Every implementation passes <c>AccountCatalogContract</c>.</summary>
public interface IAccountCatalog
{
    /// <summary>False when the name is taken (case does not count).</summary>
    Task<bool> AddAsync(Account account, CancellationToken cancellationToken);

    /// <summary>Adds the first account of the site. False when there is any account: of two browsers, one wins (RULES 23).</summary>
    Task<bool> AddFirstAsync(Account account, CancellationToken cancellationToken);

    Task<bool> AnyAsync(CancellationToken cancellationToken);

    Task<Account?> FindAsync(AccountId id, CancellationToken cancellationToken);

    Task<Account?> FindByNameAsync(string name, CancellationToken cancellationToken);

    /// <summary>By name, at most <paramref name="limit"/>.</summary>
    Task<Page<Account>> PageAsync(Cursor? after, int limit, CancellationToken cancellationToken);

    /// <summary>A new password ends every session and key of the account but <paramref name="keepSession"/>.</summary>
    Task<bool> ChangePasswordAsync(AccountId id, string passwordHash, string? keepSession, CancellationToken cancellationToken);

    /// <summary>Changes role, quota or whether the account may sign in; disabling ends its sessions and keys. <c>LastAdmin</c> when no admin would remain, <c>Closed</c> for one that is deleted.</summary>
    Task<AccountChange> ChangeAsync(AccountId id, bool isAdmin, bool disabled, long? quotaBytes, CancellationToken cancellationToken);

    /// <summary>Where letters of this account go, and whether it is told of what guests added. Ends nothing. False when there is no such account.</summary>
    Task<bool> SetMailAsync(AccountId id, string? email, bool noDigest, CancellationToken cancellationToken);

    Task AddSessionAsync(Session session, CancellationToken cancellationToken);

    /// <summary>
    /// The session and its account, by key and consistently (RULES 19); null when expired, ended or its account is disabled.
    /// </summary>
    Task<(Session Session, Account Account)?> FindSessionAsync(string tokenHash, CancellationToken cancellationToken);

    Task ExtendSessionAsync(string tokenHash, DateTimeOffset expiresAt, CancellationToken cancellationToken);

    Task EndSessionAsync(string tokenHash, CancellationToken cancellationToken);

    Task<IReadOnlyList<Session>> SessionsAsync(AccountId account, CancellationToken cancellationToken);

    Task AddKeyAsync(ApiKey key, CancellationToken cancellationToken);

    /// <summary>The key and its account; null when revoked or its account is disabled.</summary>
    Task<(ApiKey Key, Account Account)?> FindKeyAsync(string secretHash, CancellationToken cancellationToken);

    /// <summary>Notes a use; callers do so at most once a minute per key.</summary>
    Task TouchKeyAsync(Guid id, CancellationToken cancellationToken);

    Task<IReadOnlyList<ApiKey>> KeysAsync(AccountId account, CancellationToken cancellationToken);

    /// <summary>False when this account has no such key.</summary>
    Task<bool> RevokeKeyAsync(AccountId account, Guid id, CancellationToken cancellationToken);

    /// <summary>Removes sessions that expired before a moment; returns how many.</summary>
    Task<int> SweepSessionsAsync(DateTimeOffset moment, CancellationToken cancellationToken);
}

public enum AccountChange
{
    Changed,
    Absent,
    LastAdmin,

    /// <summary>The account is deleted: it can be brought back, not changed.</summary>
    Closed,
}
