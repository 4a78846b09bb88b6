using System.Security.Cryptography;
using System.Text;

namespace Vitrine.Library.Accounts;

/// <summary>That somebody at a sign-in service (OpenID Connect) is an account here. Who it is there is the pair of issuer and subject, and nothing else.</summary>
/// <param name="Issuer">The service, as it names itself in what it signs.</param>
/// <param name="Subject">Its own unchanging name for the person.</param>
/// <param name="Label">What it called them when they were connected; to be shown, never to be trusted.</param>
public sealed record ExternalAccount(string Issuer, string Subject, AccountId Account, string Label, DateTimeOffset CreatedAt)
{
    /// <summary>Names the pair in pages and in keys of rows.</summary>
    public string PublicId => PublicIdOf(Issuer, Subject);

    public static string PublicIdOf(string issuer, string subject) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{issuer.Length} {issuer} {subject}")));
}

/// <summary>Which accounts are connected with a sign-in service. Every implementation passes <c>ExternalAccountContract</c>.</summary>
public interface IExternalAccountCatalog
{
    Task<ExternalAccount?> FindAsync(string issuer, string subject, CancellationToken cancellationToken);

    /// <summary>Oldest first, at most 100.</summary>
    Task<IReadOnlyList<ExternalAccount>> OfAsync(AccountId account, CancellationToken cancellationToken);

    /// <summary>False when the pair is connected already, with whomever.</summary>
    Task<bool> AddAsync(ExternalAccount external, CancellationToken cancellationToken);

    /// <summary>Adds an account and what connects it, both or neither.</summary>
    Task<ConnectOutcome> AddWithAccountAsync(Account account, ExternalAccount external, CancellationToken cancellationToken);

    /// <summary>False when this account is not connected with the pair.</summary>
    Task<bool> RemoveAsync(AccountId account, string issuer, string subject, CancellationToken cancellationToken);
}

public enum ConnectOutcome
{
    Connected,
    NameTaken,

    /// <summary>The pair is connected already. Nothing was added.</summary>
    Known,
}
