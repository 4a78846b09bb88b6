using System.Buffers.Binary;
using System.Text;
using Vitrine.Imaging;
using Vitrine.Imaging.Sniffing;

namespace Vitrine.Library;

/// <summary>
/// What an upload's row keeps beside its offset, so that any node can go on: the running hash, and where the store needs them its note
/// and the type that the first bytes showed (a bucket does not give them back before the end).
/// </summary>
/// <param name="Note">The store's, opaque; see <see cref="Storage.PartialUpload"/>.</param>
internal sealed record UploadProgress(RunningHash Hash, FileType? Type, byte[] Note)
{
    /// <summary>A saved hash alone begins with 1.</summary>
    private const byte WithNote = 2;

    private const int HeaderLength = 1 + sizeof(ushort) + 1;

    public static UploadProgress New() => new(new RunningHash(), null, []);

    /// <exception cref="FormatException">The bytes were not made by <see cref="Save"/>.</exception>
    public static UploadProgress Restore(ReadOnlySpan<byte> saved)
    {
        if (saved.IsEmpty || saved[0] != WithNote) return new UploadProgress(RunningHash.Restore(saved), null, []);
        if (saved.Length < HeaderLength) throw new FormatException("A damaged state of an upload.");
        var hashEnd = HeaderLength + BinaryPrimitives.ReadUInt16BigEndian(saved[1..]);
        var typeEnd = hashEnd + saved[3];
        if (typeEnd > saved.Length) throw new FormatException("A damaged state of an upload.");
        var type = Encoding.ASCII.GetString(saved[hashEnd..typeEnd]);
        return new UploadProgress(
            RunningHash.Restore(saved[HeaderLength..hashEnd]), type.Length == 0 ? null : FileTypes.Named(type), saved[typeEnd..].ToArray());
    }

    public byte[] Save()
    {
        var hash = Hash.Save();
        if (Type is null && Note.Length == 0) return hash;

        var type = Encoding.ASCII.GetBytes(Type?.Name ?? "");
        var header = new byte[HeaderLength];
        header[0] = WithNote;
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(1), (ushort)hash.Length);
        header[3] = (byte)type.Length;
        return [.. header, .. hash, .. type, .. Note];
    }
}
