using Microsoft.Win32.SafeHandles;
using Vitrine.Storage.Disk;

namespace Vitrine.Tests.Storage;

/// <summary>The real system calls, of which the Nth that changes or flushes something fails, or all of one name do.</summary>
internal sealed class FaultyPosix : IPosix
{
    private readonly Posix real = new();
    private readonly Lock gate = new();
    private readonly List<string> calls = [];
    private Func<string, int, int?> fault = (_, _) => null;

    /// <summary>The calls made since <see cref="FailWhen"/>, by name.</summary>
    public IReadOnlyList<string> Calls
    {
        get
        {
            lock (gate) return [.. calls];
        }
    }

    /// <summary>Says for a call's name and number (from 1) which error it gives; null lets it through.</summary>
    public void FailWhen(Func<string, int, int?> decide)
    {
        lock (gate)
        {
            calls.Clear();
            fault = decide;
        }
    }

    public void Heal() => FailWhen((_, _) => null);

    public SafeFileHandle? OpenRead(string path) => real.OpenRead(path);

    public SafeFileHandle? OpenWrite(string path) => real.OpenWrite(path);

    public SafeFileHandle? Create(string path) => After("create", path, () => real.Create(path));

    public SafeFileHandle? OpenFolder(string path) => real.OpenFolder(path);

    public void Write(SafeFileHandle file, ReadOnlySpan<byte> bytes, long offset)
    {
        Count("write", "");
        real.Write(file, bytes, offset);
    }

    public void Truncate(SafeFileHandle file, long length) => After("truncate", "", () => real.Truncate(file, length));

    public void Flush(SafeFileHandle handle) => After("fsync", "", () => real.Flush(handle));

    public void FlushData(SafeFileHandle file) => After("fdatasync", "", () => real.FlushData(file));

    public void StartWriteback(SafeFileHandle file, long offset, long length) => real.StartWriteback(file, offset, length);

    public bool MakeFolder(SafeFileHandle parent, string name) => After("mkdir", name, () => real.MakeFolder(parent, name));

    public bool MoveToFreeName(string from, SafeFileHandle folder, string name) => After("rename", name, () => real.MoveToFreeName(from, folder, name));

    public void MoveOver(string from, SafeFileHandle folder, string name) => After("rename", name, () => real.MoveOver(from, folder, name));

    public bool Unlink(SafeFileHandle folder, string name) => After("unlink", name, () => real.Unlink(folder, name));

    public bool RemoveFolder(SafeFileHandle parent, string name) => After("rmdir", name, () => real.RemoveFolder(parent, name));

    public FileStat? Stat(string path) => real.Stat(path);

    public FileStat Stat(SafeFileHandle handle) => real.Stat(handle);

    public long FreeBytes(string path) => FreeBytesOverride ?? real.FreeBytes(path);

    public long? FreeBytesOverride { get; set; }

    public void Lock(SafeFileHandle file) => real.Lock(file);

    private void After(string call, string path, Action step)
    {
        Count(call, path);
        step();
    }

    private T After<T>(string call, string path, Func<T> step)
    {
        Count(call, path);
        return step();
    }

    private void Count(string call, string path)
    {
        lock (gate)
        {
            calls.Add(call);
            if (fault(call, calls.Count) is { } errno) throw new PosixException(errno, call, path);
        }
    }
}
