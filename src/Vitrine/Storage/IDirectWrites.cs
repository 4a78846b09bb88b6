namespace Vitrine.Storage;

/// <summary>
/// Optional power of a store that browsers reach themselves: the parts of an upload go straight to it, by links that each carry one part and no
/// other bytes. Nothing can be read before <see cref="FinishAsync"/>. The same uploads are listed, and given up, by
/// <see cref="IPartialWrites"/>. Every implementation passes <c>DirectWritesContract</c>.
/// </summary>
public interface IDirectWrites
{
    /// <summary>Scheme, host and port that all links begin with: what a page must be allowed to connect to.</summary>
    string Origin { get; }

    /// <summary>How long every part but the last is, for a file of this length.</summary>
    long PartLength(long length);

    /// <summary>
    /// Makes room for an upload at its final key, in whose last folder it is named. What it returns is given back with every other call: opaque,
    /// below 2 KB.
    /// </summary>
    Task<byte[]> BeginAsync(string upload, BlobKey key, long length, CancellationToken cancellationToken);

    /// <summary>
    /// A link that takes a PUT of exactly this part until the lifetime ends; the request needs <c>Content-MD5</c>. A part that was sent before is
    /// replaced. No other number of bytes and no other bytes are taken.
    /// </summary>
    Task<Uri> LinkAsync(byte[] note, DirectPart part, TimeSpan lifetime, CancellationToken cancellationToken);

    /// <summary>The parts that are held, in order, from behind a number; null when there is no such upload (any more).</summary>
    Task<IReadOnlyList<DirectPart>?> PartsAsync(byte[] note, int behind, int atMost, CancellationToken cancellationToken);

    /// <summary>
    /// Turns the parts into a blob, create-only and durable when it returns, provided that the store holds exactly these.
    /// Repeating it after an unknown result is harmless: a blob that an earlier call made, of the same length, is <see cref="DirectFinish.Stored"/>.
    /// </summary>
    /// <param name="parts">All parts of the file in order, as whoever sent them says they are.</param>
    Task<DirectFinish> FinishAsync(string upload, byte[] note, IReadOnlyList<DirectPart> parts, CancellationToken cancellationToken);
}

/// <param name="Number">From 1.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Md5">Of the bytes, in lower-case hex.</param>
public sealed record DirectPart(int Number, long Length, string Md5);

/// <summary>How putting parts together ended.</summary>
public abstract record DirectFinish
{
    private DirectFinish()
    {
    }

    public sealed record Stored : DirectFinish;

    /// <summary>A part is not there, or is longer or shorter. Nothing changed; send it again.</summary>
    public sealed record Missing(int Number) : DirectFinish;

    /// <summary>A part holds other bytes. Nothing changed; send it again.</summary>
    public sealed record Different(int Number) : DirectFinish;

    /// <summary>There is neither upload nor blob, or the key holds something else.</summary>
    public sealed record Gone : DirectFinish;
}
