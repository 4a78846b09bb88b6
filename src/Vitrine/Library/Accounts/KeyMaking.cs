namespace Vitrine.Library.Accounts;

/// <summary>Makes API keys. The secret is handed out once and kept only as a hash.</summary>
public sealed class KeyMaking(IAccountCatalog accounts, TimeProvider time)
{
    /// <summary>Lets secret scanners and people tell what a stray secret is.</summary>
    private const string Prefix = "vitrine_";

    public async Task<(ApiKey Key, string Secret)> MakeAsync(
        AccountId account, string name, bool canRead, bool canWrite, CancellationToken cancellationToken)
    {
        var secret = Prefix + Ids.NewSecret();
        var key = new ApiKey(Ids.New(time), account, name, Ids.HashSecret(secret), canRead, canWrite, time.GetUtcNow(), LastUsedAt: null);
        await accounts.AddKeyAsync(key, cancellationToken);
        return (key, secret);
    }
}
