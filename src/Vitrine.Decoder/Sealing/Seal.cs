using System.Runtime.CompilerServices;

namespace Vitrine.Decoder.Sealing;

/// <summary>
/// Takes away, before the first byte of input, all that decoding does not need. In two steps: limits and Landlock hold only for a thread
/// and what it starts, and the runtime has threads by now, so the outer step starts this very program again under them. The inner
/// step, a seccomp filter on all threads, comes when every library is loaded.
/// </summary>
internal static class Seal
{
    public static bool IsOuterDone => Environment.GetEnvironmentVariable(Environments.Sealed) is not null;

    public static void CloseOuterAndStartAgain(string[] args)
    {
        Native.Check(Native.Prctl(Native.SetNoNewPrivileges, 1, 0, 0, 0), "no_new_privs");
        var landlock = Landlock.Restrict(ReadFolders(args));

        string?[] environment = [.. Environments.Of(landlock), null];
        string?[] arguments = ["vitrine-decoder", .. args, null];
        Limits.Set(nativeBuild: !RuntimeFeature.IsDynamicCodeSupported);
        Native.Execve("/proc/self/exe", arguments, environment);
        throw new InvalidOperationException($"Could not start again under the limits: errno {Native.LastError}");
    }

    public static InForce CloseInner()
    {
        ParentWatch.Start();
        Seccomp.Apply();
        return new InForce(int.Parse(Environment.GetEnvironmentVariable(Environments.Sealed)!, System.Globalization.CultureInfo.InvariantCulture));
    }

    private static IEnumerable<string> ReadFolders(string[] args)
    {
        for (var n = 0; n + 1 < args.Length; n++)
        {
            if (args[n] == "--read") yield return args[n + 1];
        }
    }
}

/// <param name="Landlock">ABI in force, 0 for none.</param>
internal sealed record InForce(int Landlock);
