using Vitrine.Library.SiteSettings;
using Vitrine.Settings;

namespace Vitrine.Features.Administration.Settings;

/// <summary>The page as it starts, or as it was sent with what is wrong.</summary>
/// <param name="Version">Of the settings that a change is made from.</param>
/// <param name="IsStale">Somebody was faster: fields hold what was typed, and say what is saved where that is something else.</param>
public sealed record SettingsView(long Version, bool IsStale, IReadOnlyList<(string Name, IReadOnlyList<SettingField> Fields)> Cards)
{
    internal static SettingsView Of(SettingsDesk desk, IReadOnlyDictionary<string, string> typed, string? wrong = null, string? why = null, bool isStale = false)
    {
        var cards = SettingPlaces.Cards.Select(card => (card.Card, (IReadOnlyList<SettingField>)[.. card.Places.Select(Field).OfType<SettingField>()]));
        return new SettingsView(desk.Version, isStale, [.. cards]);

        SettingField? Field(SettingPlace place) => desk.Find(place.Path) is { } setting
            ? new SettingField(place, setting, typed.GetValueOrDefault(place.Field) ?? place.Typed(setting.Now), place.Field == wrong ? why : null)
            : null;
    }
}

/// <summary>A setting with what its field holds.</summary>
public sealed class SettingField
{
    private readonly SettingPlace place;
    private readonly EditableSetting setting;

    internal SettingField(SettingPlace place, EditableSetting setting, string typed, string? why) =>
        (this.place, this.setting, Typed, Error) = (place, setting, typed, why is null ? null : $"{place.Label} {why}");

    public string Name => place.Field;
    public string Label => place.Label;
    public string? Hint => place.Hint;
    public string Typed { get; }
    public string? Error { get; }

    /// <summary>What is in force, for people.</summary>
    public string Now => place.Words(setting.Now);

    /// <summary>Null where it can be chosen here; else the name of the setting that says it.</summary>
    public string? GivenBy => setting.IsGiven ? setting.Name : null;

    public bool IsOtherwise => !setting.IsGiven && Typed != place.Typed(setting.Now);
    public bool IsRequired => place.Kind != SettingKind.Limit;
    public string? InputMode => place.Kind switch { SettingKind.Days => "numeric", SettingKind.Size or SettingKind.Limit => "decimal", _ => null };
    internal IReadOnlyList<SettingChoice> Choices => place.Choices;
}
