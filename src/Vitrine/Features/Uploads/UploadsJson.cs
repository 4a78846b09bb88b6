using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Vitrine.Features.Uploads.Direct;
using Vitrine.Features.Uploads.Guests;
using Vitrine.Library;
using Vitrine.Web.Json;

namespace Vitrine.Features.Uploads;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(UploadJson))]
[JsonSerializable(typeof(UploadAnswerJson))]
[JsonSerializable(typeof(NewDirectJson))]
[JsonSerializable(typeof(DirectUploadJson))]
[JsonSerializable(typeof(AskedPartsJson))]
[JsonSerializable(typeof(PartLinksJson))]
[JsonSerializable(typeof(HeldPartsJson))]
[JsonSerializable(typeof(SentPartsJson))]
[JsonSerializable(typeof(GuestFilesJson))]
[JsonSerializable(typeof(string[]))]
internal sealed partial class UploadsJson : JsonSerializerContext;

/// <summary>An upload under way or ended.</summary>
/// <param name="Length">Null while the client has not said it.</param>
/// <param name="MediaId">The item it became, or the one it repeats; null before its end.</param>
public sealed record UploadJson(
    string Id,
    string FileName,
    long Offset,
    long? Length,
    [property: JsonConverter(typeof(SnakeCase<UploadState>))] UploadState State,
    string? MediaId,
    bool Duplicate,
    DateTimeOffset ExpiresAt)
{
    public static UploadJson From(Upload upload) => new(
        upload.Id.ToString(), upload.FileName, upload.Position, upload.Length, StateOf(upload), upload.EndedAs?.ToString(), upload.Duplicate, upload.ExpiresAt);

    private static UploadState StateOf(Upload upload) =>
        upload.EndedAs is null ? UploadState.Uploading : upload.Duplicate ? UploadState.Duplicate : UploadState.Received;
}

public enum UploadState
{
    Uploading,
    Received,
    Duplicate,
}

/// <summary>What became of the files of one request.</summary>
/// <param name="Items">Stored ones and those that were here already.</param>
public sealed record UploadAnswerJson(IReadOnlyList<UploadedJson> Items, IReadOnlyList<FileProblemJson> Problems);

/// <summary>A media item as the answer to its upload.</summary>
public sealed record UploadedJson : MediaJson
{
    [SetsRequiredMembers]
    public UploadedJson(MediaItem item, bool duplicate)
        : base(From(item)) => Duplicate = duplicate;

    /// <summary>True when the same bytes were here before: this is that item, and nothing was stored again.</summary>
    public bool Duplicate { get; }
}
