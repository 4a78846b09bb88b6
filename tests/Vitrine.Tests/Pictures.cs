using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;

namespace Vitrine.Tests;

/// <summary>Small valid pictures, made here: the same for the same seed, different for another.</summary>
public static class Pictures
{
    /// <summary>Paints the row <paramref name="y"/>.</summary>
    public delegate void RowPainter(int y, Span<byte> pixels);

    /// <summary>A PNG of two colour gradients.</summary>
    public static byte[] Png(int width, int height, int seed) => Png(width, height, (y, pixels) =>
    {
        for (var x = 0; x < width; x++)
        {
            pixels[3 * x] = (byte)(255 * x / width);
            pixels[(3 * x) + 1] = (byte)(255 * y / height);
            pixels[(3 * x) + 2] = (byte)(seed * 37);
        }

        BinaryPrimitives.WriteInt32LittleEndian(pixels, seed); // the first pixels tell seeds apart beyond 256
    });

    /// <summary>A PNG whose rows are painted one by one: three bytes a pixel.</summary>
    public static byte[] Png(int width, int height, RowPainter paint)
    {
        using var file = new MemoryStream();
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0d, 0x0a, 0x1a, 0x0a]);
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        header[8] = 8; // bits per sample
        header[9] = 2; // RGB
        WriteChunk(file, "IHDR"u8, header);
        WriteChunk(file, "IDAT"u8, Pixels(width, height, paint));
        WriteChunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    private static byte[] Pixels(int width, int height, RowPainter paint)
    {
        using var packed = new MemoryStream();
        using (var deflate = new ZLibStream(packed, CompressionLevel.Fastest))
        {
            var row = new byte[1 + (3 * width)];
            for (var y = 0; y < height; y++)
            {
                paint(y, row.AsSpan(1));
                deflate.Write(row);
            }
        }

        return packed.ToArray();
    }

    private static void WriteChunk(Stream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> content)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        file.Write(number);
        file.Write(type);
        file.Write(content);
        var crc = new Crc32();
        crc.Append(type);
        crc.Append(content);
        BinaryPrimitives.WriteUInt32BigEndian(number, crc.GetCurrentHashAsUInt32());
        file.Write(number);
    }
}
