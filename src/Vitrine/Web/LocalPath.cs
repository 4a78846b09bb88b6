namespace Vitrine.Web;

/// <summary>Where a form goes back to: a path of this site, whatever the field says.</summary>
public static class LocalPath
{
    public static string OrHome(string? path) => path is { Length: > 0 and < 2048 } && IsLocal(path) ? path : "/";

    private static bool IsLocal(string path) =>
        path[0] == '/' && !path.StartsWith("//", StringComparison.Ordinal) && !path.Contains('\\') && !path.Any(char.IsControl);
}
