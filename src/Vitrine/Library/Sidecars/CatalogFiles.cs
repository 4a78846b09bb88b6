using System.Text.Json;
using System.Text.Json.Serialization;
using Vitrine.Library.SiteSettings;
using Vitrine.Storage;

namespace Vitrine.Library;

/// <summary>
/// <c>catalog/accounts.json</c> and, beside it, the <see cref="SettingsFile"/>: what belongs to no single item, without secrets, at most a minute late (RULES 10).
/// </summary>
internal sealed class CatalogFiles(IAccountCatalog accounts, SettingsFile settings, IBlobStore blobs, TimeProvider time, ILogger<CatalogFiles> log) : BackgroundService
{
    public static readonly BlobKey AccountsKey = new(Keys.Catalog + "accounts.json");

    private const int PageLength = 200;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(20);
    private readonly SoleFile file = new(AccountsKey);

    /// <summary>Writes each file if it would differ from what this process wrote last. Throws where the store does not take it.</summary>
    public async Task WriteAsync(CancellationToken cancellationToken)
    {
        await settings.WriteAsync(cancellationToken);
        await file.WriteAsync(
            blobs, async () => JsonSerializer.SerializeToUtf8Bytes(new AccountsFile(await AllAsync(cancellationToken)), AccountsJson.Default.AccountsFile), cancellationToken);
    }

    /// <summary>The accounts as the store knows them; their passwords, keys and sessions cannot come back.</summary>
    public static async Task<IReadOnlyList<KeptAccount>> ReadAsync(IBlobStore blobs, Action<string> tell, CancellationToken cancellationToken) =>
        (await KeptFiles.FindAsync(blobs, AccountsKey, AccountsJson.Default.AccountsFile, tell, cancellationToken))?.Accounts ?? [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        do
        {
            try
            {
                await WriteAsync(stoppingToken);
            }
            catch (Exception failure) when (failure is StorageUnavailableException or CatalogUnavailableException)
            {
                log.LogWarning("{File} waits: {Reason}", AccountsKey, failure.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task<List<KeptAccount>> AllAsync(CancellationToken cancellationToken)
    {
        var all = new List<KeptAccount>();
        await foreach (var a in Paging.AllAsync(after => accounts.PageAsync(after, PageLength, cancellationToken)))
            all.Add(new KeptAccount(a.Id.ToString(), a.Name, a.IsAdmin, a.Disabled, a.QuotaBytes, a.CreatedAt, a.ClosedAt, a.PurgingAt, a.Email, a.NoDigest));
        return all;
    }
}

internal sealed record AccountsFile(IReadOnlyList<KeptAccount> Accounts);

internal sealed record KeptAccount(
    string Id, string Name, bool IsAdmin, bool Disabled, long? QuotaBytes, DateTimeOffset CreatedAt, DateTimeOffset? ClosedAt = null,
    DateTimeOffset? PurgingAt = null, string? Email = null, bool NoDigest = false);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AccountsFile))]
internal sealed partial class AccountsJson : JsonSerializerContext;
