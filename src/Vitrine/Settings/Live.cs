using Microsoft.Extensions.Options;

namespace Vitrine.Settings;

/// <summary>Options of which admins may change some while the site runs: to be asked each time, and not to be kept.</summary>
public sealed class Live<T>(
    IOptions<T> started, IEnumerable<IValidateOptions<T>> checks, ChosenSettings chosen, IConfiguration given, string section, ILogger<Live<T>> log)
    where T : class, new()
{
    private volatile Bound? bound;

    public T Value
    {
        get
        {
            var layer = chosen.Current;
            if (bound is { } last && ReferenceEquals(last.Layer, layer)) return last.Options;
            var now = new Bound(layer, Bind(layer));
            bound = now;
            return now.Options;
        }
    }

    /// <summary>The options as they would be with these choices, and what is wrong with them. What is given otherwise wins.</summary>
    internal (T Options, IReadOnlyList<string> Wrong) Try(IEnumerable<KeyValuePair<string, string>> choices)
    {
        var options = new T();
        try
        {
            OptionsOf.Bind(options, new ConfigurationBuilder().AddInMemoryCollection(choices.Select(each => KeyValuePair.Create(each.Key, (string?)each.Value))).Build(), section);
            OptionsOf.Bind(options, given, section);
        }
        catch (OptionsValidationException unreadable)
        {
            return (options, [.. unreadable.Failures]);
        }

        return (options, [.. checks.Select(check => check.Validate(Options.DefaultName, options)).Where(result => result.Failed).SelectMany(result => result.Failures!)]);
    }

    private T Bind(Chosen layer)
    {
        if (!layer.Values.Keys.Any(path => path.StartsWith(section + ":", StringComparison.OrdinalIgnoreCase))) return started.Value;
        var (options, wrong) = Try(layer.Values);
        if (wrong.Count == 0) return options;

        // Another version of the site knew more, or somebody wrote there by hand.
        log.LogWarning("What was chosen for {Section} cannot be used and is passed over: {Wrong}", section, string.Join(" ", wrong));
        return started.Value;
    }

    private sealed record Bound(Chosen Layer, T Options);
}
