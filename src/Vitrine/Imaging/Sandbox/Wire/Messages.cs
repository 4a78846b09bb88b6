using System.Text.Json.Serialization;

namespace Vitrine.Imaging.Sandbox.Wire;

/// <summary>
/// What site and decoder say to each other; this folder is compiled into both. One conversation a file: the site orders, the decoder
/// answers with the header, the site admits it (or not) once there is memory for it, the decoder sends what it made.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "say")]
[JsonDerivedType(typeof(Decode), "decode")]
[JsonDerivedType(typeof(Proceed), "proceed")]
[JsonDerivedType(typeof(Stop), "stop")]
public abstract record Order
{
    /// <param name="Path">The file; must lie under a folder the decoder was started for.</param>
    /// <param name="Type">Name of the <see cref="FileType"/>; fixes the loader.</param>
    /// <param name="MaxPixels">Width times height beyond which nothing is decoded.</param>
    /// <param name="CpuSeconds">CPU time for this file.</param>
    public sealed record Decode(string Path, string Type, IReadOnlyList<RenditionWish> Renditions, bool WantFacts, long MaxPixels, int CpuSeconds)
        : Order;

    public sealed record Proceed : Order;

    /// <summary>Too large to admit: forget the file.</summary>
    public sealed record Stop : Order;
}

public sealed record RenditionWish(string Name, int Box, string Format, int Quality, bool Animated);

[JsonPolymorphic(TypeDiscriminatorPropertyName = "say")]
[JsonDerivedType(typeof(Hello), "hello")]
[JsonDerivedType(typeof(Header), "header")]
[JsonDerivedType(typeof(Made), "made")]
[JsonDerivedType(typeof(Refused), "refused")]
public abstract record Reply
{
    /// <summary>Once, when all limits are in force and before the first order is read.</summary>
    /// <param name="Landlock">ABI of Landlock that is in force; 0 where the kernel has none.</param>
    /// <param name="Native">Compiled ahead of time; a JIT build runs without a limit on address space.</param>
    public sealed record Hello(string Libvips, bool Seccomp, int Landlock, bool Native) : Reply;

    /// <param name="Memory">Bytes the decoding will need at most, as the header lets one tell.</param>
    public sealed record Header(int Width, int Height, int Frames, long Memory) : Reply;

    /// <summary>The bytes of the renditions follow the frame, one after the other.</summary>
    public sealed record Made(PictureFacts Facts, IReadOnlyList<RenditionHead> Renditions) : Reply;

    /// <param name="Code">As in <see cref="Imaging"/>'s <c>PictureOutcome.Refused</c>.</param>
    public sealed record Refused(string Code, string Detail) : Reply;
}

public sealed record RenditionHead(string Name, int Width, int Height, string ContentType, string Extension, int Bytes);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Order))]
[JsonSerializable(typeof(Reply))]
public sealed partial class WireJson : JsonSerializerContext;
