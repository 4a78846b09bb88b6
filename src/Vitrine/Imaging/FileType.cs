namespace Vitrine.Imaging;

public enum MediaKind
{
    Image,
    Video,
    Audio,
    Document,
    Other,
}

/// <summary>What the first bytes of a file say it is; never what its name or the client says.</summary>
/// <param name="Name">Short lower-case name: <c>jpeg</c>, <c>png</c>, <c>heic</c>, <c>mp4</c>, <c>pdf</c>, <c>unknown</c>, ...</param>
/// <param name="ContentType">What we serve it as.</param>
/// <param name="Extension">With the dot, lower case; empty when unknown.</param>
/// <param name="Inline">May be shown by a browser in place (RULES 22); otherwise only as an attachment.</param>
/// <param name="Decodable">The decoder of today makes renditions of it.</param>
public sealed record FileType(string Name, MediaKind Kind, string ContentType, string Extension, bool Inline, bool Decodable)
{
    public static readonly FileType Unknown = new("unknown", MediaKind.Other, "application/octet-stream", "", false, false);

    /// <summary>How many bytes of the start the sniffer wants to see.</summary>
    public const int HeadLength = 4096;
}
