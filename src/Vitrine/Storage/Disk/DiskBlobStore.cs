using System.Buffers;
using System.Runtime.CompilerServices;
using Microsoft.Win32.SafeHandles;

namespace Vitrine.Storage.Disk;

/// <summary>Blobs as files: the key is the path under the store's folder.</summary>
internal sealed class DiskBlobStore(StoreFolder folder, DiskHealth health, TimeProvider time) : IBlobStore, ILocalFiles
{
    private readonly IPosix posix = folder.Posix;

    public async Task<WriteOutcome> WriteAsync(BlobKey key, Stream content, string contentType, CancellationToken cancellationToken)
    {
        health.Run(health.RequireRoom);
        var temporary = folder.IncomingPath(IncomingNames.Fresh());
        try
        {
            using (var file = health.Run(() => CreateIncoming(temporary)))
            {
                await CopyAsync(content, file, cancellationToken);
                await health.RunApartAsync(() => posix.FlushData(file));
            }

            if (await health.RunApartAsync(() => folder.Publish(temporary, folder.PathOf(key)))) return WriteOutcome.Stored;
            Forget(temporary);
            return WriteOutcome.AlreadyThere;
        }
        catch
        {
            Forget(temporary);
            throw;
        }
    }

    public Task<Blob?> OpenReadAsync(BlobKey key, ByteRange? range, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var file = OpenFile(key, out var stat);
        if (file is null) return Task.FromResult<Blob?>(null);
        try
        {
            var asked = range ?? new ByteRange(0, stat.Length);
            ArgumentOutOfRangeException.ThrowIfNegative(asked.Offset, nameof(range));
            ArgumentOutOfRangeException.ThrowIfNegative(asked.Length, nameof(range));
            if (range is not null) ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(asked.Offset, stat.Length, nameof(range));
            var length = Math.Min(asked.Length, stat.Length - asked.Offset);
            return Task.FromResult<Blob?>(new Blob(InfoOf(key, stat), new DiskReadStream(file, asked.Offset, length, health)));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public Task<BlobInfo?> FindAsync(BlobKey key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var file = OpenFile(key, out var stat);
        return Task.FromResult(file is null ? null : InfoOf(key, stat));
    }

    public async IAsyncEnumerable<BlobInfo> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        health.Run(health.RequireMarker);
        await Task.CompletedTask;
        foreach (var key in new FolderListing(folder).Keys(prefix))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var stat = health.Run(() => posix.Stat(folder.PathOf(key)));
            if (stat is { IsFile: true } found) yield return InfoOf(key, found);
        }
    }

    public Task DeleteAsync(BlobKey key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return health.RunApartAsync(() =>
        {
            health.RequireMarker();
            folder.Remove(folder.PathOf(key));
            folder.RemoveEmptyFolders(key);
        });
    }

    public Task<bool> ReplaceAsync(BlobKey key, ReadOnlyMemory<byte> content, string? expectedTag, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return health.RunApartAsync(() =>
        {
            health.RequireWritable();
            return expectedTag is null ? CreateWhole(key, content.Span) : ReplaceWhole(key, content.Span, expectedTag);
        });
    }

    public Task<Uri?> DirectLinkAsync(
        BlobKey key, TimeSpan lifetime, string contentType, string contentDisposition, CancellationToken cancellationToken) => Task.FromResult<Uri?>(null);

    public string PathOf(BlobKey key) => folder.PathOf(key);

    public SafeFileHandle? Open(BlobKey key) => OpenFile(key, out _);

    private SafeFileHandle? OpenFile(BlobKey key, out FileStat stat)
    {
        stat = default;
        try
        {
            var file = posix.OpenRead(folder.PathOf(key));
            if (file is null)
            {
                health.RequireMarker();
                return null;
            }

            stat = posix.Stat(file);
            if (stat.IsFile) return file;
            file.Dispose();
            return null;
        }
        catch (PosixException failure)
        {
            throw health.Translated(failure);
        }
    }

    private SafeFileHandle CreateIncoming(string path)
    {
        folder.OpenOrMake(Path.GetDirectoryName(path)!).Dispose();
        return posix.Create(path) ?? throw new PosixException(Errno.EEXIST, "open", path);
    }

    private async Task CopyAsync(Stream content, SafeFileHandle file, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(WriteBuffer.Length);
        try
        {
            var offset = 0L;
            while (await content.ReadAtLeastAsync(buffer.AsMemory(0, WriteBuffer.Length), WriteBuffer.Length, false, cancellationToken) is > 0 and var read)
            {
                var at = offset;
                health.Run(() => posix.Write(file, buffer.AsSpan(0, read), at));
                offset += read;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private bool CreateWhole(BlobKey key, ReadOnlySpan<byte> content)
    {
        var temporary = WriteIncoming(content, time.GetUtcNow().UtcDateTime);
        if (folder.Publish(temporary, folder.PathOf(key))) return true;
        Forget(temporary);
        return false;
    }

    /// <summary>The lock holds among processes: a verb may replace a sidecar beside the site.</summary>
    private bool ReplaceWhole(BlobKey key, ReadOnlySpan<byte> content, string expectedTag)
    {
        using var exclusive = OpenLock();
        posix.Lock(exclusive);
        if (posix.Stat(folder.PathOf(key)) is not { IsFile: true } present || present.Tag != expectedTag) return false;
        var later = present.ModifiedUtc.AddTicks(1);
        var now = time.GetUtcNow().UtcDateTime;
        folder.PublishOver(WriteIncoming(content, now > later ? now : later), folder.PathOf(key));
        return true;
    }

    private SafeFileHandle OpenLock()
    {
        var path = folder.IncomingPath("replace.lock");
        return posix.OpenWrite(path) ?? posix.Create(path) ?? posix.OpenWrite(path) ?? throw new PosixException(Errno.ENOENT, "open", path);
    }

    private string WriteIncoming(ReadOnlySpan<byte> content, DateTime modified)
    {
        var path = folder.IncomingPath(IncomingNames.Fresh());
        try
        {
            using var file = CreateIncoming(path);
            posix.Write(file, content, 0);
            File.SetLastWriteTimeUtc(file, modified);
            posix.Flush(file);
            return path;
        }
        catch
        {
            Forget(path);
            throw;
        }
    }

    /// <summary>Best effort: what stays is swept with the held uploads.</summary>
    private void Forget(string temporary)
    {
        try
        {
            using var incoming = posix.OpenFolder(Path.GetDirectoryName(temporary)!);
            if (incoming is not null) posix.Unlink(incoming, Path.GetFileName(temporary));
        }
        catch (PosixException)
        {
        }
    }

    private static BlobInfo InfoOf(BlobKey key, FileStat stat) =>
        new(key, stat.Length, stat.Tag, new DateTimeOffset(stat.ModifiedUtc, TimeSpan.Zero));
}
