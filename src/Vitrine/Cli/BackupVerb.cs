using System.CommandLine;
using System.Globalization;
using Vitrine.Library;

namespace Vitrine.Cli;

/// <summary><c>backup</c> and <c>restore</c>, each safe to run again after an interruption.</summary>
internal static class BackupVerb
{
    public static Command Create(VerbHost host)
    {
        var folder = Folder("Where the backup lies: an empty folder, or an earlier backup of this site, on another disk.");
        var command = new Command("backup", "Copy the site into a folder while it runs; again into the same folder copies what is new.") { folder };
        command.SetAction(host.Run(async (verb, cancellationToken) =>
        {
            var target = verb.Parsed.GetRequiredValue(folder).FullName;
            var report = await verb.Get<Backups>().MakeAsync(target, verb.Output.WriteLine, cancellationToken);
            await verb.Output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{report.Items} items: {report.Safe} safe, {report.Damaged} missing or damaged in the site, {report.Synthetic} synthetic, {report.Gone} deleted meanwhile. {report.FilesCopied} files copied ({report.BytesCopied} bytes), {report.FilesPresent} were there. The database was copied and checked."));
            return report.Damaged == 0 ? 0 : 1;
        }));
        return command;
    }

    public static Command CreateRestore(VerbHost host)
    {
        var folder = Folder("The folder that `vitrine backup` wrote.");
        var command = new Command("restore", "Bring a backup into an empty data folder, and read it all again to prove it.") { folder };
        command.SetAction(host.Run(async (verb, cancellationToken) =>
        {
            var copied = await verb.Get<Restoring>().RunAsync(verb.Parsed.GetRequiredValue(folder).FullName, cancellationToken);
            await verb.Output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"{copied.Copied} files copied ({copied.BytesCopied} bytes), {copied.Present} were there. Now reading them all again:"));
            return await VerifyVerb.RunAsync(verb, hashes: true, cancellationToken);
        }));
        return command;
    }

    private static Argument<DirectoryInfo> Folder(string description) => new("DIR") { Description = description };
}
