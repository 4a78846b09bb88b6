using System.CommandLine;
using Vitrine.Library;
using Vitrine.Library.Access;

namespace Vitrine.Cli;

/// <summary><c>seed</c>: synthetic items straight into the catalog, for load tests. No bytes stand behind them.</summary>
internal static class SeedVerb
{
    /// <summary>So many are under way at once; the catalog commits them together.</summary>
    private const int AtOnce = 1000;

    public static Command Create(VerbHost host)
    {
        var account = new Option<string>("--account") { Description = "Whose library.", Required = true };
        var items = new Option<int>("--items") { Description = "How many.", Required = true };
        var force = new Option<bool>("--force") { Description = "Also into a library that holds real media." };
        items.Validators.Add(value =>
        {
            if (value.GetValueOrDefault<int>() is < 1 or > 10_000_000) value.AddError("--items is 1 to 10000000.");
        });
        var command = new Command("seed", "Fill a library with synthetic items, for load tests.") { account, items, force };
        command.SetAction(host.Run(async (verb, cancellationToken) =>
        {
            var owner = await AccountVerb.FindAsync(verb, verb.Parsed.GetRequiredValue(account), cancellationToken);
            var media = verb.Get<IMediaCatalog>();
            if (!verb.Parsed.GetValue(force) && await HoldsRealOnesAsync(media, owner.Id, cancellationToken))
                throw new VerbFailed($"The library of {owner.Name} holds real media. Seed an account of its own, or say --force.");
            return await SeedAsync(media, new SyntheticMedia(owner.Id, verb.Get<TimeProvider>()), verb.Parsed.GetRequiredValue(items), verb.Output, cancellationToken);
        }));
        return command;
    }

    private static async Task<int> SeedAsync(
        IMediaCatalog media, SyntheticMedia synthetic, int count, TextWriter output, CancellationToken cancellationToken)
    {
        for (var done = 0; done < count;)
        {
            var batch = synthetic.Next(Math.Min(AtOnce, count - done));
            await Task.WhenAll(batch.Select(item => media.AdoptAsync(item, null, cancellationToken)));
            done += batch.Count;
            if (done % 10_000 == 0 || done == count) await output.WriteLineAsync($"{done} of {count}");
        }

        return 0;
    }

    private static async Task<bool> HoldsRealOnesAsync(IMediaCatalog media, AccountId owner, CancellationToken cancellationToken)
    {
        var own = new Scope.Own(owner);
        return await Paging.AllAsync(after => media.PageAsync(own, MediaSort.UploadedNewest, after, 500, cancellationToken)).AnyAsync(IsReal, cancellationToken)
            || await Paging.AllAsync(after => media.TrashAsync(own, after, 500, cancellationToken)).AnyAsync(IsReal, cancellationToken);

        static bool IsReal(MediaItem item) => !item.Synthetic;
    }
}
