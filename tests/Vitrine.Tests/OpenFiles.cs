namespace Vitrine.Tests;

/// <summary>Handles of this process, which is the server too.</summary>
internal static class OpenFiles
{
    public static int Count(string path) => Directory.EnumerateFiles("/proc/self/fd").Count(handle => TargetOf(handle) == path);

    private static string? TargetOf(string handle)
    {
        try
        {
            return File.ResolveLinkTarget(handle, returnFinalTarget: false)?.FullName;
        }
        catch (FileNotFoundException)
        {
            return null; // closed meanwhile
        }
    }
}
