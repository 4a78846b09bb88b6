using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Vitrine.Decoder.Sealing;

/// <summary>
/// Landlock (landlock(7)): this process and what it starts may read the given folders, the system's libraries and itself, and nothing
/// else; no TCP, no signals outwards where the kernel knows how to say so.
/// </summary>
internal static unsafe class Landlock
{
    private const int CreateRuleset = 444;
    private const int AddRule = 445;
    private const int RestrictSelf = 446;
    private const ulong Execute = 1;
    private const ulong ReadFile = 4;
    private const ulong ReadFolder = 8;
    private const int OpenPath = 0x200000 | 0x80000; // O_PATH | O_CLOEXEC

    private static readonly string[] Libraries = ["/lib", "/lib64", "/usr/lib", "/usr/lib64", "/etc/ld.so.cache"];

    /// <summary>What the runtime's start looks at: memory, processors, control group.</summary>
    private static readonly string[] Machine =
        ["/proc/self", "/proc/meminfo", "/proc/cpuinfo", "/proc/stat", "/sys/fs/cgroup", "/sys/devices/system", "/dev/null", "/dev/urandom"];

    /// <summary>Returns the ABI in force, 0 where the kernel has no Landlock.</summary>
    public static int Restrict(IEnumerable<string> folders)
    {
        var abi = (int)Native.Syscall(CreateRuleset, 0, 0, 1, 0);
        if (abi <= 0) return 0;

        var rules = new Ruleset
        {
            Files = (1UL << FileRights(abi)) - 1,
            Network = abi >= 4 ? 3UL : 0,
            Scoped = abi >= 6 ? 3UL : 0,
        };
        var ruleset = Native.Syscall(CreateRuleset, (nint)(&rules), abi >= 6 ? 24 : abi >= 4 ? 16 : 8, 0, 0);
        Native.Check(ruleset, "landlock_create_ruleset");

        foreach (var library in Libraries.Append(AppContext.BaseDirectory).Concat(JitRuntime())) Allow((int)ruleset, library, Execute | ReadFile | ReadFolder);
        foreach (var path in Machine.Concat(folders)) Allow((int)ruleset, path, ReadFile | ReadFolder);

        Native.Check(Native.Syscall(RestrictSelf, ruleset, 0, 0, 0), "landlock_restrict_self");
        _ = Native.Close((int)ruleset);
        return abi;
    }

    /// <summary>How many file rights each ABI knows: 13, then REFER, TRUNCATE, IOCTL_DEV.</summary>
    private static int FileRights(int abi) => abi switch { 1 => 13, 2 => 14, 3 or 4 => 15, _ => 16 };

    /// <summary>A build for development runs on the shared runtime: <c>dotnet/shared/Microsoft.NETCore.App/10.x</c>.</summary>
    private static IEnumerable<string> JitRuntime() =>
        RuntimeFeature.IsDynamicCodeSupported ? [Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../.."))] : [];

    private static void Allow(int ruleset, string path, ulong rights)
    {
        var handle = Native.Open(path, OpenPath);
        if (handle < 0) return; // not there: nothing to allow
        var rule = new PathRule { Rights = Directory.Exists(path) ? rights : rights & (Execute | ReadFile), Handle = handle };
        Native.Check(Native.Syscall(AddRule, ruleset, 1, (nint)(&rule), 0), $"landlock_add_rule {path}");
        _ = Native.Close(handle);
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Ruleset
    {
        public ulong Files;
        public ulong Network;
        public ulong Scoped;
    }

    [StructLayout(LayoutKind.Sequential, Pack = 1)]
    private struct PathRule
    {
        public ulong Rights;
        public int Handle;
    }
}
