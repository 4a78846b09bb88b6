using System.Collections.Concurrent;
using Vitrine.Storage;

namespace Vitrine.Features.Delivery;

/// <summary>
/// Renditions in memory, up to a number of bytes; what was not asked for since the last round goes first (second chance).
/// A key's bytes never change, so nothing here is ever stale; whether a visitor may have them is asked before, each time.
/// </summary>
internal sealed class SmallFiles(long capacity)
{
    /// <summary>A tile is 10 to 40 KB.</summary>
    public const int Largest = 64 * 1024;

    private readonly ConcurrentDictionary<BlobKey, Entry> entries = new();
    private readonly Queue<BlobKey> order = new();
    private long held;

    public byte[]? Find(BlobKey key)
    {
        if (!entries.TryGetValue(key, out var entry)) return null;
        entry.Used = true;
        return entry.Content;
    }

    public void Add(BlobKey key, byte[] content)
    {
        if (content.Length > Math.Min(Largest, capacity)) return;
        lock (order)
        {
            if (!entries.TryAdd(key, new Entry(content))) return;
            order.Enqueue(key);
            held += content.Length;
            while (held > capacity) DropOne();
        }
    }

    private void DropOne()
    {
        var key = order.Dequeue();
        var entry = entries[key];
        if (entry.Used)
        {
            entry.Used = false;
            order.Enqueue(key);
            return;
        }

        entries.TryRemove(key, out _);
        held -= entry.Content.Length;
    }

    private sealed class Entry(byte[] content)
    {
        public byte[] Content { get; } = content;

        public volatile bool Used;
    }
}
