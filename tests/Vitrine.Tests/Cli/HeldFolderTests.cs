namespace Vitrine.Tests.Cli;

/// <summary>One site per data folder; verbs beside it as ever.</summary>
public sealed class HeldFolderTests : IDisposable
{
    private readonly string data = Directory.CreateTempSubdirectory("vitrine-held-").FullName;

    [Fact]
    public async Task A_second_site_on_a_data_folder_is_refused_in_one_sentence_until_the_first_is_dead()
    {
        await using (var first = await SiteProcess.StartAsync(data))
        {
            var (exitCode, said) = await SiteProcess.RunAsync(data, "serve", "--port", "0", "--bind", "127.0.0.1");
            Assert.Equal(1, exitCode);
            Assert.StartsWith($"Another Vitrine serves {data} already.", said, StringComparison.Ordinal);
            Assert.Single(said.Split('\n', StringSplitOptions.RemoveEmptyEntries));

            var (listed, accounts) = await SiteProcess.RunAsync(data, "account", "list");
            Assert.Equal(0, listed);
            Assert.StartsWith("ada", accounts, StringComparison.Ordinal);
            first.Kill(); // SIGKILL: nothing of ours lets go of the folder
        }

        await using var second = await SiteProcess.StartAsync(data);
        using var client = new HttpClient { BaseAddress = second.Address };
        using var answer = await client.GetAsync("/healthz", TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode);
    }

    [Fact]
    public async Task A_data_folder_that_cannot_be_one_is_named()
    {
        var file = Path.Combine(data, "a-file");
        await File.WriteAllTextAsync(file, "", TestContext.Current.CancellationToken);

        var (exitCode, said) = await SiteProcess.RunAsync(file, "serve", "--port", "0", "--bind", "127.0.0.1");

        Assert.Equal(1, exitCode);
        Assert.Contains($"The data folder {file} cannot be written", said, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(data, recursive: true);
}
