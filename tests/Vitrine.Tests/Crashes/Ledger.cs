namespace Vitrine.Tests.Crashes;

/// <summary>What the site has promised so far, as its clients know it.</summary>
public sealed class Ledger
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, string> kept = [];
    private readonly HashSet<string> attempted = [];
    private readonly HashSet<string> deleted = [];
    private readonly HashSet<string> inDoubt = [];
    private readonly List<UnfinishedUpload> unfinished = [];

    /// <summary>Answers that come now promise nothing.</summary>
    public bool Doubts { get; set; }

    /// <summary>How many uploads were acknowledged so far, deleted ones included.</summary>
    public int Acknowledged { get; private set; }

    /// <summary>Id to hash of every acknowledged file.</summary>
    public Dictionary<string, string> Kept
    {
        get
        {
            lock (gate) return new Dictionary<string, string>(kept);
        }
    }

    /// <summary>Before a byte is sent: its hash may turn up from now on.</summary>
    public void Attempt(string sha256)
    {
        lock (gate) attempted.Add(sha256);
    }

    public void Acknowledge(string id, string sha256)
    {
        lock (gate)
        {
            if (Doubts) return;
            kept[id] = sha256;
            Acknowledged++;
        }
    }

    public void DeleteAsked(string id)
    {
        lock (gate)
        {
            kept.Remove(id);
            inDoubt.Add(id);
        }
    }

    public void DeleteAcknowledged(string id)
    {
        lock (gate)
            if (!Doubts) deleted.Add(id);
    }

    public void Leave(UnfinishedUpload upload)
    {
        lock (gate) unfinished.Add(upload);
    }

    public List<UnfinishedUpload> TakeUnfinished()
    {
        lock (gate)
        {
            var all = unfinished.ToList();
            unfinished.Clear();
            return all;
        }
    }

    /// <summary>
    /// Null when a listed item is as it should be: acknowledged with this hash, or one whose answer was lost on the way.
    /// </summary>
    public string? Complain(string id, string sha256)
    {
        lock (gate)
        {
            if (deleted.Contains(id)) return $"{id} was deleted for ever and is listed.";
            if (kept.TryGetValue(id, out var promised)) return promised == sha256 ? null : $"{id} has another hash than was acknowledged.";
            return inDoubt.Contains(id) || attempted.Contains(sha256) ? null : $"{id} is listed with bytes that nobody sent.";
        }
    }
}

/// <param name="Location">The upload's address path.</param>
/// <param name="Offset">What the site has acknowledged of it.</param>
public sealed record UnfinishedUpload(string Location, byte[] Content, string Sha256, long Offset);
