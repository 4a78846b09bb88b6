using Vitrine.Settings;

namespace Vitrine.Cli;

/// <summary>Says at start what the site is made of, and warns of what is too old or not in force.</summary>
internal static class StartReport
{
    public static async Task PrintAsync(IServiceProvider services, TextWriter output, CancellationToken cancellationToken)
    {
        var facts = new List<SiteFact>();
        foreach (var source in services.GetServices<ISiteFacts>()) facts.AddRange(await source.ReadAsync(cancellationToken));
        await output.WriteLineAsync(string.Join("; ", facts.Select(fact => $"{fact.Name} {fact.Value}")) + ".");
        foreach (var fact in facts.Where(fact => fact.Warning is not null)) await output.WriteLineAsync($"warning: {fact.Warning}");
    }
}
