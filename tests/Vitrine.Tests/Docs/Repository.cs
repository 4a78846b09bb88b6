namespace Vitrine.Tests.Docs;

/// <summary>The files of this repository, from wherever the tests were built to.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    public static Task<string> ReadAsync(string path) => File.ReadAllTextAsync(Path.Combine(Root, path), TestContext.Current.CancellationToken);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Vitrine.slnx"))) return folder.FullName;
        throw new DirectoryNotFoundException("The tests lie outside their repository.");
    }
}
