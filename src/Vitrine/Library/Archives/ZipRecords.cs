using System.Buffers.Binary;

namespace Vitrine.Library.Archives;

/// <summary>
/// The records of a zip file (PKWARE APPNOTE 6.3.10, sections 4.3.7 to 4.3.16): stored, UTF-8 names, and the 64-bit fields only where
/// the 32-bit ones are too small, which is what readers expect.
/// </summary>
internal static class ZipRecords
{
    public const uint TooLarge = uint.MaxValue;
    public const int TooMany = ushort.MaxValue;

    private const ushort Utf8Names = 1 << 11, SizesFollow = 1 << 3;
    private const ushort Plain = 20, With64 = 45;
    private const ushort MadeOnUnix = (3 << 8) | With64;
    private const uint RegularFile = 0x81A4u << 16; // -rw-r--r--

    public static bool Needs64(long number) => number >= TooLarge;

    public static byte[] LocalHeader(ZipEntry entry)
    {
        var name = entry.NameBytes;
        var large = Needs64(entry.Length);
        var follows = entry.Crc32 is null;
        var record = new Record(30 + name.Length + (large ? 20 : 0));
        record.U32(0x04034b50).U16(large ? With64 : Plain).U16(Flags(entry)).U16(0).Time(entry.Modified);
        record.U32(entry.Crc32 ?? 0).U32(large ? TooLarge : follows ? 0 : (uint)entry.Length).U32(large ? TooLarge : follows ? 0 : (uint)entry.Length);
        record.U16((ushort)name.Length).U16((ushort)(large ? 20 : 0)).Bytes(name);
        if (large) record.U16(1).U16(16).U64(follows ? 0 : entry.Length).U64(follows ? 0 : entry.Length);
        return record.Done;
    }

    /// <summary>Behind an entry whose CRC was not known.</summary>
    public static byte[] Descriptor(ZipEntry entry, uint crc)
    {
        var large = Needs64(entry.Length);
        var record = new Record(large ? 24 : 16).U32(0x08074b50).U32(crc);
        return large ? record.U64(entry.Length).U64(entry.Length).Done : record.U32((uint)entry.Length).U32((uint)entry.Length).Done;
    }

    public static byte[] CentralHeader(ZipEntry entry, uint crc, long offset)
    {
        var name = entry.NameBytes;
        var (large, far) = (Needs64(entry.Length), Needs64(offset));
        var extra = (large, far) is (false, false) ? 0 : 4 + (large ? 16 : 0) + (far ? 8 : 0);
        var record = new Record(46 + name.Length + extra);
        record.U32(0x02014b50).U16(MadeOnUnix).U16(large || far ? With64 : Plain).U16(Flags(entry)).U16(0).Time(entry.Modified);
        record.U32(crc).U32(large ? TooLarge : (uint)entry.Length).U32(large ? TooLarge : (uint)entry.Length);
        record.U16((ushort)name.Length).U16((ushort)extra).U16(0).U16(0).U16(0).U32(RegularFile).U32(far ? TooLarge : (uint)offset).Bytes(name);
        if (extra > 0) record.U16(1).U16((ushort)(extra - 4));
        if (large) record.U64(entry.Length).U64(entry.Length);
        if (far) record.U64(offset);
        return record.Done;
    }

    /// <summary>The end of the directory, in its 64-bit form too where a number is too large for the old one.</summary>
    public static byte[] End(long entries, long at, long length)
    {
        var large = entries >= TooMany || Needs64(at) || Needs64(length);
        var record = new Record(22 + (large ? 56 + 20 : 0));
        if (large)
        {
            record.U32(0x06064b50).U64(44).U16(MadeOnUnix).U16(With64).U32(0).U32(0).U64(entries).U64(entries).U64(length).U64(at);
            record.U32(0x07064b50).U32(0).U64(at + length).U32(1);
        }

        var count = (ushort)Math.Min(entries, TooMany);
        return record.U32(0x06054b50).U16(0).U16(0).U16(count).U16(count).U32((uint)Math.Min(length, TooLarge)).U32((uint)Math.Min(at, TooLarge)).U16(0).Done;
    }

    private static ushort Flags(ZipEntry entry) => (ushort)(Utf8Names | (entry.Crc32 is null ? SizesFollow : 0));

    /// <summary>Little-endian fields one after another; the length is known beforehand and met exactly.</summary>
    private sealed class Record(int length)
    {
        private readonly byte[] bytes = new byte[length];
        private int at;

        public byte[] Done => at == bytes.Length ? bytes : throw new InvalidOperationException("A record of another length than was said.");

        public Record U16(ushort value)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(at), value);
            at += 2;
            return this;
        }

        public Record U32(uint value)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at), value);
            at += 4;
            return this;
        }

        public Record U64(long value)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(at), value);
            at += 8;
            return this;
        }

        /// <summary>DOS time: 1980 to 2107 in steps of two seconds.</summary>
        public Record Time(DateTime? moment)
        {
            var time = moment is { Year: >= 1980 and <= 2107 } given ? given : new DateTime(1980, 1, 1);
            return U16((ushort)((time.Hour << 11) | (time.Minute << 5) | (time.Second / 2)))
                .U16((ushort)(((time.Year - 1980) << 9) | (time.Month << 5) | time.Day));
        }

        public Record Bytes(ReadOnlySpan<byte> content)
        {
            content.CopyTo(bytes.AsSpan(at));
            at += content.Length;
            return this;
        }
    }
}
