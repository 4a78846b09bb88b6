using Microsoft.Win32.SafeHandles;

namespace Vitrine.Storage.Disk;

/// <summary>
/// The system calls that the store stands on; a seam only so that tests can make the Nth of them fail. Failures are
/// <see cref="PosixException"/>. No call follows a symbolic link in any part of its path: what a link hides is absent.
/// </summary>
internal interface IPosix
{
    /// <summary>Null when there is no such file.</summary>
    SafeFileHandle? OpenRead(string path);

    /// <summary>Null when there is no such file.</summary>
    SafeFileHandle? OpenWrite(string path);

    /// <summary>Makes a file that must not exist; null when it does.</summary>
    SafeFileHandle? Create(string path);

    /// <summary>A folder, to flush it and to name things in it; null when there is none.</summary>
    SafeFileHandle? OpenFolder(string path);

    /// <summary>Writes all of the bytes.</summary>
    void Write(SafeFileHandle file, ReadOnlySpan<byte> bytes, long offset);

    void Truncate(SafeFileHandle file, long length);

    /// <summary>fsync of a file or folder. A failure is final: the kernel forgets it after telling once.</summary>
    void Flush(SafeFileHandle handle);

    /// <summary>fdatasync: the bytes and the length.</summary>
    void FlushData(SafeFileHandle file);

    /// <summary>Asks the kernel to begin writing a range out, so that the flush at the end is short. Only a hint.</summary>
    void StartWriteback(SafeFileHandle file, long offset, long length);

    /// <summary>False when the name is taken.</summary>
    bool MakeFolder(SafeFileHandle parent, string name);

    /// <summary>Moves a file to a name that must be free. False when it is taken.</summary>
    bool MoveToFreeName(string from, SafeFileHandle folder, string name);

    /// <summary>Moves a file over whatever has the name.</summary>
    void MoveOver(string from, SafeFileHandle folder, string name);

    /// <summary>False when there was no such file.</summary>
    bool Unlink(SafeFileHandle folder, string name);

    /// <summary>Removes an empty folder. False when it is not there or not empty.</summary>
    bool RemoveFolder(SafeFileHandle parent, string name);

    /// <summary>Null when there is no such path, or a symbolic link stands there.</summary>
    FileStat? Stat(string path);

    FileStat Stat(SafeFileHandle handle);

    /// <summary>Bytes that this process may still write to the file system of a path.</summary>
    long FreeBytes(string path);

    /// <summary>An exclusive lock among all processes, held until the handle is disposed. Waits.</summary>
    void Lock(SafeFileHandle file);
}

internal readonly record struct FileStat(long Length, long Inode, DateTime ModifiedUtc, bool IsFile, bool IsFolder)
{
    /// <summary>Changes with every replacement: a new file has another inode, and its time is moved on by hand.</summary>
    public string Tag => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Length:x}-{ModifiedUtc.Ticks:x}-{Inode:x}");
}

/// <summary>A system call failed.</summary>
internal sealed class PosixException(int errno, string call, string path)
    : IOException($"{call} failed on {path}: {System.Runtime.InteropServices.Marshal.GetPInvokeErrorMessage(errno)} (errno {errno})")
{
    public int Errno { get; } = errno;

    public string Call { get; } = call;
}

/// <summary>Error numbers of Linux, the same on x64 and arm64.</summary>
internal static class Errno
{
    public const int EPERM = 1;
    public const int ENOENT = 2;
    public const int EINTR = 4;
    public const int EIO = 5;
    public const int EEXIST = 17;
    public const int ENOTDIR = 20;
    public const int EINVAL = 22;
    public const int ENOSPC = 28;
    public const int EROFS = 30;
    public const int ENOSYS = 38;
    public const int ENOTEMPTY = 39;
    public const int ELOOP = 40;
    public const int EOPNOTSUPP = 95;
    public const int EDQUOT = 122;
}
