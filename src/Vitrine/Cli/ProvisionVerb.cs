using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Vitrine.Settings;

namespace Vitrine.Cli;

/// <summary>
/// <c>provision</c>: makes what the site needs outside this machine, its bucket and its table. Shows first what it would do and asks;
/// exit code 1 when the answer was no or a step was refused. What was made before a refusal stays, and running it again goes on.
/// </summary>
internal static class ProvisionVerb
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static Command Create(VerbHost host)
    {
        var yes = new Option<bool>("--yes") { Description = "Do not ask." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Only print the plan, as JSON." };
        var command = new Command("provision", "Make the bucket and the table that the settings name, or what is missing of them.") { yes, dryRun, Layers.PublicRead };
        command.SetAction(host.Run(async (verb, cancellationToken) =>
        {
            var parts = verb.Services.GetServices<IProvisioning>().ToList();
            var plans = new List<Plan>();
            foreach (var part in parts) plans.Add(new Plan(part.What, await part.PlanAsync(cancellationToken)));
            if (verb.Parsed.GetValue(dryRun))
            {
                await verb.Output.WriteLineAsync(JsonSerializer.Serialize(plans, Json));
                return 0;
            }

            if (parts.Count == 0) await verb.Output.WriteLineAsync("There is nothing to make: this site keeps everything on its own disk.");
            foreach (var plan in plans) await PrintAsync(verb.Output, plan);
            if (!plans.Any(plan => plan.Has(ProvisioningState.ToDo))) return await NothingToDoAsync(verb.Output, parts.Count);
            if (!verb.Parsed.GetValue(yes) && !await AgreedAsync(verb.Output)) throw new VerbFailed("Nothing was changed.");
            await MakeAsync(verb.Output, parts, cancellationToken);
            return 0;
        }));
        return command;
    }

    private static async Task<int> NothingToDoAsync(TextWriter output, int parts)
    {
        if (parts > 0) await output.WriteLineAsync("There is nothing to do.");
        return 0;
    }

    private static async Task<bool> AgreedAsync(TextWriter output)
    {
        await output.WriteAsync("Do what is marked “to do”? Type yes: ");
        await output.FlushAsync(CancellationToken.None);
        return (await Console.In.ReadLineAsync(CancellationToken.None))?.Trim() is "yes" or "y";
    }

    private static async Task MakeAsync(TextWriter output, List<IProvisioning> parts, CancellationToken cancellationToken)
    {
        await output.WriteLineAsync("Making it:");
        var done = 0;
        foreach (var part in parts)
        {
            var made = new Plan(part.What, await part.MakeAsync(cancellationToken));
            await PrintAsync(output, made);
            done += made.Steps.Count(step => step.State == ProvisioningState.Done);
        }

        // A store of another maker may say only when it is asked that it does not know a step.
        await output.WriteLineAsync(done switch
        {
            0 => "There was nothing to do that is offered there.",
            1 => "Done: 1 step. Running it again changes nothing.",
            _ => $"Done: {done} steps. Running it again changes nothing.",
        });
    }

    private static async Task PrintAsync(TextWriter output, Plan plan)
    {
        await output.WriteLineAsync($"{plan.What}:");
        foreach (var step in plan.Steps) await output.WriteLineAsync($"  {Word(step.State)}\t{step.Name}: {step.Detail}");
    }

    private static string Word(ProvisioningState state) => state switch
    {
        ProvisioningState.ToDo => "to do",
        ProvisioningState.Done => "done",
        ProvisioningState.There => "there",
        ProvisioningState.Differs => "differs, left as it is",
        ProvisioningState.NotOffered => "not offered there",
        _ => "left out",
    };

    private sealed record Plan(string What, IReadOnlyList<ProvisioningStep> Steps)
    {
        public bool Has(ProvisioningState state) => Steps.Any(step => step.State == state);
    }
}
