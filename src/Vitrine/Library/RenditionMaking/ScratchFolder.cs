namespace Vitrine.Library;

/// <summary>
/// A folder of this process alone, in <c>scratch/</c> of the data folder: for what decoders are to read, and for copies of originals that lie in
/// a bucket. Made when first needed.
/// </summary>
internal sealed class ScratchFolder(string data, long largest) : IDisposable
{
    /// <summary>What a killed process left; a living one touches its folder with every copy and every new decoder.</summary>
    private static readonly TimeSpan Forgotten = TimeSpan.FromDays(1);

    private readonly string root = System.IO.Path.GetFullPath(System.IO.Path.Join(data, "scratch"));
    private readonly string name = System.IO.Path.GetRandomFileName();
    private int swept;

    public string Path => System.IO.Path.Join(root, name);

    /// <summary>Bytes of the largest original that is copied: with so many workers at once it is what bounds the folder.</summary>
    public long Largest { get; } = largest;

    /// <summary>Its path, where it is there now.</summary>
    public string Open()
    {
        Directory.CreateDirectory(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        if (Interlocked.Exchange(ref swept, 1) == 0) Sweep();
        return Path;
    }

    /// <summary>A path in it at which there is nothing yet.</summary>
    public string NewFile() => System.IO.Path.Join(Open(), System.IO.Path.GetRandomFileName());

    public void Dispose()
    {
        if (!Directory.Exists(Path)) return;
        Directory.Delete(Path, recursive: true);
        try
        {
            Directory.Delete(root); // a verb may run as another user than the site, whose folder this then must not be
        }
        catch (IOException)
        {
            // Others are at work in it.
        }
    }

    private void Sweep()
    {
        var present = Directory.GetLastWriteTimeUtc(Path);
        foreach (var other in Directory.GetDirectories(root).Where(folder => present - Directory.GetLastWriteTimeUtc(folder) > Forgotten))
            Directory.Delete(other, recursive: true);
    }
}
