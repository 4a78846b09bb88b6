using NetArchTest.Rules;

namespace Vitrine.Tests;

/// <summary>Holds the arrows of docs/architecture.md and the size of files.</summary>
public sealed class ArchitectureTests
{
    private const int MostLines = 300;

    [Theory]
    [InlineData("Storage", "Library", "Jobs", "Imaging", "Metadata", "Features", "Web", "Cli")]
    [InlineData("Imaging", "Library", "Jobs", "Storage", "Metadata", "Features", "Web", "Cli")]
    [InlineData("Jobs", "Library", "Imaging", "Storage", "Metadata", "Features", "Web", "Cli")]
    [InlineData("Library", "Metadata", "Features", "Web", "Cli")]
    [InlineData("Metadata", "Features", "Web", "Cli")]
    [InlineData("Web", "Metadata", "Features", "Cli")]
    [InlineData("Features", "Metadata", "Cli")]
    [InlineData("Cli", "Metadata", "Features")]
    [InlineData("Aws", "Library", "Jobs", "Imaging", "Storage", "Metadata", "Features", "Web", "Cli")]
    [InlineData("Settings", "Library", "Jobs", "Imaging", "Storage", "Metadata", "Features", "Web", "Cli")]
    public void Arrows_point_one_way(string part, params string[] mayNotKnow)
    {
        var result = Types.InAssembly(typeof(Program).Assembly)
            .That().ResideInNamespaceStartingWith($"Vitrine.{part}")
            .ShouldNot().HaveDependencyOnAny([.. mayNotKnow.Select(other => $"Vitrine.{other}")])
            .GetResult();
        Assert.True(result.IsSuccessful, $"{part} must not know these parts: {Names(result)}");
    }

    [Fact]
    public void Features_never_call_features()
    {
        var features = Types.InAssembly(typeof(Program).Assembly).GetTypes()
            .Select(type => type.Namespace ?? "").Where(name => name.StartsWith("Vitrine.Features.", StringComparison.Ordinal))
            .Select(name => string.Join('.', name.Split('.')[..3])).Distinct().ToList();
        Assert.NotEmpty(features);
        foreach (var feature in features)
        {
            var result = Types.InAssembly(typeof(Program).Assembly)
                .That().ResideInNamespaceStartingWith(feature)
                .ShouldNot().HaveDependencyOnAny([.. features.Where(other => other != feature)])
                .GetResult();
            Assert.True(result.IsSuccessful, $"{feature} knows another feature in {Names(result)}");
        }
    }

    /// <summary>Whoever speaks to a cloud does so behind a contract.</summary>
    [Fact]
    public void The_cloud_is_known_to_its_own_folders_alone()
    {
        var result = Types.InAssembly(typeof(Program).Assembly)
            .That().DoNotResideInNamespaceStartingWith("Vitrine.Aws").And().DoNotResideInNamespaceStartingWith("Vitrine.Storage.S3").And().DoNotResideInNamespaceStartingWith("Vitrine.Metadata.DynamoDb")
            .ShouldNot().HaveDependencyOnAny("Amazon")
            .GetResult();
        Assert.True(result.IsSuccessful, $"The SDK's types leak into {Names(result)}");
    }

    [Fact]
    public void No_file_is_longer_than_two_screens_and_a_half()
    {
        var tooLong = Repository.Files(".cs", ".razor", ".ts", ".css")
            .Select(path => (Path: Path.GetRelativePath(Repository.Root, path), Lines: File.ReadLines(path).Count()))
            .Where(file => file.Lines > MostLines);
        Assert.Empty(tooLong.Select(file => $"{file.Path}: {file.Lines} lines"));
    }

    [Fact]
    public void The_table_of_contents_stays_readable() =>
        Assert.InRange(File.ReadLines(Path.Combine(Repository.Root, "src", "Vitrine", "Program.cs")).Count(), 1, 100);

    private static string Names(NetArchTest.Rules.TestResult result) => string.Join(", ", (result.FailingTypes ?? []).Select(type => type.FullName));
}
