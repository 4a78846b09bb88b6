using System.Runtime.InteropServices;

namespace Vitrine.Decoder.Sealing;

/// <summary>
/// The seccomp filter (seccomp(2)) on every thread: threads, memory and reading stay; network, other processes, starting programs,
/// changing files and the kernel's rarer doors answer EPERM, so that a library that merely tries something goes on.
/// </summary>
internal static unsafe class Seccomp
{
    private const int SetModeFilter = 1;
    private const int SyncThreads = 1;
    private const uint KillProcess = 0x80000000;
    private const uint Allowed = 0x7FFF0000;
    private const uint Fails = 0x00050000;
    private const uint NotPermitted = Fails | 1;
    private const uint NotImplemented = Fails | 38;
    private const uint AnotherThread = 0x10000; // CLONE_THREAD
    private const uint Writing = 0x3 | 0x40 | 0x200; // O_WRONLY, O_RDWR, O_CREAT, O_TRUNC
    private const int X32 = 0x40000000;

    // Offsets in struct seccomp_data.
    private const uint Number = 0;
    private const uint Architecture = 4;

    private static bool Arm => RuntimeInformation.ProcessArchitecture == System.Runtime.InteropServices.Architecture.Arm64;

    public static void Apply()
    {
        var program = Program();
        fixed (Instruction* first = program)
        {
            var filter = new FilterProgram { Length = (ushort)program.Length, Instructions = first };
            Native.Check(Native.Syscall(Arm ? 277 : 317, SetModeFilter, SyncThreads, (nint)(&filter), 0), "seccomp");
        }
    }

    private static Instruction[] Program()
    {
        var program = new List<Instruction>
        {
            Load(Architecture),
            SkipIfEqual(Arm ? 0xC00000B7 : 0xC000003E),
            Return(KillProcess),
            Load(Number),
        };
        if (!Arm) program.AddRange([new(0x35, 0, 1, X32), Return(KillProcess)]);
        foreach (var (x64, arm64) in Syscalls.Denied) program.AddRange(On(Arm ? arm64 : x64, Return(NotPermitted)));

        // glibc falls back to the older call, whose flags a filter can see.
        program.AddRange(On(Arm ? Syscalls.Clone3.Arm64 : Syscalls.Clone3.X64, Return(NotImplemented)));
        program.AddRange(On(Arm ? Syscalls.OpenAt2.Arm64 : Syscalls.OpenAt2.X64, Return(NotImplemented)));
        program.AddRange(On(Arm ? Syscalls.Clone.Arm64 : Syscalls.Clone.X64, Load(Argument(0)), SkipIfAnyBit(AnotherThread), Return(NotPermitted), Return(Allowed)));
        program.AddRange(On(Arm ? Syscalls.OpenAt.Arm64 : Syscalls.OpenAt.X64, Load(Argument(2)), SkipIfNoBit(Writing), Return(NotPermitted), Return(Allowed)));
        program.AddRange(On(Arm ? -1 : Syscalls.OpenX64, Load(Argument(1)), SkipIfNoBit(Writing), Return(NotPermitted), Return(Allowed)));

        // A signal to oneself is how abort() ends, limits for oneself are set per file; neither for anybody else.
        program.AddRange(On(Arm ? Syscalls.TgKill.Arm64 : Syscalls.TgKill.X64, Load(Argument(0)), SkipIfEqual((uint)Environment.ProcessId), Return(NotPermitted), Return(Allowed)));
        program.AddRange(On(Arm ? Syscalls.PrLimit.Arm64 : Syscalls.PrLimit.X64, Load(Argument(0)), SkipIfEqual(0), Return(NotPermitted), Return(Allowed)));
        program.Add(Return(Allowed));
        return [.. program];
    }

    /// <summary>Runs <paramref name="then"/> (which must return) when the call has this number; the number is loaded.</summary>
    private static IEnumerable<Instruction> On(int number, params Instruction[] then) =>
        number < 0 ? [] : [new(0x15, 0, (byte)then.Length, (uint)number), .. then];

    private static uint Argument(int index) => 16 + (8 * (uint)index);

    private static Instruction Load(uint offset) => new(0x20, 0, 0, offset);

    private static Instruction SkipIfEqual(uint value) => new(0x15, 1, 0, value);

    private static Instruction SkipIfAnyBit(uint bits) => new(0x45, 1, 0, bits);

    private static Instruction SkipIfNoBit(uint bits) => new(0x45, 0, 1, bits);

    private static Instruction Return(uint verdict) => new(0x06, 0, 0, verdict);

    /// <summary>struct sock_filter: what to do, how far to jump if true and if false, and a constant.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Instruction(ushort Code, byte IfTrue, byte IfFalse, uint Value);

    [StructLayout(LayoutKind.Sequential)]
    private struct FilterProgram
    {
        public ushort Length;
        public Instruction* Instructions;
    }
}
