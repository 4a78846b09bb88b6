using System.Collections.Concurrent;
using Microsoft.Win32.SafeHandles;

namespace Vitrine.Storage.Disk;

/// <summary>
/// The folder that the store lives in, and how things get their names in it. Everything on its way in lies in
/// <c>incoming/</c> on the same file system and is moved to its key when it is whole.
/// </summary>
internal sealed class StoreFolder(string root, IPosix posix)
{
    public const string Incoming = "incoming";
    public const string MarkerName = "vitrine-store.json";

    private const int RememberedFolders = 4096;
    private const int MostTries = 10;

    /// <summary>Folders whose own names this process has flushed, or seen flushed.</summary>
    private readonly ConcurrentDictionary<string, bool> durable = new(StringComparer.Ordinal);

    /// <summary>Absolute, free of symbolic links, without a slash at the end.</summary>
    public string Root { get; } = Resolve(root);

    public IPosix Posix => posix;

    public string MarkerPath => Path.Join(Root, MarkerName);

    public string PathOf(BlobKey key) => Path.Join(Root, key.Value);

    public string IncomingPath(string name) => Path.Join(Root, Incoming, name);

    public bool HasMarker => posix.Stat(MarkerPath) is { IsFile: true };

    /// <summary>Makes a folder and its missing parents, each one's name flushed, and opens it.</summary>
    public SafeFileHandle OpenOrMake(string path)
    {
        var folder = posix.OpenFolder(path);
        if (folder is not null && (path == Root || durable.ContainsKey(path))) return folder;
        if (path == Root) throw new StorageUnavailableException($"The folder {Root} is missing. Is its disk mounted?");

        // A folder that another request made a moment ago may not be durable yet, so its name is flushed once here too.
        try
        {
            using var parent = OpenOrMake(Path.GetDirectoryName(path)!);
            if (folder is null)
            {
                durable.TryRemove(path, out _); // was another folder of this name
                posix.MakeFolder(parent, Path.GetFileName(path));
                folder = posix.OpenFolder(path) ?? throw new StorageUnavailableException($"{path} is not a folder, or a symbolic link, which is not followed.");
            }

            posix.Flush(parent);
        }
        catch
        {
            folder?.Dispose();
            throw;
        }

        if (durable.Count >= RememberedFolders) durable.Clear();
        durable[path] = true;
        return folder;
    }

    /// <summary>Gives a whole and flushed file its free name; durable when it returns. False when the name is taken.</summary>
    public bool Publish(string from, string path) => InFolderOf(path, (folder, name) => posix.MoveToFreeName(from, folder, name));

    public void PublishOver(string from, string path) => InFolderOf(path, (folder, name) =>
    {
        posix.MoveOver(from, folder, name);
        return true;
    });

    /// <summary>Removes a file, durably. What is not there is flushed too: another process may just have removed it.</summary>
    public void Remove(string path)
    {
        using var folder = posix.OpenFolder(Path.GetDirectoryName(path)!);
        if (folder is null) return;
        posix.Unlink(folder, Path.GetFileName(path));
        posix.Flush(folder);
    }

    /// <summary>Removes the emptied folder of one item, and what it alone was in. The shared upper levels stay.</summary>
    public void RemoveEmptyFolders(BlobKey key)
    {
        var segments = key.Value.Split('/');
        for (var depth = segments.Length - 1; depth > SharedLevels(segments[0]); depth--)
        {
            var path = Path.Join(Root, string.Join('/', segments[..depth]));
            using var parent = posix.OpenFolder(Path.GetDirectoryName(path)!);
            if (parent is null) continue;
            durable.TryRemove(path, out _);
            if (!posix.RemoveFolder(parent, segments[depth - 1])) return;
        }
    }

    /// <summary>Moves something into a folder, which another thread or process may remove, being empty, at any moment before.</summary>
    private T InFolderOf<T>(string path, Func<SafeFileHandle, string, T> move)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                using var folder = OpenOrMake(Path.GetDirectoryName(path)!);
                var moved = move(folder, Path.GetFileName(path));
                posix.Flush(folder);
                return moved;
            }
            catch (PosixException gone) when (gone.Errno == Errno.ENOENT && attempt < MostTries)
            {
                durable.TryRemove(Path.GetDirectoryName(path)!, out _);
            }
        }
    }

    /// <summary><c>originals/yyyy/mm</c> and <c>renditions</c> are shared by all items and never removed.</summary>
    private static int SharedLevels(string first) => first == "originals" ? 3 : 1;

    private static string Resolve(string root)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));
        var resolved = "/";
        foreach (var segment in full.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            var next = new DirectoryInfo(Path.Join(resolved, segment));
            resolved = next.LinkTarget is null ? next.FullName : next.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
        }

        return resolved;
    }
}
