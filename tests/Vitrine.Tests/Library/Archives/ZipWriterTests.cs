using System.IO.Compression;
using System.IO.Hashing;
using System.Text;
using Vitrine.Library.Archives;

namespace Vitrine.Tests.Library.Archives;

/// <summary>Zips that other programs read as we meant them, of the length we said, whatever their size.</summary>
public sealed class ZipWriterTests
{
    private const long OverFourGigabytes = (1L << 32) + 12_345;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Every_reader_finds_the_same_files_in_it(bool knowsCrc)
    {
        using var folder = new ZipFolder();
        (string Name, byte[] Content)[] files = [("a.jpg", Planting.Bytes(100_000)), ("leer.txt", []), ("été 中文 📷.png", Planting.Bytes(7, 2)), ("Ordner/b.bin", Planting.Bytes(65_536, 3))];
        var entries = files.Select(file => new ZipEntry(file.Name, file.Content.Length, knowsCrc ? Crc32.HashToUInt32(file.Content) : null, new DateTime(2024, 2, 29, 13, 37, 42))).ToList();

        await using (var target = File.Create(folder.Zip))
        {
            var zip = new ZipWriter(target);
            foreach (var (entry, (_, content)) in entries.Zip(files)) await zip.AddAsync(entry, new MemoryStream(content), Nothing, Cancel);
            await zip.FinishAsync(Cancel);
        }

        Assert.Equal(ZipWriter.LengthOf(entries), new FileInfo(folder.Zip).Length);
        await Judges.TestAsync(folder.Zip, files.Length);
        Assert.Equal([.. files.Select(file => file.Name)], await Judges.NamesAsync(folder.Zip));
        await using var read = await ZipFile.OpenReadAsync(folder.Zip, Cancel);
        foreach (var (name, content) in files)
        {
            var entry = read.GetEntry(name)!;
            Assert.Equal(new DateTime(2024, 2, 29, 13, 37, 42), entry.LastWriteTime.DateTime);
            using var copy = new MemoryStream();
            await (await entry.OpenAsync(Cancel)).CopyToAsync(copy, Cancel);
            Assert.Equal(content, copy.ToArray());
        }
    }

    /// <summary>A file over 4 GB, and one behind it: sizes and offsets that only zip64 can say. Zeros, so that the disk keeps almost nothing.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task More_than_four_gigabytes_are_read_by_others(bool knowsCrc)
    {
        using var folder = new ZipFolder();
        var small = Planting.Bytes(1000);
        ZipEntry[] entries =
        [
            new("large.bin", OverFourGigabytes, knowsCrc ? CrcOfZeros(OverFourGigabytes) : null, null),
            new("small.bin", small.Length, knowsCrc ? Crc32.HashToUInt32(small) : null, null),
        ];
        await using (var target = new SparseFile(folder.Zip))
        {
            var zip = new ZipWriter(target);
            await zip.AddAsync(entries[0], new Zeros(OverFourGigabytes), Nothing, Cancel);
            await zip.AddAsync(entries[1], new MemoryStream(small), Nothing, Cancel);
            await zip.FinishAsync(Cancel);
        }

        Assert.Equal(ZipWriter.LengthOf(entries), new FileInfo(folder.Zip).Length);
        if (knowsCrc) await Judges.UnzipTestsAsync(folder.Zip);
        else await Judges.PythonTestsAsync(folder.Zip, entries.Length);
    }

    [Fact]
    public async Task More_than_65535_files_are_read_by_others()
    {
        using var folder = new ZipFolder();
        var entries = Enumerable.Range(0, 70_000).Select(n => new ZipEntry($"{n}.txt", 1, Crc32.HashToUInt32("x"u8), null)).ToList();
        await using (var target = File.Create(folder.Zip))
        {
            var zip = new ZipWriter(target);
            foreach (var entry in entries) await zip.AddAsync(entry, new MemoryStream("x"u8.ToArray()), Nothing, Cancel);
            await zip.FinishAsync(Cancel);
        }

        Assert.Equal(ZipWriter.LengthOf(entries), new FileInfo(folder.Zip).Length);
        await Judges.TestAsync(folder.Zip, entries.Count);
    }

    /// <summary>Neither stream here ever waits, so all of it runs on this thread and its allocations are all there are.</summary>
    [Fact]
    public async Task A_gigabyte_passes_through_one_buffer()
    {
        var zip = new ZipWriter(Stream.Null);
        var before = GC.GetAllocatedBytesForCurrentThread();
        await zip.AddAsync(new ZipEntry("large.bin", 1 << 30, null, null), new Zeros(1 << 30), Nothing, Cancel);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Theory]
    [InlineData(9, 0x7BB5C111u)] // too short
    [InlineData(11, 0x7BB5C111u)] // too long
    [InlineData(10, 1u)] // another CRC
    public async Task Bytes_that_are_not_those_promised_break_it_off(int length, uint crc)
    {
        var zip = new ZipWriter(Stream.Null);
        var entry = new ZipEntry("a", 10, crc, null);
        await Assert.ThrowsAsync<ArchiveBrokenException>(() => zip.AddAsync(entry, new MemoryStream(new byte[length]), Nothing, Cancel));
    }

    [Fact]
    public async Task An_empty_zip_is_one()
    {
        using var folder = new ZipFolder();
        await using (var target = File.Create(folder.Zip)) await new ZipWriter(target).FinishAsync(Cancel);
        Assert.Equal(ZipWriter.LengthOf([]), new FileInfo(folder.Zip).Length);
        Assert.Empty(await Judges.NamesAsync(folder.Zip));
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static ValueTask Nothing(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    private static uint CrcOfZeros(long length)
    {
        var crc = new Crc32();
        var zeros = new byte[1 << 20];
        for (var left = length; left > 0; left -= zeros.Length) crc.Append(zeros.AsSpan(0, (int)Math.Min(left, zeros.Length)));
        return crc.GetCurrentHashAsUInt32();
    }
}

/// <summary>A folder with a zip in it; removed with it.</summary>
internal sealed class ZipFolder : IDisposable
{
    private readonly string path = Directory.CreateTempSubdirectory("vitrine-zip-").FullName;

    public string Zip => Path.Combine(path, "archive.zip");

    public void Dispose() => Directory.Delete(path, recursive: true);
}

/// <summary>Two programs that know nothing of each other or of us.</summary>
internal static class Judges
{
    public static async Task TestAsync(string zip, int files)
    {
        await UnzipTestsAsync(zip);
        await PythonTestsAsync(zip, files);
    }

    public static async Task UnzipTestsAsync(string zip)
    {
        var (code, output, complaints) = await Tool.RunAsync("unzip", "unzip", "-tqq", zip);
        Assert.True(code == 0, $"unzip: {Encoding.UTF8.GetString(output)} {complaints}");
    }

    public static async Task PythonTestsAsync(string zip, int files)
    {
        var (_, counted, wrong) = await Tool.RunAsync("python3", "python3", "-c", "import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); print(z.testzip(), len(z.namelist()))", zip);
        Assert.Equal($"None {files}", Encoding.UTF8.GetString(counted).Trim() + wrong);
    }

    public static async Task<IReadOnlyList<string>> NamesAsync(string zip)
    {
        var (code, output, complaints) = await Tool.RunAsync("python3", "python3", "-X", "utf8", "-c", "import sys, zipfile; [print(n) for n in zipfile.ZipFile(sys.argv[1]).namelist()]", zip);
        Assert.True(code == 0, complaints);
        return Encoding.UTF8.GetString(output).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}

/// <summary>As many zeros as wanted.</summary>
internal sealed class Zeros(long length) : MemoryStream
{
    private long left = length;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = (int)Math.Min(left, buffer.Length);
        buffer.Span[..read].Clear();
        left -= read;
        return ValueTask.FromResult(read);
    }
}

/// <summary>A file that keeps no room for zeros.</summary>
internal sealed class SparseFile(string path) : MemoryStream
{
    private readonly FileStream file = File.Create(path);

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.Span.ContainsAnyExcept((byte)0)) await file.WriteAsync(buffer, cancellationToken);
        else file.Seek(buffer.Length, SeekOrigin.Current);
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => file.FlushAsync(cancellationToken);

    public override async ValueTask DisposeAsync()
    {
        await file.DisposeAsync();
        await base.DisposeAsync();
    }
}
