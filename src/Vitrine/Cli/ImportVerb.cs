using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using Vitrine.Library;
using Vitrine.Storage;
using Vitrine.Web;

namespace Vitrine.Cli;

/// <summary><c>import DIR</c>: a folder into an account's library, also while the site runs. Exit code 1 when a file was not taken.</summary>
internal static class ImportVerb
{
    public static Command Create(VerbHost host)
    {
        var folder = new Argument<DirectoryInfo>("DIR") { Description = "The folder; everything below it is taken." };
        var account = new Option<string>("--account") { Description = "Into whose library.", Required = true };
        var command = new Command("import", "Take a folder of files into an account's library. Run it again to go on after a stop.") { folder, account };
        command.SetAction(host.Run(async (verb, cancellationToken) =>
        {
            await verb.Get<SiteStart>().RequireExistingAsync(cancellationToken);
            var owner = await AccountVerb.FindAsync(verb, verb.Parsed.GetRequiredValue(account), cancellationToken);
            return await RunAsync(verb, owner, verb.Parsed.GetRequiredValue(folder), cancellationToken);
        }));
        return command;
    }

    private static async Task<int> RunAsync(VerbCall verb, Account owner, DirectoryInfo folder, CancellationToken cancellationToken)
    {
        if (!folder.Exists) throw new VerbFailed($"There is no folder {folder.FullName}.", exitCode: 2);
        var (files, bytes) = Count(folder.FullName, cancellationToken);
        await verb.Output.WriteLineAsync($"{files} files, {Sizes.Text(bytes)}, into the library of {owner.Name}");

        var import = verb.Get<FolderImport>();
        var screen = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(verb.Output) });
        if (!screen.Profile.Capabilities.Ansi) screen.Profile.Width = int.MaxValue; // no bar, and one line a file for whoever reads a log
        ProgressTask? bar = null;
        var progress = new ImportProgress((file, outcome) =>
        {
            bar?.Increment(file.Length);
            if (outcome.State == ImportState.Failed) screen.Write(new Text(Line(folder, file, outcome) + Environment.NewLine));
        });
        Task<string?> ImportAsync() => TryAsync(() => import.RunAsync(owner, folder.FullName, progress, cancellationToken));
        var stopped = !screen.Profile.Capabilities.Ansi
            ? await ImportAsync()
            : await screen.Progress().Columns(new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn(), new SpinnerColumn()).StartAsync(bars =>
            {
                bar = bars.AddTask("importing", maxValue: Math.Max(1, bytes));
                return ImportAsync();
            });

        await verb.Output.WriteLineAsync(Summary(progress, files));
        if (stopped is not null) await Console.Error.WriteLineAsync(stopped);
        return stopped is null && progress[ImportState.Failed] == 0 ? 0 : 1;
    }

    /// <summary>Null when it went through; otherwise why it stopped, after which it can be run again.</summary>
    private static async Task<string?> TryAsync(Func<Task> import)
    {
        try
        {
            await import();
            return null;
        }
        catch (OperationCanceledException)
        {
            return "Stopped. Run it again to go on.";
        }
        catch (Exception broken) when (broken is StorageUnavailableException or CatalogUnavailableException)
        {
            return $"{broken.Message} Run it again when that is mended.";
        }
    }

    private static (int Files, long Bytes) Count(string folder, CancellationToken cancellationToken)
    {
        var (files, bytes) = (0, 0L);
        foreach (var file in FolderImport.FilesOf(folder))
        {
            cancellationToken.ThrowIfCancellationRequested();
            files++;
            bytes += file.Length;
        }

        return (files, bytes);
    }

    private static string Line(DirectoryInfo folder, FileInfo file, ImportOutcome outcome)
    {
        var problem = Problems.All[outcome.Problem!.Value];
        var path = Path.GetRelativePath(folder.FullName, file.FullName);
        return $"failed\t{path.ReplaceLineEndings("?")}\t{outcome.Detail ?? $"{problem.Title}. {problem.Detail}"}";
    }

    private static string Summary(ImportProgress progress, int files)
    {
        var (done, duplicates, skipped, failed) =
            (progress[ImportState.Done], progress[ImportState.Duplicate], progress[ImportState.Skipped], progress[ImportState.Failed]);
        var left = files - done - duplicates - skipped - failed;
        return string.Create(CultureInfo.InvariantCulture,
            $"{files} files: {done} done, {duplicates} here already, {skipped} skipped, {failed} failed{(left > 0 ? $", {left} left" : "")}.");
    }
}
