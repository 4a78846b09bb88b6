using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Vitrine.Storage.Disk;

/// <summary>The real system calls.</summary>
internal sealed class Posix : IPosix
{
    private const ulong FileMode = 0x1A0; // 0640
    private const uint FolderMode = 0x1E8; // 0750
    private const ushort TypeMask = 0xF000;
    private const ushort FileType = 0x8000;
    private const ushort FolderType = 0x4000;

    /// <summary>Set when openat2 is missing or forbidden (old kernels, some container filters).</summary>
    private volatile bool plainOpen;

    /// <summary>Set when the file system cannot rename without replacing (some network file systems).</summary>
    private volatile bool plainLink;

    /// <summary>Without blocking, or a pipe planted in the store would hang its reader.</summary>
    public SafeFileHandle? OpenRead(string path) => Open(path, Libc.O_RDONLY | Libc.O_NOFOLLOW | Libc.O_NONBLOCK);

    public SafeFileHandle? OpenWrite(string path) => Open(path, Libc.O_RDWR | Libc.O_NOFOLLOW);

    public SafeFileHandle? Create(string path) => Open(path, Libc.O_RDWR | Libc.O_CREAT | Libc.O_EXCL | Libc.O_NOFOLLOW);

    public SafeFileHandle? OpenFolder(string path) => Open(path, Libc.O_RDONLY | Libc.O_DIRECTORY | Libc.O_NOFOLLOW);

    public void Write(SafeFileHandle file, ReadOnlySpan<byte> bytes, long offset)
    {
        while (bytes.Length > 0)
        {
            var written = Libc.pwrite(file, ref MemoryMarshal.GetReference(bytes), bytes.Length, offset);
            if (written < 0)
            {
                Require(-1, "pwrite", file, retryable: true);
                continue;
            }

            bytes = bytes[(int)written..];
            offset += written;
        }
    }

    public void Truncate(SafeFileHandle file, long length)
    {
        while (!Require(Libc.ftruncate(file, length), "ftruncate", file, retryable: true))
        {
        }
    }

    public void Flush(SafeFileHandle handle) => Require(Libc.fsync(handle), "fsync", handle, retryable: false);

    public void FlushData(SafeFileHandle file) => Require(Libc.fdatasync(file), "fdatasync", file, retryable: false);

    public void StartWriteback(SafeFileHandle file, long offset, long length) =>
        _ = Libc.sync_file_range(file, offset, length, Libc.SYNC_FILE_RANGE_WRITE);

    public bool MakeFolder(SafeFileHandle parent, string name) =>
        Unless(Libc.mkdirat(parent, name, FolderMode), "mkdir", name, Errno.EEXIST);

    public bool MoveToFreeName(string from, SafeFileHandle folder, string name)
    {
        if (plainLink) return LinkAndUnlink(from, folder, name);
        if (Libc.renameat2(Libc.AT_FDCWD, from, folder, name, Libc.RENAME_NOREPLACE) == 0) return true;
        var errno = Marshal.GetLastPInvokeError();
        if (errno == Errno.EEXIST) return false;
        if (errno is not (Errno.EINVAL or Errno.ENOSYS)) throw new PosixException(errno, "rename", name);
        plainLink = true;
        return LinkAndUnlink(from, folder, name);
    }

    public void MoveOver(string from, SafeFileHandle folder, string name) =>
        Unless(Libc.renameat2(Libc.AT_FDCWD, from, folder, name, 0), "rename", name);

    public bool Unlink(SafeFileHandle folder, string name) =>
        Unless(Libc.unlinkat(folder, name, 0), "unlink", name, Errno.ENOENT);

    public bool RemoveFolder(SafeFileHandle parent, string name) =>
        Unless(Libc.unlinkat(parent, name, Libc.AT_REMOVEDIR), "rmdir", name, Errno.ENOENT, Errno.ENOTEMPTY, Errno.EEXIST);

    public FileStat? Stat(string path) =>
        Unless(Libc.statx(Libc.AT_FDCWD, path, Libc.AT_SYMLINK_NOFOLLOW, Libc.STATX_BASIC_STATS, out var stat), "stat", path, Errno.ENOENT, Errno.ENOTDIR)
        && From(stat) is { } found && (found.IsFile || found.IsFolder) ? found : null;

    public FileStat Stat(SafeFileHandle handle)
    {
        Require(Libc.statx_of(handle, "", Libc.AT_EMPTY_PATH, Libc.STATX_BASIC_STATS, out var stat), "stat", handle, retryable: false);
        return From(stat);
    }

    public long FreeBytes(string path)
    {
        Unless(Libc.statvfs(path, out var stat), "statvfs", path);
        return (long)Math.Min(stat.Available * stat.FragmentSize, long.MaxValue);
    }

    public void Lock(SafeFileHandle file)
    {
        while (!Require(Libc.flock(file, Libc.LOCK_EX), "flock", file, retryable: true))
        {
        }
    }

    private SafeFileHandle? Open(string path, int flags)
    {
        flags |= Libc.O_CLOEXEC;
        while (true)
        {
            var descriptor = plainOpen ? Libc.open(path, flags, (int)FileMode) : OpenWithoutLinks(path, flags);
            if (descriptor >= 0) return new SafeFileHandle(descriptor, ownsHandle: true);
            switch (Marshal.GetLastPInvokeError())
            {
                case Errno.ENOENT when (flags & Libc.O_CREAT) == 0:
                case Errno.ENOTDIR when (flags & Libc.O_CREAT) == 0:
                case Errno.ELOOP when (flags & Libc.O_CREAT) == 0:
                case Errno.EEXIST:
                    return null;
                case Errno.EINTR:
                    continue;
                case Errno.ENOSYS or Errno.EPERM when !plainOpen:
                    plainOpen = true;
                    continue;
                case var errno:
                    throw new PosixException(errno, "open", path);
            }
        }
    }

    private static nint OpenWithoutLinks(string path, int flags)
    {
        var how = new Libc.OpenHow
        {
            Flags = (ulong)flags,
            Mode = (flags & Libc.O_CREAT) != 0 ? FileMode : 0,
            Resolve = Libc.RESOLVE_NO_SYMLINKS,
        };
        return Libc.OpenWithoutLinks(path, ref how);
    }

    /// <summary>A crash between the two leaves both names for the same bytes; finishing again removes the first.</summary>
    private static bool LinkAndUnlink(string from, SafeFileHandle folder, string name)
    {
        if (!Unless(Libc.linkat(Libc.AT_FDCWD, from, folder, name, 0), "link", name, Errno.EEXIST)) return false;
        Unless(Libc.unlink(from), "unlink", from, Errno.ENOENT);
        return true;
    }

    private static FileStat From(Libc.Statx stat) => new(
        (long)stat.Size,
        (long)stat.Inode,
        DateTime.UnixEpoch.AddSeconds(stat.ModifiedSeconds).AddTicks(stat.ModifiedNanoseconds / 100),
        (stat.Mode & TypeMask) == FileType,
        (stat.Mode & TypeMask) == FolderType);

    private static bool Unless(int result, string call, string path, params ReadOnlySpan<int> expected)
    {
        if (result == 0) return true;
        var errno = Marshal.GetLastPInvokeError();
        return expected.Contains(errno) ? false : throw new PosixException(errno, call, path);
    }

    /// <summary>False when a signal interrupted the call and it may be made again.</summary>
    private static bool Require(int result, string call, SafeFileHandle handle, bool retryable)
    {
        if (result == 0) return true;
        var errno = Marshal.GetLastPInvokeError();
        return retryable && errno == Errno.EINTR ? false : throw new PosixException(errno, call, $"handle {handle.DangerousGetHandle()}");
    }
}
