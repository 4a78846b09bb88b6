using System.IO.Enumeration;

namespace Vitrine.Storage.Disk;

/// <summary>
/// Keys in the order of their UTF-8 bytes, as a bucket lists them, in flat memory: a folder of a million entries is read
/// several times, a sorted slice each, rather than held.
/// </summary>
internal sealed class FolderListing(StoreFolder folder)
{
    private const int Slice = 20_000;

    private static readonly EnumerationOptions EverythingHere = new()
    {
        AttributesToSkip = 0,
        IgnoreInaccessible = false,
        RecurseSubdirectories = false,
        ReturnSpecialDirectories = false,
    };

    public IEnumerable<BlobKey> Keys(string prefix)
    {
        // Straight to the prefix's folder: the renditions of one item must not cost a walk over everybody's.
        var start = prefix[..(prefix.LastIndexOf('/') + 1)];
        return start.Length == 0 || BlobKey.IsValid(start[..^1]) ? Walk(start, prefix) : [];
    }

    /// <summary>Plain files of one folder, in order.</summary>
    public static IEnumerable<string> FileNames(string path) => Sorted(path).Where(e => e[^1] != '/');

    private IEnumerable<BlobKey> Walk(string key, string prefix)
    {
        var path = Path.Join(folder.Root, key);
        if (IsNotListed(key) || !IsRealFolder(path)) yield break;
        foreach (var entry in Sorted(path))
        {
            var name = key + entry;
            if (!name.StartsWith(prefix, StringComparison.Ordinal) || name == StoreFolder.MarkerName) continue;
            if (entry[^1] != '/')
            {
                if (BlobKey.IsValid(name)) yield return new BlobKey(name);
                continue;
            }

            foreach (var inner in Walk(name, prefix)) yield return inner;
        }
    }

    private bool IsRealFolder(string path)
    {
        using var handle = folder.Posix.OpenFolder(path);
        return handle is not null;
    }

    /// <summary><c>lost+found</c> is the file system's own, and closed to us.</summary>
    private static bool IsNotListed(string key) =>
        key == "lost+found/" || key.StartsWith(StoreFolder.Incoming + "/", StringComparison.Ordinal);

    private static IEnumerable<string> Sorted(string path)
    {
        string? last = null;
        while (true)
        {
            var slice = SmallestAfter(path, last);
            foreach (var entry in slice) yield return entry;
            if (slice.Length < Slice) yield break;
            last = slice[^1];
        }
    }

    private static string[] SmallestAfter(string path, string? last)
    {
        try
        {
            return Smallest(Entries(path), last);
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StorageUnavailableException($"The folder {path} cannot be read: {failure.Message}", failure);
        }
    }

    private static string[] Smallest(IEnumerable<string> entries, string? last)
    {
        var largestFirst = new PriorityQueue<string, string>(Comparer<string>.Create((a, b) => CompareUtf8(b, a)));
        foreach (var entry in entries)
        {
            if (last is not null && CompareUtf8(entry, last) <= 0) continue;
            if (largestFirst.Count < Slice) largestFirst.Enqueue(entry, entry);
            else largestFirst.EnqueueDequeue(entry, entry);
        }

        var slice = new string[largestFirst.Count];
        for (var i = slice.Length - 1; i >= 0; i--) slice[i] = largestFirst.Dequeue();
        return slice;
    }

    /// <summary>Names, a folder's with a slash behind it, which is also how it sorts among keys.</summary>
    private static FileSystemEnumerable<string> Entries(string path) =>
        new(path, (ref FileSystemEntry entry) => entry.IsDirectory ? $"{entry.FileName}/" : entry.FileName.ToString(), EverythingHere);

    /// <summary>UTF-16 order is UTF-8 order but for surrogates, which stand for the highest code points.</summary>
    private static int CompareUtf8(string left, string right)
    {
        var same = left.AsSpan().CommonPrefixLength(right);
        if (same == left.Length || same == right.Length) return left.Length - right.Length;
        var (x, y) = (left[same], right[same]);
        return char.IsSurrogate(x) == char.IsSurrogate(y) ? x - y : char.IsSurrogate(x) ? 1 : -1;
    }
}
