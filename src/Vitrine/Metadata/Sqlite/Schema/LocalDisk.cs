using Vitrine.Library;

namespace Vitrine.Metadata.Sqlite.Schema;

/// <summary>WAL needs shared memory and honest locks, which network and user-space file systems do not give (RULES 28).</summary>
internal static class LocalDisk
{
    private static readonly HashSet<string> Refused = new(StringComparer.Ordinal)
    {
        "nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "fuse", "fuseblk", "fuse.sshfs", "9p", "ceph", "glusterfs", "afs", "lustre", "davfs",
    };

    public static void Require(string path)
    {
        var type = TypeOf(System.IO.Path.GetFullPath(path), File.Exists("/proc/self/mountinfo") ? File.ReadLines("/proc/self/mountinfo") : []);
        if (type is null || !(Refused.Contains(type) || type.StartsWith("fuse.", StringComparison.Ordinal))) return;
        throw new CatalogUnavailableException(
            $"The database {path} lies on {type}, where SQLite can lose data. Set VITRINE_METADATA__SQLITE__PATH to a file on a local disk; media may stay where they are.");
    }

    /// <summary>The type of the longest mount point that holds a path, from lines of <c>/proc/self/mountinfo</c>.</summary>
    internal static string? TypeOf(string path, IEnumerable<string> mounts) => mounts
        .Select(line => (Point: Unescape(line.Split(' ')[4]), Type: line[(line.IndexOf(" - ", StringComparison.Ordinal) + 3)..].Split(' ')[0]))
        .Where(mount => mount.Point == "/" || path == mount.Point || path.StartsWith(mount.Point + "/", StringComparison.Ordinal))
        .Select((mount, order) => (mount.Point, mount.Type, order))
        .OrderByDescending(mount => mount.Point.Length).ThenByDescending(mount => mount.order)
        .Select(mount => mount.Type)
        .FirstOrDefault();

    private static string Unescape(string point) => point.Replace("\\040", " ", StringComparison.Ordinal).Replace("\\011", "\t", StringComparison.Ordinal);
}
