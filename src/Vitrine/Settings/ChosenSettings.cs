namespace Vitrine.Settings;

/// <summary>
/// What admins chose while the site ran, as this process last read it: one more layer of settings, above the defaults and below the file, the
/// environment and the command line. Who reads it from the metadata is <c>Library/SiteSettings</c>.
/// </summary>
public sealed class ChosenSettings
{
    private volatile Chosen current = Chosen.Nothing;

    public Chosen Current
    {
        get => current;
        internal set => current = value;
    }
}

/// <param name="Version">Rises with each change; 0 where nothing was ever chosen.</param>
/// <param name="Values">By path, such as <c>Site:Name</c>, as they would be written in the environment.</param>
public sealed record Chosen(long Version, IReadOnlyDictionary<string, string> Values)
{
    public static readonly Chosen Nothing = new(0, new Dictionary<string, string>());
}
