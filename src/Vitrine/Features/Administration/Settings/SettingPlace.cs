using System.Globalization;
using Vitrine.Library;

namespace Vitrine.Features.Administration.Settings;

/// <summary>How a value is typed and told.</summary>
internal enum SettingKind
{
    Text,
    Choice,
    Days,

    /// <summary>Typed in GB, kept in bytes.</summary>
    Size,

    /// <summary>The same, and nothing is no limit.</summary>
    Limit,
}

/// <summary>One field of the settings page.</summary>
/// <param name="Path">Which setting it is, e.g. <c>Site:Name</c>.</param>
internal sealed record SettingPlace(string Field, string Path, string Label, SettingKind Kind, string? Hint = null)
{
    public IReadOnlyList<SettingChoice> Choices { get; init; } = [];

    /// <summary>A value as it is typed.</summary>
    public string Typed(string value) => Kind is SettingKind.Size or SettingKind.Limit ? AccountEndpoints.QuotaText(Bytes(value)) : value;

    /// <summary>A value for people who read it.</summary>
    public string Words(string value) => Kind switch
    {
        SettingKind.Choice => Choices.FirstOrDefault(choice => choice.Value == value)?.Words ?? value,
        SettingKind.Days => $"{value} days",
        SettingKind.Size or SettingKind.Limit => Bytes(value) is { } bytes ? $"{AccountEndpoints.QuotaText(bytes)} GB" : "no limit",
        _ => $"“{value}”",
    };

    /// <summary>What was typed as a value; null and why where it cannot be one. What the value may be, its options know.</summary>
    public string? Read(string typed, out string? why)
    {
        why = null;
        if (Kind is not (SettingKind.Size or SettingKind.Limit)) return MediaTexts.Line(typed) ?? "";
        if (AccountEndpoints.TryReadQuota(typed, out var bytes) && (bytes is not null || Kind == SettingKind.Limit)) return bytes?.ToString(CultureInfo.InvariantCulture) ?? "";
        why = "must be a number of gigabytes, such as 1.5.";
        return null;
    }

    private static long? Bytes(string value) => long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) ? bytes : null;
}

/// <param name="Value">As it would be written in the environment.</param>
/// <param name="Note">What follows from it.</param>
internal sealed record SettingChoice(string Value, string Words, string Note);
