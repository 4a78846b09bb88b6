using Vitrine.Settings;

namespace Vitrine.Library.SiteSettings;

/// <summary>Changes the settings that admins may choose while the site runs. What the file, the environment or the command line says stays as it is.</summary>
public sealed class SettingsDesk(ISiteCatalog site, IEnumerable<EditableSetting> settings, ChosenSettings chosen, SettingsWatch watch, TimeProvider time)
{
    /// <summary>Those of the parts that this site has, as they are now.</summary>
    public IReadOnlyList<EditableSetting> Settings { get; } = [.. settings];

    /// <summary>Rises with each change; a change names the one that it is made from.</summary>
    public long Version => chosen.Current.Version;

    public EditableSetting? Find(string path) => Settings.FirstOrDefault(setting => string.Equals(setting.Path, path, StringComparison.OrdinalIgnoreCase));

    /// <summary>All of it or, where one value cannot be used or somebody else was faster, nothing.</summary>
    /// <param name="wanted">By path; what is given otherwise, or is so already, is passed over.</param>
    public async Task<SettingsOutcome> SaveAsync(long version, IReadOnlyDictionary<string, string> wanted, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        var json = await site.GetAsync(SiteValues.Settings, cancellationToken);
        watch.Take(json, began);
        var before = SettingsRow.Parse(json);
        if (before.Version != version) return new SettingsOutcome.Stale();

        var values = new SortedDictionary<string, string>(before.Values.ToDictionary(), StringComparer.Ordinal);
        var changes = new List<SettingChange>();
        foreach (var (path, value) in wanted)
        {
            var setting = Find(path) ?? throw new ArgumentException($"{path} is no setting that can be chosen.", nameof(wanted));
            if (setting.IsGiven || setting.Now == value) continue;
            if (setting.Refuse(value) is { } why) return new SettingsOutcome.Refused(setting, why);
            changes.Add(new SettingChange(setting, setting.Now, value));

            // A default that a later version changes is followed, so it is not written down.
            if (value == setting.Default) values.Remove(setting.Path);
            else values[setting.Path] = value;
        }

        if (changes.Count == 0) return new SettingsOutcome.Saved([]);
        var row = new SettingsRow(version + 1, values).ToJson();
        if (!await site.ReplaceAsync(SiteValues.Settings, json, row, cancellationToken)) return new SettingsOutcome.Stale();
        watch.Take(row, time.GetTimestamp());
        return new SettingsOutcome.Saved(changes);
    }
}

public sealed record SettingChange(EditableSetting Setting, string Before, string After);

public abstract record SettingsOutcome
{
    private SettingsOutcome()
    {
    }

    /// <param name="Changes">What is otherwise than before; may be none.</param>
    public sealed record Saved(IReadOnlyList<SettingChange> Changes) : SettingsOutcome;

    /// <param name="Why">The end of a sentence about the value.</param>
    public sealed record Refused(EditableSetting Setting, string Why) : SettingsOutcome;

    /// <summary>Somebody changed the settings since that version; nothing was done.</summary>
    public sealed record Stale : SettingsOutcome;
}
