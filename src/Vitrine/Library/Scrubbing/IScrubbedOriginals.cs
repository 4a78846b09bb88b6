using Vitrine.Imaging.Scrubbing;

namespace Vitrine.Library.Scrubbing;

/// <summary>
/// Originals as links and the public get them: without what they say of their owner, in place, time, devices, names and words (RULES 24).
/// The stored original is only read. Whoever serves a link asks here and has no other way to an original's bytes; a refusal means that
/// the original is not served, and <c>screen</c> is offered instead. Rights are the caller's to ask for, before.
/// </summary>
/// <example>
/// <code>
/// switch (await originals.OpenAsync(item, cancellationToken))
/// {
///     case ScrubbedOriginal.Opened(var file):
///         await using (file) await sending.SendAsync(context, MediaFile.Scrubbed(item, file), stillAllowed);
///         break;
///     case ScrubbedOriginal.Refused: ...   // the original is withheld: offer screen
///     case ScrubbedOriginal.Missing: ...   // ProblemCode.OriginalMissing
/// }
/// </code>
/// </example>
public interface IScrubbedOriginals
{
    /// <summary>
    /// Whether opening can succeed at all, by type alone: for pages that offer a download. The bytes may still refuse.
    /// </summary>
    bool MayScrub(MediaItem item);

    /// <summary>
    /// Opens an original scrubbed. The first time it reads the file's structure (JPEG and GIF whole, about 5 ms for 3 MB); the plan is
    /// kept in a bounded memory, so that ranges of a film are cheap. Throws what the store throws. The caller disposes what was opened.
    /// </summary>
    Task<ScrubbedOriginal> OpenAsync(MediaItem item, CancellationToken cancellationToken);
}

public abstract record ScrubbedOriginal
{
    private ScrubbedOriginal()
    {
    }

    public sealed record Opened(ScrubbedFile File) : ScrubbedOriginal;

    public sealed record Refused(ScrubRefusal Reason) : ScrubbedOriginal;

    /// <summary>The store has not got the bytes, or not all of them.</summary>
    public sealed record Missing : ScrubbedOriginal;
}

/// <summary>A scrubbed original, open. One reader at a time; the caller disposes it after its last stream.</summary>
public sealed class ScrubbedFile : IAsyncDisposable
{
    private readonly BlobBytes original;
    private readonly IFileBytes bytes;

    internal ScrubbedFile(MediaItem item, ScrubPlan plan, BlobBytes original)
    {
        (this.original, bytes) = (original, plan.Over(original));
        ETag = ScrubbedNames.ETagOf(item);
        FileName = ScrubbedNames.FileNameOf(item);
        ContentType = item.ContentType;
    }

    /// <summary>Bytes; known before the first is read.</summary>
    public long Length => bytes.Length;

    /// <summary>Strong, quoted, another than the original's; the same on every node.</summary>
    public string ETag { get; }

    public string ContentType { get; }

    /// <summary>Says what it is and nothing else, <c>photo.jpg</c>: the true name may hold a place or a person.</summary>
    public string FileName { get; }

    /// <summary>The whole or a part, which lies inside <see cref="Length"/>. The caller disposes it before the next.</summary>
    public Stream Read(Storage.ByteRange? range) => new FileBytesStream(bytes, range?.Offset ?? 0, range?.Length ?? Length);

    public ValueTask DisposeAsync() => original.DisposeAsync();
}
