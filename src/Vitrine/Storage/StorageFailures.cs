namespace Vitrine.Storage;

/// <summary>The store cannot be reached or answers with an error that is not about this one key. Retry later.</summary>
public class StorageUnavailableException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>No room: ENOSPC, EDQUOT, or less free space than the floor. Reading and deleting still work.</summary>
public sealed class StorageFullException(string message, Exception? inner = null) : StorageUnavailableException(message, inner);

/// <summary>
/// A flush or write failed in a way that leaves the disk in doubt (EIO). The store takes no writes until its probe passes.
/// </summary>
public sealed class StorageReadOnlyException(string message, Exception? inner = null) : StorageUnavailableException(message, inner);

/// <summary>What the store says of itself; changes are seen at once.</summary>
public interface IStorageHealth
{
    /// <summary>Null when writes are taken; otherwise one sentence for an operator.</summary>
    string? NotWritable { get; }

    /// <summary>Null when reads can work; otherwise one sentence (marker missing, mount gone).</summary>
    string? NotReadable { get; }

    /// <summary>Bytes free for new originals, or null where the store has no end.</summary>
    long? FreeBytes { get; }
}
