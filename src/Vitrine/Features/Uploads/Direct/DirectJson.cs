using Vitrine.Library;
using Vitrine.Storage;

namespace Vitrine.Features.Uploads.Direct;

/// <summary>A file that is to be sent straight to the store.</summary>
/// <param name="Length">Bytes.</param>
/// <param name="Album">The id of an album that it is to join.</param>
/// <param name="LastModified">Milliseconds since 1970: the first guess of when it was taken.</param>
public sealed record NewDirectJson(
    string? FileName, long? Length, long? LastModified = null, string? Title = null, string? Description = null, string? Place = null, IReadOnlyList<string>? Tags = null,
    string? Album = null);

/// <summary>How to send it: cut into parts, each by a link of its own.</summary>
/// <param name="PartBytes">Length of every part but the last.</param>
/// <param name="Parts">How many there are; they are numbered from 1.</param>
public sealed record DirectUploadJson(string Id, long PartBytes, int Parts, DateTimeOffset ExpiresAt)
{
    public static DirectUploadJson From(Upload upload, long partLength) => new(
        upload.Id.ToString(), partLength, (int)((upload.Length!.Value + partLength - 1) / partLength), upload.ExpiresAt);
}

/// <summary>The parts that are sent next, at most 16.</summary>
public sealed record AskedPartsJson(IReadOnlyList<AskedPartJson?>? Parts);

/// <param name="Md5">Of the part's bytes, in base64.</param>
public sealed record AskedPartJson(int Number, string? Md5);

/// <param name="ExpiresAt">A PUT that begins later is refused; ask for another link then.</param>
public sealed record PartLinksJson(IReadOnlyList<PartLinkJson> Links, DateTimeOffset ExpiresAt)
{
    public static PartLinksJson From(DirectStep.Linked linked) =>
        new([.. linked.Links.Select(link => new PartLinkJson(link.Number, link.Address.AbsoluteUri))], linked.Until);
}

/// <param name="Url">Takes one PUT of exactly these bytes, with the part's MD5 as <c>Content-MD5</c> and no cookie.</param>
public sealed record PartLinkJson(int Number, string Url);

/// <param name="Next">Ask again with this as <c>after</c>; null when these are all.</param>
public sealed record HeldPartsJson(IReadOnlyList<HeldPartJson> Parts, int? Next)
{
    public static HeldPartsJson From(DirectStep.Held held) => new([.. held.Parts.Select(HeldPartJson.From)], held.Next);
}

/// <param name="Md5">In base64; null where the store does not say it.</param>
public sealed record HeldPartJson(int Number, long Bytes, string? Md5)
{
    public static HeldPartJson From(DirectPart part) => new(part.Number, part.Length, Md5Text.ToBase64(part.Md5));
}

/// <summary>What was sent.</summary>
/// <param name="Md5">Of every part in order, in base64.</param>
public sealed record SentPartsJson(IReadOnlyList<string?>? Md5);
