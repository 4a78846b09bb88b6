using Vitrine.Storage;

namespace Vitrine.Library;

/// <summary>An original as a file that a decoder can open: in place where the store is a disk of this machine, otherwise a copy that is removed again.</summary>
internal sealed class OriginalFiles(IBlobStore store, IServiceProvider services)
{
    private readonly ILocalFiles? local = services.GetService<ILocalFiles>();

    /// <summary>Where copies go; made when first needed and always allowed to decoders.</summary>
    public static string ScratchFolder { get; } = Path.Combine(Path.GetTempPath(), $"vitrine-{Environment.ProcessId}");

    /// <summary>Null when the store does not have it.</summary>
    public async Task<OriginalFile?> OpenAsync(BlobKey key, CancellationToken cancellationToken)
    {
        if (local is not null) return await store.FindAsync(key, cancellationToken) is null ? null : new OriginalFile(local.PathOf(key), isCopy: false);

        await using var blob = await store.OpenReadAsync(key, null, cancellationToken);
        if (blob is null) return null;
        Directory.CreateDirectory(ScratchFolder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var copy = new OriginalFile(Path.Combine(ScratchFolder, Path.GetRandomFileName()), isCopy: true);
        try
        {
            await using var file = File.Create(copy.Path);
            await blob.Content.CopyToAsync(file, cancellationToken);
            return copy;
        }
        catch
        {
            copy.Dispose();
            throw;
        }
    }
}

internal sealed class OriginalFile(string path, bool isCopy) : IDisposable
{
    public string Path { get; } = path;

    public byte[] Head()
    {
        using var file = File.OpenHandle(Path);
        var head = new byte[Imaging.FileType.HeadLength];
        return head[..RandomAccess.Read(file, head, 0)];
    }

    public void Dispose()
    {
        if (isCopy) File.Delete(Path);
    }
}
