using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Vitrine.Library.Accounts;

/// <summary>
/// Hashes and checks passwords with ASP.NET Core Identity's hasher. Each costs about a tenth of a second of CPU on purpose, so no more
/// run at once than there are cores; that also bounds how far guesses in parallel can outrun a throttle.
/// </summary>
public sealed class Passwords : IDisposable
{
    public const int Shortest = 8;

    /// <summary>OWASP's figure for PBKDF2-HMAC-SHA512 (Password Storage Cheat Sheet, 2023).</summary>
    private const int Iterations = 210_000;

    private readonly PasswordHasher<Account> hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = Iterations }));
    private readonly SemaphoreSlim cores = new(Environment.ProcessorCount);
    private readonly Lazy<string> decoy;

    public Passwords() => decoy = new Lazy<string>(() => hasher.HashPassword(null!, Ids.NewSecret()));

    public Task<string> HashAsync(string password, CancellationToken cancellationToken) =>
        OnACoreAsync(() => hasher.HashPassword(null!, password), cancellationToken);

    /// <summary>False for no account and for one without a password, after the same time as for a wrong one: what it takes does not tell who has an account.</summary>
    public Task<bool> CheckAsync(Account? account, string password, CancellationToken cancellationToken) =>
        OnACoreAsync(() => Matches(account, password), cancellationToken);

    /// <summary>Checks the password of something that is no account.</summary>
    public Task<bool> CheckAsync(string hash, string password, CancellationToken cancellationToken) =>
        OnACoreAsync(() => hasher.VerifyHashedPassword(null!, hash, password) != PasswordVerificationResult.Failed, cancellationToken);

    public void Dispose() => cores.Dispose();

    private bool Matches(Account? account, string password) =>
        hasher.VerifyHashedPassword(null!, account is { HasPassword: true } ? account.PasswordHash : decoy.Value, password) != PasswordVerificationResult.Failed
        && account is { Disabled: false, HasPassword: true };

    private async Task<T> OnACoreAsync<T>(Func<T> work, CancellationToken cancellationToken)
    {
        await cores.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(work, cancellationToken);
        }
        finally
        {
            cores.Release();
        }
    }
}
