using System.CommandLine;
using Vitrine.Library;
using Vitrine.Settings;
using Vitrine.Storage;

namespace Vitrine.Cli;

/// <summary><c>doctor</c>: looks at all that the site stands on and says how to mend what is wrong. Exit code 1 when anything is.</summary>
internal static class DoctorVerb
{
    public static Command Create(VerbHost host)
    {
        var command = new Command("doctor", "Look at decoder, store and database, and say what is wrong and how to mend it.");
        command.SetAction(host.Run(async (verb, cancellationToken) =>
        {
            var wrong = 0;
            var seen = new HashSet<SiteFact>(); // two services may rest on the same credentials
            await foreach (var fact in ExamineAsync(verb, cancellationToken))
            {
                if (!seen.Add(fact)) continue;
                await verb.Output.WriteLineAsync($"{(fact.Warning is null ? "well" : "WRONG")}\t{fact.Name}: {fact.Value}");
                if (fact.Warning is null) continue;
                wrong++;
                await verb.Output.WriteLineAsync($"\t{fact.Warning}");
            }

            await verb.Output.WriteLineAsync(wrong switch
            {
                0 => "Everything is as it should be.",
                1 => "One thing is to be mended.",
                _ => $"{wrong} things are to be mended.",
            });
            return wrong == 0 ? 0 : 1;
        }));
        return command;
    }

    private static async IAsyncEnumerable<SiteFact> ExamineAsync(VerbCall verb, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var part in verb.Services.GetServices<ISiteFacts>())
        {
            foreach (var fact in await TryAsync("A part of the site", () => part.ReadAsync(cancellationToken))) yield return fact;
        }

        foreach (var examination in verb.Services.GetServices<IExamination>())
        {
            foreach (var fact in await TryAsync("What the site stands on", () => examination.ExamineAsync(cancellationToken))) yield return fact;
        }

        foreach (var provisioning in verb.Services.GetServices<IProvisioning>())
        {
            var facts = await TryAsync(provisioning.What, async () => [.. Telling(await provisioning.PlanAsync(cancellationToken)).Select(step => FactOf(provisioning, step))]);
            foreach (var fact in facts) yield return fact;
        }

        foreach (var fact in await TryAsync("Store", () => StoreAsync(verb, cancellationToken))) yield return fact;
        foreach (var fact in await TryAsync("Database", () => DatabaseAsync(verb, cancellationToken))) yield return fact;
    }

    private static async Task<IReadOnlyList<SiteFact>> StoreAsync(VerbCall verb, CancellationToken cancellationToken)
    {
        var marker = verb.Get<IStoreMarker>();
        var id = await marker.ReadAsync(cancellationToken);
        if (id is null && await marker.HoldsAnythingAsync(cancellationToken))
            return [new SiteFact("Store", "has lost its marker", $"Put vitrine-store.json back from a backup, or correct {marker.Setting}.")];
        await marker.ProbeAsync(cancellationToken);
        return [new SiteFact("Store", id is null ? "empty; a test file was written, read and deleted" : "a test file was written, read and deleted")];
    }

    private static async Task<IReadOnlyList<SiteFact>> DatabaseAsync(VerbCall verb, CancellationToken cancellationToken)
    {
        var catalog = verb.Get<ISiteCatalog>();
        if (await catalog.GetAsync(SiteValues.StoreId, cancellationToken) is null && await verb.Get<IStoreMarker>().ReadAsync(cancellationToken) is null)
            return [new SiteFact("Database", "was read; there is no site yet, the first start makes it")];
        await verb.Get<SiteStart>().RequireExistingAsync(cancellationToken);
        await catalog.ProbeWriteAsync(cancellationToken);
        return [new SiteFact("Database", "belongs to the store; a test value was written")];
    }

    private static async Task<IReadOnlyList<SiteFact>> TryAsync(string name, Func<Task<IReadOnlyList<SiteFact>>> look)
    {
        try
        {
            return await look();
        }
        catch (Exception failure) when (failure is StorageUnavailableException or CatalogUnavailableException)
        {
            return [new SiteFact(name, "does not work", failure.Message)];
        }
    }

    /// <summary>Of what is not there at all, its parts are no news.</summary>
    private static IEnumerable<ProvisioningStep> Telling(IReadOnlyList<ProvisioningStep> plan) => plan[0].State == ProvisioningState.ToDo ? plan.Take(1) : plan;

    private static SiteFact FactOf(IProvisioning part, ProvisioningStep step)
    {
        var name = $"{part.What}, {step.Name}";
        return step.State switch
        {
            ProvisioningState.ToDo => new SiteFact(name, $"is not: {step.Detail}", "Run `vitrine provision`, which makes what is missing."),
            ProvisioningState.Differs => new SiteFact(name, step.Detail, "Change it by hand, or the setting to what it is; `vitrine provision` leaves it alone."),
            ProvisioningState.NotOffered => new SiteFact(name, "not offered by this endpoint"),
            _ => new SiteFact(name, step.Detail),
        };
    }
}
