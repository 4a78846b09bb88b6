namespace Vitrine.Storage;

/// <summary>
/// Writing that can be interrupted and taken up again, on this or another node. An upload is named by the caller
/// (lower-case letters and digits). Nothing of it is listed or readable as a blob until <see cref="FinishAsync"/>.
/// The store does not know which offset counts: the caller's row does, and says so at each call.
/// Every implementation passes <c>PartialWritesContract</c>.
/// </summary>
public interface IPartialWrites
{
    /// <summary>Makes room for a new upload. Repeating it for an upload that exists changes nothing.</summary>
    Task BeginAsync(string upload, CancellationToken cancellationToken);

    /// <summary>
    /// Appends <paramref name="content"/> at <paramref name="offset"/>; whatever stands behind that offset is given up first.
    /// Returns when the bytes are durable. A source that fails (a cut connection) ends the append: what was read before is
    /// durable and counted, and the failure is handed back as a value. Throws <see cref="ArgumentOutOfRangeException"/> when
    /// the stored length is smaller than the offset. The token is the host's: it stops between buffers, never a flush.
    /// </summary>
    Task<Appended> AppendAsync(string upload, long offset, Stream content, CancellationToken cancellationToken);

    /// <summary>How many bytes are held, or null for an unknown upload.</summary>
    Task<long?> LengthAsync(string upload, CancellationToken cancellationToken);

    /// <summary>Reads held bytes again, to prove a hash. Null for an unknown upload. The caller disposes.</summary>
    Task<Stream?> OpenReadAsync(string upload, CancellationToken cancellationToken);

    /// <summary>
    /// Turns exactly <paramref name="length"/> held bytes into the blob <paramref name="key"/>, create-only, durable when it
    /// returns. Repeating it after an unknown result is harmless: a blob of that key and length is <see cref="WriteOutcome.Stored"/>.
    /// </summary>
    Task<WriteOutcome> FinishAsync(string upload, long length, BlobKey key, string contentType, CancellationToken cancellationToken);

    /// <summary>Forgets an upload and its bytes. Repeating it is a success.</summary>
    Task AbandonAsync(string upload, CancellationToken cancellationToken);

    /// <summary>The uploads that hold bytes, with when they last changed, for the sweeper.</summary>
    IAsyncEnumerable<HeldUpload> ListAsync(CancellationToken cancellationToken);
}

/// <param name="Length">Bytes held and durable after the append.</param>
/// <param name="SourceFailure">Why the source ended early, or null when it was read to its end.</param>
public sealed record Appended(long Length, Exception? SourceFailure);

public sealed record HeldUpload(string Upload, long Length, DateTimeOffset ModifiedAt);
