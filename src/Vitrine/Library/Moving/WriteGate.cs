namespace Vitrine.Library.Moving;

/// <summary>
/// What the metadata asks before each change of what a move carries: reads the standing at most a second old, and lets the change through
/// or not. Sessions, throttles and leases, which a move leaves behind, do not ask.
/// </summary>
public sealed class WriteGate
{
    /// <summary>How old the standing may be that a writer goes by.</summary>
    public static readonly TimeSpan MostAge = TimeSpan.FromSeconds(1);

    private long generation;

    /// <summary>Notes which home of the files this process works with, from the store's marker. Until then only the rest is looked at.</summary>
    public void WorkWith(long generationOfStore) => Volatile.Write(ref generation, generationOfStore);

    /// <summary>Throws <see cref="CatalogUnavailableException"/> when nothing may be changed.</summary>
    public void Require(string? standing)
    {
        if (WhyNot(standing) is { } sentence) throw new CatalogUnavailableException(sentence) { ReadOnly = true };
    }

    /// <summary>Null when changes are taken.</summary>
    public string? WhyNot(string? standing)
    {
        var mine = Volatile.Read(ref generation);
        if (standing is null && mine <= 1) return null;
        var now = Standing.Parse(standing);
        return now.WhyNotHome(mine > 0 ? mine : now.Generation) ?? (now.ReadOnlyFor is null ? null : "The site is being moved and can only be read meanwhile.");
    }
}
