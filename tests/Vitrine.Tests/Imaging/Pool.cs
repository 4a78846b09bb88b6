using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Vitrine.Imaging;
using Vitrine.Imaging.Sandbox;

namespace Vitrine.Tests.Imaging;

/// <summary>Real decoders for a test, and a folder of its own.</summary>
internal sealed class Pool : IAsyncDisposable
{
    private static readonly RenditionSpec[] Tile = [new("tile", 480, "webp", 75)];

    public Pool(ImagingOptions? options = null, TimeProvider? time = null)
    {
        RequireDecoder();
        Folder = Directory.CreateTempSubdirectory("vitrine-pool-").FullName;
        options ??= new ImagingOptions { Workers = 1 };
        Program = new DecoderProgram(options, new DecodingFolder(() => Trays));
        Decoders = new DecoderPool(Options.Create(options), new DecodingFolder(() => Trays), time ?? TimeProvider.System, NullLogger<DecoderPool>.Instance);
    }

    public string Folder { get; }

    public string Trays => Path.Join(Folder, "trays");

    /// <summary>To start a child that is not of the pool.</summary>
    public DecoderProgram Program { get; }

    public DecoderPool Decoders { get; }

    public static string DecoderPath => new DecoderProgram(new ImagingOptions(), new DecodingFolder(() => throw new InvalidOperationException())).Path;

    public Task<PictureOutcome> TileAsync(string path, FileType? type = null, bool facts = true, IReadOnlyList<RenditionSpec>? specs = null) =>
        Decoders.MakeAsync(
            new PictureRequest(path, type ?? TypeOf(path), specs ?? Tile, facts), TestContext.Current.CancellationToken);

    /// <summary>A small sound picture, to see that the pool goes on.</summary>
    public Task<PictureOutcome> SoundAsync() => TileAsync(Write("sound.png", Pictures.Png(64, 48, 1)));

    /// <summary>A child that waits for work, having made one picture.</summary>
    public async Task<int> IdleChildAsync()
    {
        Assert.IsType<PictureOutcome.Made>(await SoundAsync());
        return Assert.Single(Decoders.IdleProcesses);
    }

    public string Write(string name, byte[] content)
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllBytes(path, content);
        return path;
    }

    public static FileType TypeOf(string path)
    {
        using var file = File.OpenRead(path);
        var head = new byte[FileType.HeadLength];
        return Sniffer.Sniff(head.AsSpan(0, file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)));
    }

    public async ValueTask DisposeAsync()
    {
        await Decoders.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    private static void RequireDecoder()
    {
        try
        {
            _ = DecoderPath;
        }
        catch (DecoderUnavailableException missing)
        {
            Missing.Tool($"{missing.Message}");
        }
    }
}
