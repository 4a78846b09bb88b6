namespace Vitrine.Decoder.Sealing;

/// <summary>Resource limits (setrlimit(2)). What the site wants otherwise comes as environment from its options.</summary>
internal static class Limits
{
    private const int Cpu = 0;
    private const int FileSize = 1;
    private const int Data = 2;
    private const int Stack = 3;
    private const int Core = 4;
    private const int Handles = 7;
    private const int AddressSpace = 9;
    private const nuint MiB = 1024 * 1024;

    /// <summary>Libraries, the collector's reserve and thread stacks take 400 MiB of addresses before any picture.</summary>
    private const nuint AddressSlack = 768 * MiB;

    /// <summary>Code, heaps and stacks of an idle child that count as data; measured 60 MiB.</summary>
    private const nuint DataSlack = 96 * MiB;

    private static nuint usedCpuSeconds;

    public static void Set(bool nativeBuild)
    {
        var memory = Wanted("VITRINE_DECODER_MEMORY", 256 * MiB);
        // A JIT process maps far more than it uses, so only its data can be bounded.
        if (nativeBuild) Set(AddressSpace, memory + AddressSlack);
        Set(Data, memory + DataSlack + (nativeBuild ? 0 : 256 * MiB));
        Set(FileSize, 0);
        Set(Core, 0);
        Set(Handles, 64);
        Set(Stack, 2 * MiB);
        _ = Native.SetPriority(which: 0, who: 0, nice: 10);
    }

    /// <summary>
    /// CPU time from now on for one file; beyond it the kernel ends the process by SIGXCPU. Only the soft limit moves: the process
    /// serves many files.
    /// </summary>
    public static void AllowCpu(int seconds)
    {
        usedCpuSeconds = (nuint)Environment.CpuUsage.TotalTime.TotalSeconds;
        var limit = new Native.ResourceLimit { Soft = usedCpuSeconds + (nuint)seconds + 1, Hard = nuint.MaxValue };
        Native.Check(Native.SetLimit(Cpu, ref limit), "RLIMIT_CPU");
    }

    private static void Set(int resource, nuint value)
    {
        var limit = new Native.ResourceLimit { Soft = value, Hard = value };
        Native.Check(Native.SetLimit(resource, ref limit), $"limit {resource}");
    }

    private static nuint Wanted(string variable, nuint otherwise) =>
        nuint.TryParse(Environment.GetEnvironmentVariable(variable), out var value) ? value : otherwise;
}
