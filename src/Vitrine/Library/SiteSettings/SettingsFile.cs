using System.Text;
using Vitrine.Storage;

namespace Vitrine.Library.SiteSettings;

/// <summary><c>catalog/settings.json</c>: what admins chose, so that a rebuild has it again (RULES 10). Holds no secrets.</summary>
internal sealed class SettingsFile(ISiteCatalog site, IBlobStore blobs)
{
    public static readonly BlobKey Key = new(Keys.Catalog + "settings.json");

    private const int Longest = 64 * 1024;
    private readonly SoleFile file = new(Key);

    /// <summary>Writes the file if it would differ from what this process wrote last. Throws where the store does not take it.</summary>
    public Task WriteAsync(CancellationToken cancellationToken) => file.WriteAsync(
        blobs, async () => await site.GetAsync(SiteValues.Settings, cancellationToken) is { } json ? Encoding.UTF8.GetBytes(json) : null, cancellationToken);

    /// <summary>Where nothing was chosen yet, chooses what the store knows. False when there was nothing to bring back.</summary>
    public async Task<bool> RestoreAsync(CancellationToken cancellationToken)
    {
        await using var blob = await blobs.OpenReadAsync(Key, null, cancellationToken);
        if (blob is null || blob.Info.Length > Longest) return false;
        using var reader = new StreamReader(blob.Content, Encoding.UTF8);
        var chosen = SettingsRow.Parse(await reader.ReadToEndAsync(cancellationToken));
        if (chosen.Values.Count == 0) return false;
        var row = new SettingsRow(chosen.Version, new SortedDictionary<string, string>(chosen.Values.ToDictionary(), StringComparer.Ordinal));
        return await site.ReplaceAsync(SiteValues.Settings, null, row.ToJson(), cancellationToken);
    }
}
