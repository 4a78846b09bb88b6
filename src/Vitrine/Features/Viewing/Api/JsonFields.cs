using System.Text.Json;
using Vitrine.Library;

namespace Vitrine.Features.Viewing.Api;

/// <summary>
/// Reads the fields of a merge patch, where "left out" (null here) is not the same as "null" (empty here).
/// Remembers the first field that is not what it should be.
/// </summary>
public sealed class JsonFields(JsonElement body)
{
    public string? Wrong { get; private set; } = body.ValueKind == JsonValueKind.Object ? null : "The body is a JSON object.";

    public string? Text(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } value => value.GetString(),
        { ValueKind: JsonValueKind.Null } => "",
        _ => Refuse<string>($"{name} is a text."),
    };

    public IReadOnlyList<string>? Texts(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Null } => [],
        { ValueKind: JsonValueKind.Array } value when value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String) =>
            [.. value.EnumerateArray().Select(item => item.GetString()!)],
        _ => Refuse<IReadOnlyList<string>>($"{name} is a list of texts."),
    };

    public TakenAt? Date(string name, DateTimeOffset now)
    {
        if (Find(name) is not { } value) return null;
        if (value.ValueKind == JsonValueKind.String && TakenAt.TryParseWritten(value.GetString(), out var takenAt) && takenAt.IsPlausible(now))
            return takenAt;
        Refuse<string>($"{name} is a date like 2026-05-03T14:20:00, between 1826 and tomorrow.");
        return null;
    }

    private JsonElement? Find(string name) =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty(name, out var value) ? value : null;

    private T? Refuse<T>(string sentence)
        where T : class
    {
        Wrong ??= sentence;
        return null;
    }
}
