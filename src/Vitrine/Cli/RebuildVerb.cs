using System.CommandLine;
using System.Globalization;
using Vitrine.Library;

namespace Vitrine.Cli;

/// <summary><c>rebuild</c>: the catalog from the sidecars. Exit code 1 when something in the store could not be taken in.</summary>
internal static class RebuildVerb
{
    public static Command Create(VerbHost host)
    {
        var command = new Command("rebuild", "Make the catalog again from the sidecars beside the originals; inserts only what is lacking.");
        command.SetAction(host.Run(async (verb, cancellationToken) =>
        {
            var report = await verb.Get<Rebuilding>().RunAsync(verb.Output.WriteLine, cancellationToken);
            await verb.Output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{report.Adopted} items came back, {report.Present} were there, {report.WithoutOriginal} have lost their original, {report.Unreadable} sidecars are not understood, {report.WithoutSidecar} files have no sidecar. {report.Accounts} accounts and {report.Albums} albums came back."));
            if (report.WithoutSidecar > 0) await verb.Output.WriteLineAsync("Files without a sidecar: copy them out and take them in with `vitrine import`.");
            if (report.Accounts > 0)
                await verb.Output.WriteLineAsync("Passwords, API keys, sessions and share links are not in the store and cannot come back: set passwords with `vitrine account password NAME`.");
            if (report.Adopted > 0) await verb.Output.WriteLineAsync("Previews, dimensions and camera facts are made again while the site runs.");
            return report.IsComplete ? 0 : 1;
        }));
        return command;
    }
}
