using System.Runtime.InteropServices;
using Vitrine.Library;

namespace Vitrine.Metadata.Sqlite.Engine;

/// <summary>Makes a rename durable: .NET cannot open a folder to flush it.</summary>
internal static partial class Flush
{
    private const int Directory = 0x10000;

    public static void Folder(string path)
    {
        var handle = Open(path, Directory, 0);
        if (handle < 0) throw Failed(path);
        try
        {
            if (Fsync(handle) != 0) throw Failed(path);
        }
        finally
        {
            _ = Close(handle);
        }
    }

    private static CatalogUnavailableException Failed(string path) => new($"The folder {path} could not be flushed to disk (error {Marshal.GetLastPInvokeError()}).");

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(int handle);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int handle);
}
