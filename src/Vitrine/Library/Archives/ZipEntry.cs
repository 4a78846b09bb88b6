using System.Text;

namespace Vitrine.Library.Archives;

/// <summary>One file in a zip, before its bytes are known.</summary>
/// <param name="Name">With slashes, safe, unique; as UTF-8.</param>
/// <param name="Length">Bytes; just so many must come.</param>
/// <param name="Crc32">Where it is known, the bytes are held to it; else it follows them.</param>
/// <param name="Modified">Wall-clock time, as zip keeps it; null is the beginning of its time, 1980.</param>
public sealed record ZipEntry(string Name, long Length, uint? Crc32, DateTime? Modified)
{
    internal byte[] NameBytes => Encoding.UTF8.GetBytes(Name);
}

/// <summary>The bytes of an entry are not those that were promised: the archive cannot be ended and its reader must not believe it.</summary>
public sealed class ArchiveBrokenException(string message) : Exception(message);
