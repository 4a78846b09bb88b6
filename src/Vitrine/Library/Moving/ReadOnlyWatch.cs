namespace Vitrine.Library.Moving;

/// <summary>Whether this node takes no changes because of a move, at most a second old: for the banner on its pages.</summary>
public sealed class ReadOnlyWatch(ISiteCatalog site, WriteGate gate, TimeProvider time)
{
    private volatile Seen? seen;

    public async ValueTask<bool> IsReadOnlyAsync(CancellationToken cancellationToken)
    {
        if (seen is { } last && time.GetElapsedTime(last.At) < WriteGate.MostAge) return last.ReadOnly;
        var at = time.GetTimestamp();
        var isReadOnly = gate.WhyNot(await site.GetAsync(SiteValues.Standing, cancellationToken)) is not null;
        seen = new Seen(isReadOnly, at);
        return isReadOnly;
    }

    private sealed record Seen(bool ReadOnly, long At);
}
