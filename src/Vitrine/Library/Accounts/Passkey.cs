using System.Security.Cryptography;

namespace Vitrine.Library.Accounts;

/// <summary>A key pair (WebAuthn) with which an account signs in without name and password. Only its public half is ever here.</summary>
public sealed record Passkey
{
    /// <summary>Chosen by the authenticator; at most 1 023 bytes, unique over all accounts.</summary>
    public required byte[] CredentialId { get; init; }

    public required AccountId Account { get; init; }

    /// <summary>What its owner calls it.</summary>
    public required string Name { get; init; }

    /// <summary>In COSE's form.</summary>
    public required byte[] PublicKey { get; init; }

    /// <summary>Rises with each use where the authenticator counts; one that does not rise is a copy.</summary>
    public required uint SignCount { get; init; }

    /// <summary>How a browser reaches the authenticator: <c>internal</c>, <c>usb</c>, <c>hybrid</c>, ...</summary>
    public IReadOnlyList<string> Transports { get; init; } = [];

    /// <summary>It may be copied to the owner's other devices, for good decided when it was made.</summary>
    public bool IsBackupEligible { get; init; }

    public bool IsBackedUp { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>Names it in its owner's pages, and in keys of rows: the credential's own id can be long.</summary>
    public string PublicId => PublicIdOf(CredentialId);

    public static string PublicIdOf(byte[] credentialId) => Convert.ToHexStringLower(SHA256.HashData(credentialId));
}

/// <summary>The passkeys of accounts. Every implementation passes <c>PasskeyContract</c>.</summary>
public interface IPasskeyCatalog
{
    /// <summary>False when the credential is known already, whoever has it.</summary>
    Task<bool> AddAsync(Passkey passkey, CancellationToken cancellationToken);

    Task<Passkey?> FindAsync(byte[] credentialId, CancellationToken cancellationToken);

    /// <summary>Oldest first; callers let an account have no more than a few dozen.</summary>
    Task<IReadOnlyList<Passkey>> OfAsync(AccountId account, CancellationToken cancellationToken);

    /// <summary>Notes a use: count, whether it is backed up, and when. False when somebody used a later count meanwhile, or it is gone.</summary>
    Task<bool> UseAsync(Passkey used, CancellationToken cancellationToken);

    /// <summary>False when this account has no such passkey.</summary>
    Task<bool> RenameAsync(AccountId account, byte[] credentialId, string name, CancellationToken cancellationToken);

    /// <summary>False when this account has no such passkey.</summary>
    Task<bool> RemoveAsync(AccountId account, byte[] credentialId, CancellationToken cancellationToken);
}
