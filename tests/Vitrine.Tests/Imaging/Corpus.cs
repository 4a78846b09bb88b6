namespace Vitrine.Tests.Imaging;

/// <summary>Real files to test with; tests that need them skip, and say so, where they are absent.</summary>
public static class Corpus
{
    private static readonly Lazy<string?> Found = new(Find);

    public static string Root
    {
        get
        {
            if (Found.Value is { } root) return root;
            Assert.Skip("No corpus: set VITRINE_CORPUS to the folder of test media.");
            return "";
        }
    }

    public static string? RootOrNull => Found.Value;

    public static string PathOf(string file) => Path.Combine(Root, file);

    /// <summary>Paths relative to the corpus with forward slashes, in order.</summary>
    public static IReadOnlyList<string> Files() =>
        [.. Directory.EnumerateFiles(Root, "*", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(Root, f))
            .Where(f => f.Contains('/', StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)];

    public static byte[] Head(string file)
    {
        using var stream = File.OpenRead(PathOf(file));
        var head = new byte[Vitrine.Imaging.FileType.HeadLength];
        return head[..stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
    }

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("VITRINE_CORPUS") is { Length: > 0 } named) return named;
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            var candidate = Path.Combine(at.FullName, "shared", "corpus");
            if (Directory.Exists(candidate)) return candidate;
        }

        return null;
    }
}
