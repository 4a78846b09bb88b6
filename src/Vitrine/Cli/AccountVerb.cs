using System.CommandLine;
using Vitrine.Library;
using Vitrine.Library.Accounts;
using Vitrine.Web;

namespace Vitrine.Cli;

/// <summary><c>account add</c>, <c>account password</c>, <c>account one-step</c>, <c>account delete</c>, <c>account restore</c>, <c>account list</c>; passwords come from stdin, never from the command line.</summary>
internal static class AccountVerb
{
    public static Command Create(VerbHost host) => new("account", "Add, list and delete accounts, set passwords, turn two-step sign-in off.") { Add(host), Password(host), OneStep(host), ClosingVerbs.Delete(host), ClosingVerbs.Restore(host), List(host) };

    private static Command Add(VerbHost host)
    {
        var name = new Argument<string>("NAME") { Description = "The name to sign in with." };
        var admin = new Option<bool>("--admin") { Description = "May look after accounts and storage." };
        var command = new Command("add", "Add an account; its password is read from stdin.") { name, admin };
        command.SetAction(host.Run(async (verb, cancellationToken) =>
        {
            var password = await ReadPasswordAsync(cancellationToken);
            var wanted = new NewAccount(verb.Parsed.GetRequiredValue(name), password, verb.Parsed.GetValue(admin), QuotaBytes: null);
            var outcome = await verb.Get<Registration>().AddAsync(wanted, cancellationToken);
            if (outcome is RegistrationOutcome.Refused refused) throw Refusal(refused.Code);
            await verb.Output.WriteLineAsync($"Added {(wanted.IsAdmin ? "the admin" : "the account")} {wanted.Name}.");
            return 0;
        }));
        return command;
    }

    private static Command Password(VerbHost host)
    {
        var name = new Argument<string>("NAME") { Description = "Whose password." };
        var command = new Command("password", "Set a password, read from stdin; ends all sessions and API keys of the account.") { name };
        command.SetAction(host.Run(async (verb, cancellationToken) =>
        {
            var account = await FindAsync(verb, verb.Parsed.GetRequiredValue(name), cancellationToken);
            var password = await ReadPasswordAsync(cancellationToken);
            if (Registration.Refuse(password) is { } code) throw Refusal(code);
            var hash = await verb.Get<Passwords>().HashAsync(password, cancellationToken);
            await verb.Get<IAccountCatalog>().ChangePasswordAsync(account.Id, hash, keepSession: null, cancellationToken);
            await verb.Output.WriteLineAsync($"{account.Name} has a new password; whoever was signed in as {account.Name} no longer is.");
            return 0;
        }));
        return command;
    }

    private static Command OneStep(VerbHost host)
    {
        var name = new Argument<string>("NAME") { Description = "Whose two-step sign-in." };
        var command = new Command("one-step", "Turn two-step sign-in off for somebody who lost phone and recovery codes.") { name };
        command.SetAction(host.Run(async (verb, cancellationToken) =>
        {
            var account = await FindAsync(verb, verb.Parsed.GetRequiredValue(name), cancellationToken);
            await verb.Get<IAuthenticatorCatalog>().RemoveAsync(account.Id, cancellationToken);
            await verb.Output.WriteLineAsync($"{account.Name} signs in with the password alone.");
            return 0;
        }));
        return command;
    }

    private static Command List(VerbHost host)
    {
        var command = new Command("list", "List the accounts.");
        command.SetAction(host.Run(async (verb, cancellationToken) =>
        {
            var accounts = verb.Get<IAccountCatalog>();
            await foreach (var account in Paging.AllAsync(after => accounts.PageAsync(after, 100, cancellationToken)))
                await verb.Output.WriteLineAsync(Line(account));
            return 0;
        }));
        return command;
    }

    /// <summary>The account of a name, or the verb's end.</summary>
    public static async Task<Account> FindAsync(VerbCall verb, string name, CancellationToken cancellationToken) =>
        await verb.Get<IAccountCatalog>().FindByNameAsync(name, cancellationToken)
        ?? throw new VerbFailed($"There is no account named {name}; “vitrine account list” shows them.");

    private static string Line(Account account) =>
        $"{account.Name}\t{(account.IsAdmin ? "admin" : "member")}{(account.ClosedAt is not null ? ", deleted" : account.Disabled ? ", disabled" : "")}\t{account.Id}";

    private static async Task<string> ReadPasswordAsync(CancellationToken cancellationToken)
    {
        if (!Console.IsInputRedirected) await Console.Error.WriteAsync("Password: ");
        return await Console.In.ReadLineAsync(cancellationToken) ?? throw new VerbFailed("No password came on stdin.", exitCode: 2);
    }

    internal static VerbFailed Refusal(ProblemCode code) => new($"{Problems.All[code].Title}. {Problems.All[code].Detail}");
}
