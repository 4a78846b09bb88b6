namespace Vitrine.Library;

public enum FindingKind
{
    /// <summary>The row's original is not there.</summary>
    Missing,

    /// <summary>The original is shorter than its row says.</summary>
    Truncated,

    /// <summary>The original's bytes are not those that were uploaded.</summary>
    Damaged,

    /// <summary>The store could not read it now; nothing is known of it.</summary>
    Unreadable,

    /// <summary>Files of an item that no row knows.</summary>
    Orphaned,

    /// <summary>A file in <c>originals/</c> that no item explains.</summary>
    Stray,

    /// <summary>The original has no sidecar; it is written again when the item changes.</summary>
    WithoutSidecar,

    /// <summary>A rendition that its row names is not there or cut.</summary>
    WithoutPreview,
}

/// <param name="Where">The key.</param>
/// <param name="Detail">What a person would look for: the file's name.</param>
public sealed record Finding(FindingKind Kind, string Where, string Detail);

/// <summary>What a walk over everything found. Every row is counted once among the first six.</summary>
public sealed class VerifyReport
{
    private readonly Dictionary<FindingKind, long> counts = [];

    public long Items { get; private set; }

    public long Intact { get; private set; }

    /// <summary>Made by <c>seed</c>: no bytes stand behind them.</summary>
    public long Synthetic { get; private set; }

    /// <summary>Purged while the walk went on.</summary>
    public long Gone { get; private set; }

    public long BytesRead { get; internal set; }

    /// <summary>Folders of uploads under way, which are no item yet.</summary>
    public long UnderWay { get; internal set; }

    public long Of(FindingKind kind) => counts.GetValueOrDefault(kind);

    /// <summary>Nothing is lost and nothing is unexplained.</summary>
    public bool IsClean => counts.Values.Sum() == 0;

    internal void CountIntact() => (Items, Intact) = (Items + 1, Intact + 1);

    internal void CountSynthetic() => (Items, Synthetic) = (Items + 1, Synthetic + 1);

    internal void CountGone() => (Items, Gone) = (Items + 1, Gone + 1);

    internal void CountItem(FindingKind kind)
    {
        Items++;
        Count(kind);
    }

    internal void Count(FindingKind kind) => counts[kind] = Of(kind) + 1;
}
