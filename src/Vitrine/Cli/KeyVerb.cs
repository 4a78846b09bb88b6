using System.CommandLine;
using Vitrine.Library;
using Vitrine.Library.Accounts;

namespace Vitrine.Cli;

/// <summary><c>key add</c>, <c>key list</c>, <c>key revoke</c>. The new key is the last word printed, for scripts.</summary>
internal static class KeyVerb
{
    public static Command Create(VerbHost host) => new("key", "Make, list and revoke API keys.") { Add(host), List(host), Revoke(host) };

    private static Command Add(VerbHost host)
    {
        var account = Account();
        var scopes = new Option<string>("--scopes") { Description = "read, write or both, separated by a comma.", DefaultValueFactory = _ => "read" };
        var name = new Option<string>("--name") { Description = "What the key is for.", DefaultValueFactory = _ => "made on the command line" };
        var command = new Command("add", "Make an API key and print it; it is shown only this once.") { account, scopes, name };
        command.SetAction(host.Run(async (verb, cancellationToken) =>
        {
            var (canRead, canWrite) = Scopes(verb.Parsed.GetRequiredValue(scopes));
            var owner = await AccountVerb.FindAsync(verb, verb.Parsed.GetRequiredValue(account), cancellationToken);
            var (_, secret) = await verb.Get<KeyMaking>().MakeAsync(owner.Id, verb.Parsed.GetRequiredValue(name), canRead, canWrite, cancellationToken);
            await verb.Output.WriteLineAsync($"A key of {owner.Name} that may {Words(canRead, canWrite)}, shown only this once: {secret}");
            return 0;
        }));
        return command;
    }

    private static Command List(VerbHost host)
    {
        var account = Account();
        var command = new Command("list", "List the API keys of an account.") { account };
        command.SetAction(host.Run(async (verb, cancellationToken) =>
        {
            var owner = await AccountVerb.FindAsync(verb, verb.Parsed.GetRequiredValue(account), cancellationToken);
            foreach (var key in await verb.Get<IAccountCatalog>().KeysAsync(owner.Id, cancellationToken))
                await verb.Output.WriteLineAsync($"{key.Id:N}\t{Words(key.CanRead, key.CanWrite)}\tlast used {key.LastUsedAt?.ToString("u") ?? "never"}\t{key.Name}");
            return 0;
        }));
        return command;
    }

    private static Command Revoke(VerbHost host)
    {
        var account = Account();
        var id = new Argument<Guid>("ID") { Description = "As “key list” shows it." };
        var command = new Command("revoke", "Revoke an API key at once.") { id, account };
        command.SetAction(host.Run(async (verb, cancellationToken) =>
        {
            var owner = await AccountVerb.FindAsync(verb, verb.Parsed.GetRequiredValue(account), cancellationToken);
            if (!await verb.Get<IAccountCatalog>().RevokeKeyAsync(owner.Id, verb.Parsed.GetRequiredValue(id), cancellationToken))
                throw new VerbFailed($"{owner.Name} has no such key; “vitrine key list --account {owner.Name}” shows them.");
            await verb.Output.WriteLineAsync("Revoked.");
            return 0;
        }));
        return command;
    }

    private static Option<string> Account() => new("--account") { Description = "Whose key.", Required = true };

    private static (bool Read, bool Write) Scopes(string text)
    {
        var words = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0 || words.Any(word => word is not ("read" or "write")))
            throw new VerbFailed($"--scopes is “{text}”: use read, write or read,write.", exitCode: 2);
        return (words.Contains("read"), words.Contains("write"));
    }

    private static string Words(bool canRead, bool canWrite) => (canRead, canWrite) switch
    {
        (true, true) => "read and write",
        (true, false) => "read",
        _ => "write",
    };
}
