namespace Vitrine.Storage;

/// <summary>
/// Bytes by key. Absence and conflict are values; <see cref="StorageUnavailableException"/> and its kin mean that the
/// store itself is broken or full. No SDK or file-system exception leaves an implementation. Safe for concurrent use.
/// Every implementation passes <c>BlobStoreContract</c>.
/// </summary>
public interface IBlobStore
{
    /// <summary>
    /// Writes the whole of <paramref name="content"/> under a key that must not exist. Atomic: a reader sees all of it or
    /// nothing, also after a crash. When this returns <see cref="WriteOutcome.Stored"/> the bytes and their name are durable.
    /// The stream is read once, need not seek, and stays the caller's to dispose.
    /// A cancel or a failing source leaves nothing under the key.
    /// </summary>
    Task<WriteOutcome> WriteAsync(BlobKey key, Stream content, string contentType, CancellationToken cancellationToken);

    /// <summary>
    /// Opens a blob, or part of it. Null when absent. A range that starts at or behind the end is the caller's to avoid:
    /// it throws <see cref="ArgumentOutOfRangeException"/>. The caller disposes the <see cref="Blob"/>.
    /// </summary>
    Task<Blob?> OpenReadAsync(BlobKey key, ByteRange? range, CancellationToken cancellationToken);

    /// <summary>Size, tag and time of a blob; null when absent.</summary>
    Task<BlobInfo?> FindAsync(BlobKey key, CancellationToken cancellationToken);

    /// <summary>
    /// All blobs whose key starts with <paramref name="prefix"/>, in the order of their UTF-8 bytes, paged inside: memory stays flat.
    /// Blobs written or deleted meanwhile may or may not appear. <c>incoming/</c> is never listed.
    /// </summary>
    IAsyncEnumerable<BlobInfo> ListAsync(string prefix, CancellationToken cancellationToken);

    /// <summary>Removes a blob. Removing what is not there is a success. Durable when it returns.</summary>
    Task DeleteAsync(BlobKey key, CancellationToken cancellationToken);

    /// <summary>
    /// Replaces a blob whole and atomically; for sidecars and <c>catalog/</c> only. A null <paramref name="expectedTag"/>
    /// means "must not exist yet". False when the present tag is another.
    /// </summary>
    Task<bool> ReplaceAsync(BlobKey key, ReadOnlyMemory<byte> content, string? expectedTag, CancellationToken cancellationToken);

    /// <summary>
    /// A link that the bucket itself answers, with these headers, until the lifetime ends; null where the store has no such power.
    /// Whether the blob exists is not asked.
    /// </summary>
    Task<Uri?> DirectLinkAsync(
        BlobKey key, TimeSpan lifetime, string contentType, string contentDisposition, CancellationToken cancellationToken);
}

/// <summary>Optional power of a store whose blobs are files of this machine: decoders read them in place.</summary>
public interface ILocalFiles
{
    /// <summary>The absolute path of a blob; the file may be absent. For child processes; this one uses <see cref="Open"/>.</summary>
    string PathOf(BlobKey key);

    /// <summary>
    /// Opens a blob for reading by <c>RandomAccess</c>, following no symbolic link inside the store; null when absent.
    /// The caller disposes.
    /// </summary>
    Microsoft.Win32.SafeHandles.SafeFileHandle? Open(BlobKey key);
}

public enum WriteOutcome
{
    Stored,
    AlreadyThere,
}

/// <param name="Offset">First byte, from 0.</param>
/// <param name="Length">How many bytes; clipped to the end of the blob.</param>
public readonly record struct ByteRange(long Offset, long Length);

/// <param name="Length">Bytes of the whole blob.</param>
/// <param name="Tag">Changes whenever the bytes do; opaque.</param>
public sealed record BlobInfo(BlobKey Key, long Length, string Tag, DateTimeOffset ModifiedAt);

/// <summary>An open blob. <see cref="Content"/> holds just the range that was asked for.</summary>
public sealed class Blob(BlobInfo info, Stream content) : IAsyncDisposable
{
    public BlobInfo Info { get; } = info;

    public Stream Content { get; } = content;

    public ValueTask DisposeAsync() => Content.DisposeAsync();
}
