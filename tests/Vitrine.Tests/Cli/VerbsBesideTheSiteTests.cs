using System.Diagnostics;
using System.Net;
using Vitrine.Library;

namespace Vitrine.Tests.Cli;

/// <summary>The verbs as processes of their own, while the site runs on the same folder (RULES 29).</summary>
public sealed class VerbsBesideTheSiteTests
{
    [Fact]
    public async Task Accounts_and_keys_made_on_the_command_line_work_at_once()
    {
        await using var world = await World.StartAsync();
        var added = await RunAsync(world, "carls own password\n", "account", "add", "Carl");
        Assert.Equal((0, "Added the account Carl."), (added.ExitCode, added.Output.Trim()));
        var listed = await RunAsync(world, "", "account", "list");
        Assert.Equal(["Ada", "Ben", "Carl"], listed.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t')[0]));

        var made = await RunAsync(world, "", "key", "add", "--account", "carl", "--scopes", "read,write");
        using var program = world.ProgramWith(made.Output.Trim().Split(' ')[^1]);
        Assert.NotEqual(default, await World.UploadAsync(program, Pictures.Png(8, 8, 1)));

        var key = (await RunAsync(world, "", "key", "list", "--account", "Carl")).Output.Split('\t')[0];
        var revoked = await RunAsync(world, "", "key", "revoke", key, "--account", "Carl");
        Assert.Equal(0, revoked.ExitCode);
        using var refused = await program.GetAsync("/api/v1/media", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);

        using var browser = await world.BrowserOfAsync((await world.Get<IAccountCatalog>().FindByNameAsync("Carl", TestContext.Current.CancellationToken))!);
        var password = await RunAsync(world, "a newer password\n", "account", "password", "Carl");
        Assert.Equal(0, password.ExitCode);
        using var ended = await browser.GetAsync("/settings");
        Assert.Equal(HttpStatusCode.Found, ended.StatusCode);
    }

    [Fact]
    public async Task An_account_deleted_on_the_command_line_is_out_at_once_and_comes_back_or_goes_for_ever()
    {
        await using var world = await World.StartAsync();
        await world.AlbumAsync(world.Ben);
        using var ben = await world.BrowserOfAsync(world.Ben);
        var deleted = await RunAsync(world, "", "account", "delete", "ben");
        Assert.Equal(0, deleted.ExitCode);
        Assert.Contains("1 album and 0 links", deleted.Output, StringComparison.Ordinal);
        using (var refused = await ben.GetAsync("/settings")) Assert.Equal(HttpStatusCode.Found, refused.StatusCode);

        Assert.Equal(0, (await RunAsync(world, "", "account", "restore", "Ben")).ExitCode);
        Assert.Equal(1, (await RunAsync(world, "", "account", "restore", "Ben")).ExitCode);
        Assert.Equal(1, (await RunAsync(world, "", "account", "delete", "Ada")).ExitCode);
        Assert.Equal(0, (await RunAsync(world, "", "account", "delete", "Ben", "--now")).ExitCode);

        var accounts = world.Get<IAccountCatalog>();
        for (var deadline = DateTime.UtcNow.AddSeconds(60); await accounts.FindAsync(world.Ben.Id, TestContext.Current.CancellationToken) is not null; await Task.Delay(100, TestContext.Current.CancellationToken))
            Assert.True(DateTime.UtcNow < deadline, "The running site did not remove it.");
    }

    [Theory]
    [InlineData(1, "There is no account named Zoe", "key", "add", "--account", "Zoe")]
    [InlineData(1, "name is taken", "account", "add", "ada")]
    [InlineData(2, "--scopes", "key", "add", "--account", "Ada", "--scopes", "everything")]
    [InlineData(2, "no settings file", "account", "list", "--config", "/nowhere.json")]
    public async Task What_fails_says_so_in_one_sentence_on_stderr(int exitCode, string sentence, params string[] verb)
    {
        await using var world = await World.StartAsync();
        var result = await RunAsync(world, "a long enough password\n", verb);
        Assert.Equal(exitCode, result.ExitCode);
        Assert.Contains(sentence, result.Error, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }

    private static async Task<(int ExitCode, string Output, string Error)> RunAsync(World world, string input, params string[] verb)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "vitrine.dll"), .. verb, "--data", world.Data])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var cancellationToken = TestContext.Current.CancellationToken;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return (process.ExitCode, await output, await error);
    }
}
