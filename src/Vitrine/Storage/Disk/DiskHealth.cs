namespace Vitrine.Storage.Disk;

/// <summary>
/// Whether the disk takes writes. Room is asked afresh each time, so a full disk comes back by itself; an I/O error closes the
/// store for writing until the probe passes, which is tried again and again in the background.
/// </summary>
internal sealed class DiskHealth(StoreFolder folder, DiskOptions options, TimeProvider time, ILogger<DiskHealth> log) : IStorageHealth, IDisposable
{
    private static readonly TimeSpan ProbeEvery = TimeSpan.FromSeconds(5);

    private readonly DiskThreads threads = new();
    private readonly Lock gate = new();
    private volatile string? inDoubt;
    private ITimer? probing;

    public string? NotWritable => inDoubt ?? NotReadable ?? (FreeBytes < options.FreeFloor ? FullSentence() : null);

    public string? NotReadable
    {
        get
        {
            try
            {
                return folder.HasMarker ? null : MarkerSentence();
            }
            catch (PosixException failure)
            {
                return $"The store cannot be read: {failure.Message}";
            }
        }
    }

    public long? FreeBytes
    {
        get
        {
            try
            {
                return folder.Posix.FreeBytes(folder.Root);
            }
            catch (PosixException)
            {
                return 0;
            }
        }
    }

    /// <summary>Before new bytes: the marker stands, the disk is not in doubt, there is room above the floor.</summary>
    public void RequireRoom()
    {
        RequireWritable();
        if (FreeBytes < options.FreeFloor) throw new StorageFullException(FullSentence());
    }

    /// <summary>Before small things that may use the reserve: sidecars and the catalog's files.</summary>
    public void RequireWritable()
    {
        if (inDoubt is { } reason) throw new StorageReadOnlyException(reason);
        RequireMarker();
    }

    /// <summary>An empty mount point must never look like an empty library.</summary>
    public void RequireMarker()
    {
        if (!folder.HasMarker) throw new StorageUnavailableException(MarkerSentence());
    }

    /// <summary>Runs a step on the disk, with failures turned into those of the contract.</summary>
    public T Run<T>(Func<T> step)
    {
        try
        {
            return step();
        }
        catch (PosixException failure)
        {
            throw Translated(failure);
        }
    }

    public void Run(Action step) => Run(() =>
    {
        step();
        return true;
    });

    /// <summary>The same for steps that wait for the disk, on a thread of their own. Once begun, nothing cancels them.</summary>
    public Task<T> RunApartAsync<T>(Func<T> step) => threads.RunAsync(() => Run(step));

    public Task RunApartAsync(Action step) => RunApartAsync(() =>
    {
        step();
        return true;
    });

    public StorageUnavailableException Translated(PosixException failure)
    {
        switch (failure.Errno)
        {
            case Errno.ENOSPC or Errno.EDQUOT:
                return new StorageFullException($"No room on the disk of {folder.Root}.", failure);
            case Errno.EIO or Errno.EROFS:
                Doubt(failure);
                return new StorageReadOnlyException(inDoubt ?? failure.Message, failure);
            default:
                log.LogError(failure, "The store at {Root} failed", folder.Root);
                return new StorageUnavailableException($"The store at {folder.Root} failed: {failure.Message}", failure);
        }
    }

    /// <summary>A read failed: this file is in trouble, not the store.</summary>
    public StorageUnavailableException Unreadable(IOException failure)
    {
        log.LogError(failure, "Reading from the store at {Root} failed", folder.Root);
        return new StorageUnavailableException("The disk could not read this file.", failure);
    }

    public void Dispose() => probing?.Dispose();

    /// <summary>The write sequence of an original on a probe file, then its removal. Throws <see cref="PosixException"/>.</summary>
    public void Probe()
    {
        var posix = folder.Posix;
        var name = IncomingNames.Fresh();
        var target = Path.Join(folder.Root, StoreFolder.Incoming, "probe", name);
        folder.OpenOrMake(Path.GetDirectoryName(folder.IncomingPath(name))!).Dispose();
        using (var file = posix.Create(folder.IncomingPath(name)) ?? throw new PosixException(Errno.EEXIST, "open", name))
        {
            posix.Write(file, "vitrine"u8, 0);
            posix.Truncate(file, 4);
            posix.FlushData(file);
        }

        folder.Publish(folder.IncomingPath(name), target);
        folder.Remove(target);
    }

    private void Doubt(PosixException failure)
    {
        lock (gate)
        {
            if (inDoubt is not null) return;
            inDoubt = $"The disk of {folder.Root} reported an error ({failure.Call}, errno {failure.Errno}); nothing is written until a test write passes. Check the disk.";
            probing ??= time.CreateTimer(_ => TryAgain(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            probing.Change(ProbeEvery, ProbeEvery);
        }

        log.LogCritical(failure, "The store at {Root} turned read-only", folder.Root);
    }

    private void TryAgain()
    {
        try
        {
            RequireMarker();
            Probe();
        }
        catch (Exception failure) when (failure is PosixException or StorageUnavailableException)
        {
            log.LogWarning("The store at {Root} is still read-only: {Reason}", folder.Root, failure.Message);
            return;
        }

        lock (gate)
        {
            inDoubt = null;
            probing?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        log.LogInformation("The store at {Root} takes writes again", folder.Root);
    }

    private string FullSentence() =>
        $"Less than {options.FreeFloor / (1024 * 1024)} MiB are free on the disk of {folder.Root} (VITRINE_STORAGE__DISK__FREEFLOOR); new files are refused until there is room.";

    private string MarkerSentence() =>
        $"{folder.MarkerPath} is missing: is the disk mounted, and is VITRINE_STORAGE__DISK__PATH right?";
}
