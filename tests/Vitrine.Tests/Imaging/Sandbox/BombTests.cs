using System.Buffers.Binary;
using System.Diagnostics;
using Vitrine.Imaging;

namespace Vitrine.Tests.Imaging.Sandbox;

/// <summary>Small files that claim to be enormous are refused from their header.</summary>
[Trait("trust", "C08")]
public sealed class BombTests
{
    /// <summary>Far below what decoding takes (11 s for the largest), far above what a header takes on a busy machine.</summary>
    private static readonly TimeSpan ByHeader = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task A_PNG_of_four_gigapixels_is_refused_from_its_header()
    {
        await using var pool = new Pool();
        await pool.IdleChildAsync();
        var watch = Stopwatch.StartNew();

        var outcome = await pool.TileAsync(Corpus.PathOf("png/huge_65536.png"));

        Assert.Equal("too_large_to_preview", Assert.IsType<PictureOutcome.Refused>(outcome).Code);
        Assert.True(watch.Elapsed < ByHeader, $"It took {watch.Elapsed}.");
    }

    [Fact]
    public async Task A_JPEG_of_280_megapixels_is_made_by_shrinking_as_it_loads()
    {
        await using var pool = new Pool();

        var made = Assert.IsType<PictureOutcome.Made>(await pool.TileAsync(Corpus.PathOf("jpeg/huge_280mp.jpg")));

        Assert.Equal((20000, 14000), (made.Facts.Width, made.Facts.Height));
        Assert.Equal((480, 336), (made.Renditions[0].Width, made.Renditions[0].Height));
    }

    [Fact]
    public async Task A_TIFF_that_claims_ten_gigapixels_is_refused()
    {
        await using var pool = new Pool();

        var outcome = await pool.TileAsync(pool.Write("a.tif", ClaimingTiff(100_000, 100_000)));

        Assert.IsType<PictureOutcome.Refused>(outcome);
    }

    [Fact]
    public async Task A_GIF_of_very_many_frames_shows_its_first_in_bounded_memory()
    {
        await using var pool = new Pool();
        var path = pool.Write("many.gif", ManyFrames(50_000));

        var made = Assert.IsType<PictureOutcome.Made>(await pool.TileAsync(path, specs: [new("screen", 1920, "jpeg", 82, Animated: true)]));

        Assert.True(made.Renditions[0].Content.Length < 100_000);
    }

    [Fact]
    public async Task A_picture_that_needs_more_memory_than_there_is_for_all_is_refused_and_names_the_setting()
    {
        await using var pool = new Pool(new ImagingOptions { Workers = 1, MemoryMegabytes = 96 });

        var outcome = await pool.TileAsync(Corpus.PathOf("avif/orientation6.avif"));

        var refused = Assert.IsType<PictureOutcome.Refused>(outcome);
        Assert.Equal("too_large_to_preview", refused.Code);
        Assert.Contains("VITRINE_IMAGING__MEMORYMEGABYTES", refused.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_interlaced_PNG_within_the_pixel_cap_but_beyond_the_memory_is_refused()
    {
        await using var pool = new Pool();

        var outcome = await pool.TileAsync(pool.Write("a.png", ClaimingPng(16_000, 16_000, interlaced: true)));

        Assert.Equal("too_large_to_preview", Assert.IsType<PictureOutcome.Refused>(outcome).Code);
    }

    private static byte[] ClaimingPng(int width, int height, bool interlaced)
    {
        var png = Pictures.Png(8, 8, 1);
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(16), width);
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(20), height);
        png[28] = interlaced ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteUInt32BigEndian(png.AsSpan(29), System.IO.Hashing.Crc32.HashToUInt32(png.AsSpan(12, 17)));
        return png;
    }

    /// <summary>A gray TIFF of one strip that is not there.</summary>
    private static byte[] ClaimingTiff(int width, int height)
    {
        (ushort Tag, uint Value)[] entries =
            [(256, (uint)width), (257, (uint)height), (258, 8), (259, 1), (262, 1), (273, 8), (277, 1), (278, (uint)height), (279, 100)];
        var file = new byte[8 + 2 + (entries.Length * 12) + 4];
        "II*\0"u8.CopyTo(file);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(4), 8);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(8), (ushort)entries.Length);
        for (var n = 0; n < entries.Length; n++)
        {
            var entry = file.AsSpan(10 + (n * 12));
            BinaryPrimitives.WriteUInt16LittleEndian(entry, entries[n].Tag);
            BinaryPrimitives.WriteUInt16LittleEndian(entry[2..], 4);
            BinaryPrimitives.WriteUInt32LittleEndian(entry[4..], 1);
            BinaryPrimitives.WriteUInt32LittleEndian(entry[8..], entries[n].Value);
        }

        return file;
    }

    private static byte[] ManyFrames(int frames)
    {
        using var file = new MemoryStream();
        file.Write([.. "GIF89a"u8, 1, 0, 1, 0, 0x80, 0, 0, 0, 0, 0, 255, 255, 255]);
        byte[] frame = [0x21, 0xF9, 4, 0, 1, 0, 0, 0, 0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0];
        for (var n = 0; n < frames; n++) file.Write(frame);
        file.WriteByte(0x3B);
        return file.ToArray();
    }
}
