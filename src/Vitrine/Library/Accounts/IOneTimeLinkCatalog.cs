namespace Vitrine.Library.Accounts;

/// <summary>
/// Invitations and links for a new password. A link is live until it is used, ends or is revoked, and only while its maker is an admin who
/// may sign in, or for a password the account itself. Every implementation passes <c>OneTimeLinkContract</c>.
/// </summary>
public interface IOneTimeLinkCatalog
{
    /// <summary>Adds a link. One for a password takes the place of the account's last one.</summary>
    Task AddAsync(OneTimeLink link, CancellationToken cancellationToken);

    /// <summary>The live link of a token, by key and consistently, or null. One for a password dies with any new password and with its account.</summary>
    Task<OneTimeLink?> FindByTokenAsync(string tokenHash, CancellationToken cancellationToken);

    /// <summary>Invitations that have not ended, newest first; at most <paramref name="limit"/>, 1 to 100.</summary>
    Task<IReadOnlyList<OneTimeLink>> InvitationsAsync(int limit, CancellationToken cancellationToken);

    /// <summary>False when there is no such invitation (any more).</summary>
    Task<bool> RevokeInvitationAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>Uses up an invitation and adds the account, both or neither: of two who come at once, one joins.</summary>
    Task<JoinOutcome> JoinAsync(string tokenHash, Account account, CancellationToken cancellationToken);

    /// <summary>
    /// Uses up a link for a new password and sets it, both or neither; ends every session and key of the account. Null when the link is no
    /// longer live, else whose it was.
    /// </summary>
    Task<AccountId?> SetPasswordAsync(string tokenHash, string passwordHash, CancellationToken cancellationToken);
}

public enum JoinOutcome
{
    Joined,
    NameTaken,

    /// <summary>The invitation is not live (any more). Nothing was added.</summary>
    Gone,
}
