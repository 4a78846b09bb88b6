using Vitrine.Settings;

namespace Vitrine.Library.Accounts;

/// <summary>Makes one-time links and uses them. The token is handed out once.</summary>
public sealed class OneTimeLinks(IOneTimeLinkCatalog catalog, Registration registration, Passwords passwords, Live<AccountsOptions> accounts, TimeProvider time)
{
    public const int LongestName = 100;

    /// <summary>An invitation lives 1 to so many days.</summary>
    public const int MostDays = 90;

    public const int UsualDays = 7;

    /// <summary>Invitations that are open at a time.</summary>
    public const int MostOpen = 100;

    public static readonly TimeSpan PasswordLinkLifetime = TimeSpan.FromHours(24);

    public async Task<InviteOutcome> InviteAsync(Account admin, NewInvitation wanted, CancellationToken cancellationToken)
    {
        if (accounts.Value.IsClosed)
            return new InviteOutcome.Refused(ProblemCode.SignUpClosed, "The site takes no new accounts by invitation at present: change that in its settings first.");
        if (wanted.Name.Length is 0 or > LongestName) return new InviteOutcome.Refused(ProblemCode.InvalidField, $"Say for whom it is, in 1 to {LongestName} characters.");
        if (wanted.Days is < 1 or > MostDays) return new InviteOutcome.Refused(ProblemCode.InvalidField, $"An invitation lasts 1 to {MostDays} days.");
        if (wanted.QuotaBytes < 0) return new InviteOutcome.Refused(ProblemCode.InvalidField, "A quota is a number of bytes, or left out.");
        if ((await catalog.InvitationsAsync(MostOpen, cancellationToken)).Count == MostOpen)
            return new InviteOutcome.Refused(ProblemCode.InvalidRequest, $"{MostOpen} invitations are open already. Take some back first.");
        var (link, token) = New(admin, TimeSpan.FromDays(wanted.Days));
        link = link with { Name = wanted.Name, IsAdmin = wanted.IsAdmin, QuotaBytes = wanted.QuotaBytes };
        await catalog.AddAsync(link, cancellationToken);
        return new InviteOutcome.Made(link, token);
    }

    /// <summary>A link with which somebody sets a new password; it ends the one that was made before.</summary>
    /// <param name="maker">An admin, or whose password it is.</param>
    public async Task<(OneTimeLink Link, string Token)> ForPasswordAsync(Account maker, AccountId whose, CancellationToken cancellationToken)
    {
        var (link, token) = New(maker, PasswordLinkLifetime);
        link = link with { Account = whose };
        await catalog.AddAsync(link, cancellationToken);
        return (link, token);
    }

    public Task<OneTimeLink?> FindAsync(string token, CancellationToken cancellationToken) => catalog.FindByTokenAsync(Ids.HashSecret(token), cancellationToken);

    /// <summary>Makes the account that an invitation is for; <see cref="ProblemCode.LinkUsedUp"/> when somebody else was faster.</summary>
    public Task<RegistrationOutcome> JoinAsync(OneTimeLink invitation, string name, string password, CancellationToken cancellationToken) =>
        registration.AddAsync(
            new NewAccount(name, password, invitation.IsAdmin, invitation.QuotaBytes),
            async (account, cancel) => await catalog.JoinAsync(invitation.TokenHash, account, cancel) switch
            {
                JoinOutcome.Joined => null,
                JoinOutcome.NameTaken => ProblemCode.NameTaken,
                _ => ProblemCode.LinkUsedUp,
            },
            cancellationToken);

    /// <summary>Why not, or null when the password is set.</summary>
    public async Task<ProblemCode?> SetPasswordAsync(OneTimeLink link, string password, CancellationToken cancellationToken)
    {
        if (Registration.Refuse(password) is { } code) return code;
        var hash = await passwords.HashAsync(password, cancellationToken);
        return await catalog.SetPasswordAsync(link.TokenHash, hash, cancellationToken) is null ? ProblemCode.LinkUsedUp : null;
    }

    private (OneTimeLink Link, string Token) New(Account admin, TimeSpan lifetime)
    {
        var (token, now) = (Ids.NewToken(), time.GetUtcNow());
        var link = new OneTimeLink
        {
            Id = Ids.New(time),
            TokenHash = Ids.HashSecret(token),
            MadeBy = admin.Id,
            CreatedAt = now,
            ExpiresAt = now + lifetime,
        };
        return (link, token);
    }
}

/// <param name="Days">How long it can be used.</param>
public sealed record NewInvitation(string Name, bool IsAdmin, long? QuotaBytes, int Days);

public abstract record InviteOutcome
{
    private InviteOutcome()
    {
    }

    /// <param name="Token">In clear, for this once.</param>
    public sealed record Made(OneTimeLink Link, string Token) : InviteOutcome;

    public sealed record Refused(ProblemCode Code, string Detail) : InviteOutcome;
}
