using System.Text.Json;
using System.Text.Json.Serialization;
using Vitrine.Settings;

namespace Vitrine.Library.SiteSettings;

/// <summary>What admins chose, as one value of the site (<see cref="SiteValues.Settings"/>): so all nodes agree, and a move carries it.</summary>
internal sealed record SettingsRow(long Version, SortedDictionary<string, string> Values)
{
    public string ToJson() => JsonSerializer.Serialize(this, SettingsRowJson.Default.SettingsRow);

    /// <summary>What cannot be read is as if nothing had been chosen: the site goes by its settings, and a change writes it anew.</summary>
    public static Chosen Parse(string? json)
    {
        if (json is null) return Chosen.Nothing;
        try
        {
            return JsonSerializer.Deserialize(json, SettingsRowJson.Default.SettingsRow) is { Values: { } values, Version: var version }
                ? new Chosen(version, new Dictionary<string, string>(values, StringComparer.OrdinalIgnoreCase))
                : Chosen.Nothing;
        }
        catch (JsonException)
        {
            return Chosen.Nothing;
        }
    }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(SettingsRow))]
internal sealed partial class SettingsRowJson : JsonSerializerContext;
