using System.Globalization;
using System.Text;

namespace Vitrine.Library.Accounts;

/// <summary>Makes accounts; the one place that knows what a name and a password must be like.</summary>
public sealed class Registration(IAccountCatalog accounts, Passwords passwords, TimeProvider time)
{
    public Task<RegistrationOutcome> AddAsync(NewAccount wanted, CancellationToken cancellationToken) =>
        AddAsync(wanted, async (account, cancel) => await accounts.AddAsync(account, cancel) ? null : ProblemCode.NameTaken, cancellationToken);

    /// <summary>Makes the first admin; <see cref="ProblemCode.NotFound"/> when the site has an account already.</summary>
    public Task<RegistrationOutcome> AddFirstAsync(string name, string password, CancellationToken cancellationToken) => AddAsync(
        new NewAccount(name, password, IsAdmin: true, QuotaBytes: null),
        async (account, cancel) => await accounts.AddFirstAsync(account, cancel) ? null : ProblemCode.NotFound,
        cancellationToken);

    /// <param name="add">Adds the account, together with what makes it possible, and says why not.</param>
    public async Task<RegistrationOutcome> AddAsync(
        NewAccount wanted, Func<Account, CancellationToken, Task<ProblemCode?>> add, CancellationToken cancellationToken)
    {
        var name = wanted.Name.Normalize(NormalizationForm.FormC);
        if (!IsName(name)) return new RegistrationOutcome.Refused(ProblemCode.InvalidName);
        if (wanted.Password is not null && Refuse(wanted.Password) is { } code) return new RegistrationOutcome.Refused(code);
        var account = new Account
        {
            Id = AccountId.New(time),
            Name = name,
            PasswordHash = wanted.Password is null ? "" : await passwords.HashAsync(wanted.Password, cancellationToken),
            IsAdmin = wanted.IsAdmin,
            QuotaBytes = wanted.QuotaBytes,
            CreatedAt = time.GetUtcNow(),
        };
        return await add(account, cancellationToken) is { } refusal ? new RegistrationOutcome.Refused(refusal) : new RegistrationOutcome.Added(account);
    }

    /// <summary>Why a password cannot be used, or null.</summary>
    public static ProblemCode? Refuse(string password) => password.Length < Passwords.Shortest ? ProblemCode.PasswordTooShort : null;

    /// <summary>No characters that cannot be seen: two accounts must not look alike by a bidi mark.</summary>
    private static bool IsName(string name) =>
        name.Length is > 0 and <= 64 && name == name.Trim() && !name.EnumerateRunes().Any(rune => Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);
}

/// <param name="Password">Null for none: its holder comes in another way.</param>
public sealed record NewAccount(string Name, string? Password, bool IsAdmin, long? QuotaBytes);

public abstract record RegistrationOutcome
{
    private RegistrationOutcome()
    {
    }

    public sealed record Added(Account Account) : RegistrationOutcome;

    public sealed record Refused(ProblemCode Code) : RegistrationOutcome;
}
