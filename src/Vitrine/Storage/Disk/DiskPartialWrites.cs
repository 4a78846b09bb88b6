using System.Buffers;
using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.Win32.SafeHandles;

namespace Vitrine.Storage.Disk;

/// <summary>Uploads under way: one file each in <c>incoming/</c>, renamed to its key when it is whole.</summary>
internal sealed class DiskPartialWrites(StoreFolder folder, DiskHealth health) : IPartialWrites
{
    private readonly IPosix posix = folder.Posix;

    /// <summary>Who writes an upload now. A writer that hangs while another takes over must not write a byte more.</summary>
    private readonly ConcurrentDictionary<string, Writer> writers = new(StringComparer.Ordinal);

    public Task BeginAsync(string upload, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        health.Run(() =>
        {
            health.RequireRoom();
            folder.OpenOrMake(Path.Join(folder.Root, StoreFolder.Incoming)).Dispose();
            posix.Create(PathOf(upload))?.Dispose();
        });
        return Task.CompletedTask;
    }

    public async Task<Appended> AppendAsync(PartialUpload upload, PartialTarget target, Stream content, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(upload.Length);
        health.Run(health.RequireRoom);
        using var file = health.Run(() => posix.OpenWrite(PathOf(upload.Name)))
            ?? throw new ArgumentOutOfRangeException(nameof(upload), upload.Name, "No such upload is held.");
        var writer = new Writer(posix, file);
        writers.AddOrUpdate(upload.Name, writer, (_, former) => Superseding(former, writer));
        try
        {
            if (!health.Run(() => writer.CutTo(upload.Length))) return new Appended(upload, TakenOver());
            var (length, failure) = await CopyAsync(content, file, upload.Length, writer, cancellationToken);
            await health.RunApartAsync(() => MakeDurable(file, upload.Length));
            return new Appended(upload with { Length = length }, failure);
        }
        finally
        {
            writers.TryRemove(new(upload.Name, writer));
        }
    }

    public Task<long?> LengthAsync(PartialUpload upload, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(health.Run(() => HeldLength(upload.Name)));
    }

    public Task<Stream?> OpenReadAsync(PartialUpload upload, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult<Stream?>(health.Run(() =>
        {
            var file = posix.OpenRead(PathOf(upload.Name));
            return file is null ? null : new DiskReadStream(file, 0, posix.Stat(file).Length, health);
        }));
    }

    public Task<WriteOutcome> FinishAsync(PartialUpload upload, BlobKey key, string contentType, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return health.RunApartAsync(() => Finish(upload.Name, upload.Length, key));
    }

    public Task AbandonAsync(string upload, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return health.RunApartAsync(() =>
        {
            health.RequireMarker();
            folder.Remove(PathOf(upload));
        });
    }

    public async IAsyncEnumerable<HeldUpload> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        health.Run(health.RequireMarker);
        await Task.CompletedTask;
        var incoming = Path.Join(folder.Root, StoreFolder.Incoming);
        if (health.Run(() => posix.Stat(incoming)) is not { IsFolder: true }) yield break;
        foreach (var name in FolderListing.FileNames(incoming).Where(IncomingNames.IsValid))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (health.Run(() => posix.Stat(folder.IncomingPath(name))) is { IsFile: true } stat)
                yield return new HeldUpload(name, stat.Length, new DateTimeOffset(stat.ModifiedUtc, TimeSpan.Zero));
        }
    }

    private string PathOf(string upload) => IncomingNames.IsValid(upload)
        ? folder.IncomingPath(upload)
        : throw new ArgumentException($"Not the name of an upload: {upload}", nameof(upload));

    private long? HeldLength(string upload)
    {
        if (posix.Stat(PathOf(upload)) is { IsFile: true } stat) return stat.Length;
        health.RequireMarker();
        return null;
    }

    private static Writer Superseding(Writer former, Writer next)
    {
        former.GiveWay();
        return next;
    }

    private static IOException TakenOver() => new("Another request took this upload over.");

    /// <summary>Reads until the source ends or fails. A failing disk throws; a failing source is a value.</summary>
    private async Task<(long Length, Exception? Failure)> CopyAsync(
        Stream content, SafeFileHandle file, long offset, Writer writer, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(WriteBuffer.Length);
        var writeback = offset;
        try
        {
            while (true)
            {
                var (read, failure) = await Source.FillAsync(content, buffer.AsMemory(0, WriteBuffer.Length), cancellationToken);
                if (read > 0)
                {
                    if (!health.Run(() => writer.Write(buffer.AsSpan(0, read), offset))) return (offset, TakenOver());
                    offset += read;
                }

                if (failure is not null || read < WriteBuffer.Length) return (offset, failure);
                if (offset - writeback < WriteBuffer.WritebackStep) continue;
                health.Run(health.RequireRoom);
                posix.StartWriteback(file, writeback, offset - writeback);
                writeback = offset;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>The first append also makes the file's name durable; after its bytes, when the journal holds it already.</summary>
    private void MakeDurable(SafeFileHandle file, long offset)
    {
        posix.FlushData(file);
        if (offset > 0) return;
        using var incoming = posix.OpenFolder(Path.Join(folder.Root, StoreFolder.Incoming));
        if (incoming is not null) posix.Flush(incoming);
    }

    private WriteOutcome Finish(string upload, long length, BlobKey key)
    {
        health.RequireWritable();
        var held = PathOf(upload);
        if (CutToLength(held, length) && folder.Publish(held, folder.PathOf(key))) return WriteOutcome.Stored;
        if (!FinishedBefore(key, length)) return posix.Stat(folder.PathOf(key)) is null ? throw Short(upload, length) : WriteOutcome.AlreadyThere;
        folder.Remove(held);
        return WriteOutcome.Stored;
    }

    /// <summary>False when not so much is held.</summary>
    private bool CutToLength(string held, long length)
    {
        using var file = posix.OpenWrite(held);
        if (file is null || posix.Stat(file).Length is var present && present < length) return false;
        if (present == length) return true;
        posix.Truncate(file, length);
        posix.FlushData(file);
        return true;
    }

    /// <summary>An earlier try may have moved the file and died before its folder was flushed.</summary>
    private bool FinishedBefore(BlobKey key, long length)
    {
        if (posix.Stat(folder.PathOf(key)) is not { IsFile: true } stat || stat.Length != length) return false;
        using var parent = folder.OpenOrMake(Path.GetDirectoryName(folder.PathOf(key))!);
        posix.Flush(parent);
        return true;
    }

    private StorageUnavailableException Short(string upload, long length) =>
        new($"Upload {upload} holds {HeldLength(upload) ?? 0} bytes instead of {length}.");

    /// <summary>One append at work on the file; after <see cref="GiveWay"/> it changes nothing any more.</summary>
    private sealed class Writer(IPosix posix, SafeFileHandle file)
    {
        private readonly Lock gate = new();
        private bool superseded;

        /// <summary>Waits for the one buffer that is being written.</summary>
        public void GiveWay()
        {
            lock (gate) superseded = true;
        }

        /// <summary>False when superseded.</summary>
        public bool CutTo(long offset)
        {
            lock (gate)
            {
                if (superseded) return false;
                var held = posix.Stat(file).Length;
                ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, held);
                if (held > offset) posix.Truncate(file, offset);
                return true;
            }
        }

        /// <summary>False when superseded.</summary>
        public bool Write(ReadOnlySpan<byte> bytes, long offset)
        {
            lock (gate)
            {
                if (superseded) return false;
                posix.Write(file, bytes, offset);
                return true;
            }
        }
    }
}
