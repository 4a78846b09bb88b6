using System.CommandLine;
using Vitrine.Library;
using Vitrine.Web;

namespace Vitrine.Cli;

/// <summary><c>account delete</c> and <c>account restore</c>. What is to be removed for ever is removed by the site, when it runs.</summary>
internal static class ClosingVerbs
{
    public static Command Delete(VerbHost host)
    {
        var name = new Argument<string>("NAME") { Description = "Whose account." };
        var now = new Option<bool>("--now") { Description = "Remove all that it has at once, with no way back." };
        var command = new Command("delete", "Delete an account: closed at once, removed for ever when the days of the trash are over.") { name, now };
        command.SetAction(host.Run(async (verb, cancellationToken) =>
        {
            var account = await AccountVerb.FindAsync(verb, verb.Parsed.GetRequiredValue(name), cancellationToken);
            var (closing, isNow) = (verb.Get<AccountClosing>(), verb.Parsed.GetValue(now));
            var goes = await verb.Get<ClosingCounts>().OfAsync(account.Id, cancellationToken);
            if (await closing.CloseAsync(account.Id, cancellationToken) == AccountChange.LastAdmin) throw AccountVerb.Refusal(ProblemCode.LastAdmin);
            if (isNow) await closing.PurgeAsync(account.Id, cancellationToken);
            await verb.Output.WriteLineAsync(
                $"{account.Name} is deleted, with {Wording.Count(goes.Usage.Items, "item")} ({Sizes.Text(goes.Usage.Used)}), {Wording.Count(goes.Albums, "album")} and {Wording.Count(goes.Links, "link")}.");
            await verb.Output.WriteLineAsync(
                isNow ? "The site removes them for ever from now on." : $"They are removed for ever in {Wording.Count(closing.Days, "day")}; until then “vitrine account restore {account.Name}” brings it back.");
            return 0;
        }));
        return command;
    }

    public static Command Restore(VerbHost host)
    {
        var name = new Argument<string>("NAME") { Description = "Whose account." };
        var command = new Command("restore", "Bring a deleted account back.") { name };
        command.SetAction(host.Run(async (verb, cancellationToken) =>
        {
            var account = await AccountVerb.FindAsync(verb, verb.Parsed.GetRequiredValue(name), cancellationToken);
            if (account.ClosedAt is null) throw new VerbFailed($"{account.Name} is not deleted.");
            if (!await verb.Get<AccountClosing>().ReopenAsync(account.Id, cancellationToken))
                throw new VerbFailed($"{account.Name} is being removed for ever; there is no way back.");
            await verb.Output.WriteLineAsync($"{account.Name} is back, and signs in as before.");
            return 0;
        }));
        return command;
    }
}
