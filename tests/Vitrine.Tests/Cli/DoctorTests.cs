namespace Vitrine.Tests.Cli;

/// <summary>On one machine's disk: decoder, disk and database.</summary>
public sealed class DoctorTests : IDisposable
{
    private readonly string data = Directory.CreateTempSubdirectory("vitrine-doctor-").FullName;

    public void Dispose() => Directory.Delete(data, recursive: true);

    [Fact]
    public async Task A_site_is_looked_at_while_it_runs()
    {
        await using var site = await SiteProcess.StartAsync(data);

        var (exitCode, output) = await SiteProcess.RunAsync(data, "doctor");

        Assert.Contains("well\tStore: a test file was written, read and deleted", output, StringComparison.Ordinal);
        Assert.Contains("well\tDatabase: belongs to the store", output, StringComparison.Ordinal);
        Assert.Contains("SQLite: ", output, StringComparison.Ordinal);
        Assert.Equal(output.Contains("WRONG", StringComparison.Ordinal), exitCode == 1);
    }

    [Fact]
    public async Task A_store_without_its_marker_is_wrong_and_the_remedy_stands_beside_it()
    {
        await using (await SiteProcess.StartAsync(data))
        {
            Directory.CreateDirectory(Path.Join(data, "media", "originals", "2026", "11", "0f"));
            await File.WriteAllTextAsync(Path.Join(data, "media", "originals", "2026", "11", "0f", "photo.jpg"), "x", TestContext.Current.CancellationToken);
        }

        File.Delete(Path.Join(data, "media", "vitrine-store.json"));

        var (exitCode, output) = await SiteProcess.RunAsync(data, "doctor");

        Assert.Equal(1, exitCode);
        Assert.Contains("WRONG\tStore: has lost its marker\n\tPut vitrine-store.json back", output, StringComparison.Ordinal);
        Assert.Contains("WRONG\tDatabase: does not work\n\tThe database knows a store", output, StringComparison.Ordinal);
    }
}
