namespace Vitrine.Storage;

/// <summary>
/// Writing that can be interrupted and taken up again, on this or another node. An upload is named by the caller
/// (lower-case letters and digits), and the last folder of its final key bears the same name. Nothing of it is listed or readable
/// as a blob until <see cref="FinishAsync"/>. The store does not know which bytes count: the caller's row does, and says so at each
/// call with the <see cref="PartialUpload"/> that it got back the last time it recorded one.
/// Every implementation passes <c>PartialWritesContract</c>.
/// </summary>
public interface IPartialWrites
{
    /// <summary>Makes room for a new upload. Repeating it for an upload that exists changes nothing.</summary>
    Task BeginAsync(string upload, CancellationToken cancellationToken);

    /// <summary>
    /// Appends <paramref name="content"/> to the bytes that count; whatever stands behind them is given up.
    /// Returns when the bytes are durable. A source that fails (a cut connection) ends the append: what was read before is
    /// durable and counted, and the failure is handed back as a value. Throws <see cref="ArgumentOutOfRangeException"/> when
    /// less is stored than counts. The token is the host's: it stops between buffers, never a flush.
    /// When the store itself fails, nothing of this append counts.
    /// </summary>
    Task<Appended> AppendAsync(PartialUpload upload, PartialTarget target, Stream content, CancellationToken cancellationToken);

    /// <summary>
    /// How many bytes are held: fewer than count when some were lost. Null when they are gone altogether: finished, abandoned or swept.
    /// A store that writes nothing before the first byte says 0 of an upload that it does not know.
    /// </summary>
    Task<long?> LengthAsync(PartialUpload upload, CancellationToken cancellationToken);

    /// <summary>
    /// Reads held bytes again, to prove a hash. Null when they are gone, or cannot be read before they have their key.
    /// The caller disposes.
    /// </summary>
    Task<Stream?> OpenReadAsync(PartialUpload upload, CancellationToken cancellationToken);

    /// <summary>
    /// Turns exactly the bytes that count into the blob <paramref name="key"/>, create-only, durable when it returns. The key is the
    /// one that <see cref="PartialTarget.Name"/> gives. Repeating it after an unknown result is harmless: a blob of that key and
    /// length is <see cref="WriteOutcome.Stored"/>.
    /// </summary>
    Task<WriteOutcome> FinishAsync(PartialUpload upload, BlobKey key, string contentType, CancellationToken cancellationToken);

    /// <summary>Forgets an upload and its bytes. Repeating it is a success.</summary>
    Task AbandonAsync(string upload, CancellationToken cancellationToken);

    /// <summary>The uploads that hold bytes, with when they last changed, for the sweeper.</summary>
    IAsyncEnumerable<HeldUpload> ListAsync(CancellationToken cancellationToken);
}

/// <summary>An upload under way as its row has it: another node needs nothing else to go on.</summary>
/// <param name="Length">How many bytes count.</param>
/// <param name="Note">
/// What the store wants to be given back with that length: opaque, empty at the beginning and where the store needs none, below 8 KB.
/// </param>
public sealed record PartialUpload(string Name, long Length, byte[] Note);

/// <summary>What is known of the file that the bytes will be; the same at every call.</summary>
/// <param name="Length">Bytes of the whole file; null while nobody knows.</param>
/// <param name="LengthAtMost">Bytes that it will never exceed.</param>
/// <param name="Name">Key and content type from the file's first bytes (4 096, or all where there are fewer).</param>
public sealed record PartialTarget(long? Length, long LengthAtMost, Func<ReadOnlyMemory<byte>, (BlobKey Key, string ContentType)> Name);

/// <param name="Upload">What is held and durable after the append.</param>
/// <param name="SourceFailure">Why the source ended early, or null when it was read to its end.</param>
public sealed record Appended(PartialUpload Upload, Exception? SourceFailure);

public sealed record HeldUpload(string Upload, long Length, DateTimeOffset ModifiedAt);
