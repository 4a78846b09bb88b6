using System.Runtime.InteropServices;

namespace Vitrine.Imaging.Sandbox;

/// <summary>
/// What is handed to one decoder child: a folder of its own, the only data of this machine that it may read. A picture lies in it while it is
/// decoded, under a second name of the same bytes, or as a copy where the file system cannot do that.
/// </summary>
internal sealed partial class Tray : IDisposable
{
    private const int NoSuchFile = 2; // ENOENT
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly long largestCopy;

    private Tray(string path, long largestCopy) => (Path, this.largestCopy) = (path, largestCopy);

    public string Path { get; }

    /// <param name="folder">In which the child's own is made.</param>
    /// <param name="largestCopy">Bytes.</param>
    /// <exception cref="DecoderUnavailableException">The folder cannot be written to.</exception>
    public static Tray Make(string folder, long largestCopy)
    {
        var path = System.IO.Path.Join(System.IO.Path.GetFullPath(folder), System.IO.Path.GetRandomFileName());
        try
        {
            Directory.CreateDirectory(path, OwnerOnly);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new DecoderUnavailableException($"Pictures cannot be handed to decoders: {problem.Message}", problem);
        }

        return new Tray(path, largestCopy);
    }

    /// <summary>
    /// Where the child finds a file until <see cref="Clear"/>; null when it would have to be copied and is too large for that. A file that is
    /// not there is not found by the child either.
    /// </summary>
    /// <exception cref="DecoderUnavailableException">It could not be copied.</exception>
    public async Task<string?> PutAsync(string file, CancellationToken cancellationToken)
    {
        var path = System.IO.Path.Join(Path, "picture");
        if (link(file, path) == 0 || Marshal.GetLastPInvokeError() == NoSuchFile) return path;
        try
        {
            await using var source = File.OpenRead(file);
            if (source.Length > largestCopy) return null;
            await using var copy = File.Create(path);
            await source.CopyToAsync(copy, cancellationToken);
            return path;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new DecoderUnavailableException($"A picture could not be copied for its decoder: {problem.Message}", problem);
        }
    }

    public void Clear() => File.Delete(System.IO.Path.Join(Path, "picture"));

    public void Dispose()
    {
        if (Directory.Exists(Path)) Directory.Delete(Path, recursive: true);
    }

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int link(string from, string to);
}
