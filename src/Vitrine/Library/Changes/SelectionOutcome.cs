using Vitrine.Library.Access;

namespace Vitrine.Library;

/// <summary>What comes of a selection that somebody wants to move to the trash, restore or delete.</summary>
public abstract record SelectionOutcome
{
    private SelectionOutcome()
    {
    }

    /// <summary>Confirmed, and few enough to be done at once by whoever asked.</summary>
    public sealed record Few(IReadOnlyList<MediaId> Ids) : SelectionOutcome;

    /// <summary>Not confirmed, or confirmed with another count than it is now.</summary>
    public sealed record Counted(long Count) : SelectionOutcome;

    /// <summary>Confirmed, and going on by itself from now on.</summary>
    public sealed record Started(BulkChange Change) : SelectionOutcome;

    public sealed record Refused(ProblemCode Problem, string? Sentence = null) : SelectionOutcome;
}

/// <summary>Counts, asks, then does: nobody changes more than they agreed to (RULES 16).</summary>
public sealed class Selecting(SelectionReading reading, BulkChanges changes)
{
    /// <param name="confirmed">The count that the person agreed to; null to be told it.</param>
    public async Task<SelectionOutcome> DecideAsync(
        AccountId owner, Scope scope, BulkChangeKind kind, Selection selection, long? confirmed, CancellationToken cancellationToken)
    {
        if (await reading.FindAsync(scope, selection, Selection.MostAtOnce, cancellationToken) is { } few)
            return confirmed == few.Count ? new SelectionOutcome.Few(few) : new SelectionOutcome.Counted(few.Count);
        if (await reading.CountAsync(scope, selection, cancellationToken) is not { } count)
            return new SelectionOutcome.Refused(ProblemCode.InvalidRequest, "Very much was uploaded since. Reload the page and choose again.");
        if (confirmed != count) return new SelectionOutcome.Counted(count);
        return await changes.StartAsync(owner, kind, selection, count, cancellationToken) is { } change
            ? new SelectionOutcome.Started(change)
            : new SelectionOutcome.Refused(ProblemCode.ChangeUnderWay);
    }
}
