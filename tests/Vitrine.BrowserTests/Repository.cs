namespace Vitrine.BrowserTests;

/// <summary>Places outside the test's own output folder.</summary>
internal static class Repository
{
    public static string Root { get; } = Above(AppContext.BaseDirectory, folder => File.Exists(Path.Combine(folder, "Vitrine.slnx")))
        ?? throw new InvalidOperationException("The tests do not lie inside the repository.");

    /// <summary>The folder of real media, by VITRINE_CORPUS or as <c>shared/corpus</c> somewhere above; null where there is none.</summary>
    public static string? Corpus { get; } = Environment.GetEnvironmentVariable("VITRINE_CORPUS")
        ?? (Above(AppContext.BaseDirectory, folder => Directory.Exists(Path.Combine(folder, "shared", "corpus"))) is { } home
            ? Path.Combine(home, "shared", "corpus")
            : null);

    private static string? Above(string start, Func<string, bool> isIt)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            if (isIt(folder.FullName)) return folder.FullName;
        return null;
    }
}
