namespace Vitrine.Decoder.Sealing;

/// <summary>
/// Tries what must not work, from inside the seal, and prints what came of it: one line each, <c>held</c> or <c>OPEN</c>. For tests and
/// for an operator who doubts a kernel: <c>vitrine-decoder --read / --prove</c>.
/// </summary>
internal static class Proof
{
    private const int ReadOnly = 0;
    private const int WriteOnlyCreate = 0x41;

    private static readonly (string What, Func<nint> Try)[] Attempts =
    [
        ("network", () => Native.Syscall(Arm ? 198 : 41, 2, 1, 0, 0)),
        ("unix socket", () => Native.Syscall(Arm ? 198 : 41, 1, 1, 0, 0)),
        ("start a program", () => Native.Execve("/bin/true", ["true", null], [null])),
        ("fork", () => Native.Syscall(Arm ? 220 : 56, 17, 0, 0, 0)),
        ("trace a process", () => Native.Syscall(Arm ? 117 : 101, 16, 1, 0, 0)),
        ("signal the parent", () => Native.Syscall(Arm ? 129 : 62, ParentId, 0, 0, 0)),
        ("write a file", () => Native.Open("/tmp/vitrine-decoder-proof", WriteOnlyCreate)),
        ("read accounts", () => Native.Open("/etc/passwd", ReadOnly)),
        ("read the parent's environment", () => Native.Open($"/proc/{ParentId}/environ", ReadOnly)),
    ];

    private static bool Arm => System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture == System.Runtime.InteropServices.Architecture.Arm64;

    private static nint ParentId => Native.Syscall(Arm ? 173 : 110, 0, 0, 0, 0);

    public static int Print()
    {
        foreach (var (what, attempt) in Attempts) Console.Out.WriteLine($"{(attempt() < 0 ? "held" : "OPEN")} {what}");
        return 0;
    }
}
