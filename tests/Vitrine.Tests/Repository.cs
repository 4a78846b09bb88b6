namespace Vitrine.Tests;

/// <summary>The source tree that the tests were built from, for tests that read the code itself.</summary>
public static class Repository
{
    /// <summary>Skips the test where there is no source tree, as in a published folder.</summary>
    public static string Root
    {
        get
        {
            for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            {
                if (File.Exists(Path.Combine(folder.FullName, "Vitrine.slnx"))) return folder.FullName;
            }

            Assert.Skip("The source tree is not here.");
            return "";
        }
    }

    /// <summary>Files that a person wrote, with one of the endings.</summary>
    public static IEnumerable<string> Files(params string[] endings) =>
        from part in new[] { "src", "tests", "bench" }
        let folder = Path.Combine(Root, part)
        where Directory.Exists(folder)
        from path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        where endings.Contains(Path.GetExtension(path)) && !IsMade(Path.GetRelativePath(Root, path))
        select path;

    private static bool IsMade(string path) =>
        path.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj" or "node_modules" or "dist" or "artifacts" or "results");
}
