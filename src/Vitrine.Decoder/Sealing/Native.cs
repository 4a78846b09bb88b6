using System.Runtime.InteropServices;

namespace Vitrine.Decoder.Sealing;

/// <summary>The few calls into libc that sealing takes. Numbers are of linux/prctl.h, sys/resource.h.</summary>
internal static unsafe partial class Native
{
    public const int SetNoNewPrivileges = 38;

    public static int LastError => Marshal.GetLastPInvokeError();

    [LibraryImport("libc", EntryPoint = "prctl", SetLastError = true)]
    public static partial int Prctl(int option, nuint a, nuint b, nuint c, nuint d);

    [LibraryImport("libc", EntryPoint = "setrlimit", SetLastError = true)]
    public static partial int SetLimit(int resource, ref ResourceLimit limit);

    [LibraryImport("libc", EntryPoint = "setpriority", SetLastError = true)]
    public static partial int SetPriority(int which, int who, int nice);

    [LibraryImport("libc", EntryPoint = "execve", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Execve(string path, string?[] arguments, string?[] environment);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "close")]
    public static partial int Close(int handle);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    public static partial int Poll(PollEntry* entries, nuint count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "_exit")]
    public static partial void Exit(int code);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    public static partial nint Syscall(nint number, nint a, nint b, nint c, nint d);

    public static void Check(nint result, string what)
    {
        if (result < 0) throw new InvalidOperationException($"Sealing failed at {what}: errno {LastError}");
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct ResourceLimit
    {
        public nuint Soft;
        public nuint Hard;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct PollEntry
    {
        public int Handle;
        public short Events;
        public short Happened;
    }
}
