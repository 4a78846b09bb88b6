using System.Text.Json;
using System.Text.Json.Serialization;

namespace Vitrine.Storage;

/// <summary>What the marker of a store says.</summary>
/// <param name="StoreId">The site's own id, the same in its metadata.</param>
/// <param name="Generation">How many homes the site's files have had, this one included: the metadata says which of them is the present one.</param>
public sealed record StoreMark(string StoreId, long Generation = 1, StoreState State = StoreState.InUse)
{
    /// <summary>Of a store that was moved away from: what to set instead, for a sentence to an operator.</summary>
    public string? MovedTo { get; init; }

    public byte[] ToJson() => [.. JsonSerializer.SerializeToUtf8Bytes(this, StoreMarkJson.Default.StoreMark), (byte)'\n'];

    /// <summary>Null when it makes no sense as a marker.</summary>
    public static StoreMark? Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, StoreMarkJson.Default.StoreMark) is { StoreId.Length: > 0 } mark ? mark : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Throws with one sentence where no site may work on the store.</summary>
    public StoreMark RequireInUse() => State switch
    {
        StoreState.InUse => this,
        StoreState.Copying => throw new StorageUnavailableException(
            "This store is an unfinished copy: `vitrine move` still fills it. Use the settings from before the move until it says that it is done, or run it again."),
        _ => throw new StorageUnavailableException($"The files of this site have moved. Set {MovedTo}."),
    };
}

public enum StoreState
{
    InUse,

    /// <summary>A move fills it; no site may use it yet.</summary>
    Copying,

    /// <summary>A move took the site elsewhere; what lies here is an old copy.</summary>
    Moved,
}

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(StoreMark))]
internal sealed partial class StoreMarkJson : JsonSerializerContext;
