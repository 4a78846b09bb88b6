namespace Vitrine.Library.Audit;

/// <summary>One deed.</summary>
/// <param name="Id">UUIDv7: it says when, and entries sort by it.</param>
/// <param name="Actor">The account, or null for somebody without one.</param>
/// <param name="ActorName">As they were called then: an account's name, or "a visitor".</param>
/// <param name="Subject">What it was done to, as the path of its page without the slash, e.g. <c>albums/0193…</c>; empty where there is none.</param>
/// <param name="Name">What the subject was called then, at most 200 characters; null where nobody said.</param>
/// <param name="Network">The network it came from, e.g. <c>192.0.2.0/24</c>: never a whole address.</param>
public sealed record AuditEntry(Guid Id, AccountId? Actor, string ActorName, AuditAct Act, string Subject, string? Name, string Network)
{
    public DateTimeOffset At => Ids.MadeAt(Id);
}

/// <summary>Which entries; nothing set fits all.</summary>
/// <param name="Text">A part of the actor's or the subject's name, whatever its case.</param>
/// <param name="Kind">Deeds of one kind; see <see cref="AuditActs.KindOf"/>.</param>
/// <param name="From">Not before.</param>
/// <param name="Until">Before.</param>
public sealed record AuditFilter(string? Text = null, AuditKind? Kind = null, DateTimeOffset? From = null, DateTimeOffset? Until = null)
{
    /// <summary>What a page looks at beside the time, which it is read by.</summary>
    public bool Fits(AuditEntry entry) =>
        (Kind is not { } kind || AuditActs.KindOf(entry.Act) == kind)
        && (Text is not { Length: > 0 } text || Contains(entry.ActorName, text) || Contains(entry.Name, text));

    private static bool Contains(string? name, string text) => name?.Contains(text, StringComparison.CurrentCultureIgnoreCase) == true;
}
