using Vitrine.Imaging;
using Vitrine.Storage;

namespace Vitrine.Library;

/// <summary>
/// An original as a file that a decoder can open: in place where the store is a disk of this machine, otherwise a copy that is removed again.
/// A copy is made only when somebody asks for the path, and only of what is not too large.
/// </summary>
internal sealed class OriginalFiles(IBlobStore store, ScratchFolder scratch, IServiceProvider services)
{
    private readonly ILocalFiles? local = services.GetService<ILocalFiles>();

    /// <summary>Null when the store does not have it. The caller disposes.</summary>
    public async Task<OriginalFile?> OpenAsync(BlobKey key, CancellationToken cancellationToken)
    {
        await using var blob = await store.OpenReadAsync(key, new ByteRange(0, FileType.HeadLength), cancellationToken);
        if (blob is null) return null;
        var head = new byte[FileType.HeadLength];
        var read = await blob.Content.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken);
        return new OriginalFile(head[..read], local?.PathOf(key), cancelled => CopyAsync(key, blob.Info.Length, cancelled));
    }

    private async Task<string?> CopyAsync(BlobKey key, long length, CancellationToken cancellationToken)
    {
        if (length > scratch.Largest) return null;
        await using var blob = await store.OpenReadAsync(key, null, cancellationToken)
            ?? throw new StorageUnavailableException($"{key} went away while it was read.");
        var path = scratch.NewFile();
        try
        {
            await using var file = File.Create(path);
            await blob.Content.CopyToAsync(file, cancellationToken);
            return path;
        }
        catch (Exception failure)
        {
            File.Delete(path);
            if (failure is IOException) throw new StorageUnavailableException($"An original could not be copied to {path}: {failure.Message}", failure);
            throw;
        }
    }
}

/// <param name="head">The first bytes, as many as the sniffer wants.</param>
/// <param name="inPlace">Where it lies on this machine; null where it does not.</param>
internal sealed class OriginalFile(byte[] head, string? inPlace, Func<CancellationToken, Task<string?>> copy) : IDisposable
{
    private string? copied;

    public ReadOnlySpan<byte> Head => head;

    /// <summary>A file to open; null when it would have to be copied and is too large for that.</summary>
    public async Task<string?> PathAsync(CancellationToken cancellationToken) => inPlace ?? (copied ??= await copy(cancellationToken));

    public void Dispose()
    {
        if (copied is not null) File.Delete(copied);
    }
}
