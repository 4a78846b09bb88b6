using System.CommandLine;
using System.Globalization;
using Vitrine.Library;

namespace Vitrine.Cli;

/// <summary><c>rebuild</c>: the catalog from the sidecars. Exit code 1 when something in the store could not be taken in.</summary>
internal static class RebuildVerb
{
    public static Command Create(VerbHost host)
    {
        var adopt = new Option<bool>("--adopt") { Description = "Also take in originals that have no sidecar, from their bytes alone." };
        var account = new Option<string>("--account") { Description = "Whose they become, with --adopt." };
        var command = new Command("rebuild", "Make the catalog again from the sidecars beside the originals; inserts only what is lacking.") { adopt, account };
        command.Validators.Add(said =>
        {
            if (said.GetValue(adopt) != (said.GetValue(account) is not null)) said.AddError("--adopt goes with --account NAME: whose originals without sidecar become.");
        });
        command.SetAction(host.Run(async (verb, cancellationToken) =>
        {
            var report = await verb.Get<Rebuilding>().RunAsync(verb.Output.WriteLine, cancellationToken);
            await verb.Output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{report.Adopted} items came back, {report.Present} were there, {report.WithoutOriginal} have lost their original, {report.Unreadable} sidecars are not understood, {report.WithoutSidecar} files have no sidecar. {report.Accounts} accounts and {report.Albums} albums came back."));
            long adopted = 0;
            if (verb.Parsed.GetValue(account) is { } name)
            {
                var owner = await AccountVerb.FindAsync(verb, name, cancellationToken);
                adopted = await verb.Get<Rebuilding>().AdoptAsync(owner, verb.Output.WriteLine, cancellationToken);
                await verb.Output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{adopted} originals without sidecar are {owner.Name}'s now; names are those of the files, titles and tags are lost."));
            }
            else if (report.WithoutSidecar > 0)
            {
                await verb.Output.WriteLineAsync("Originals without a sidecar: `vitrine rebuild --adopt --account NAME` takes them in from their bytes alone.");
            }

            if (report.WithoutSidecar > adopted && adopted > 0) await verb.Output.WriteLineAsync("What lies elsewhere than an original should: copy it out and take it in with `vitrine import`.");
            if (report.Accounts > 0)
                await verb.Output.WriteLineAsync("Passwords, passkeys, second steps and connected services, API keys, sessions, share links, invitations, e-mail addresses and what was public are not in the store and cannot come back: set passwords with `vitrine account password NAME`.");
            if (report.Adopted + adopted > 0) await verb.Output.WriteLineAsync("Previews, dimensions and camera facts are made again while the site runs.");
            return report.IsCompleteWith(adopted) ? 0 : 1;
        }));
        return command;
    }
}
