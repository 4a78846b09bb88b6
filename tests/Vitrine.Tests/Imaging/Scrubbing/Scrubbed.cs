using System.Collections.Frozen;
using Vitrine.Imaging;
using Vitrine.Imaging.Scrubbing;

namespace Vitrine.Tests.Imaging.Scrubbing;

/// <summary>Scrubs files in memory, as tests need it.</summary>
internal static class Scrubbed
{
    /// <summary>Files of the corpus that are of a format we scrub, and yet are not scrubbed. All others of these formats must be.</summary>
    public static readonly FrozenDictionary<string, ScrubRefusal> Refused = new Dictionary<string, ScrubRefusal>
    {
        ["broken/corrupt_header.jpg"] = ScrubRefusal.Damaged,
        ["broken/no_moov.mp4"] = ScrubRefusal.Damaged,
        ["broken/truncated.gif"] = ScrubRefusal.Damaged,
        ["broken/truncated.heic"] = ScrubRefusal.Damaged,
        ["broken/truncated.jpg"] = ScrubRefusal.Damaged,
        ["broken/truncated.png"] = ScrubRefusal.Damaged,
        ["broken/truncated.webp"] = ScrubRefusal.Damaged,
        ["jpeg/ultrahdr.jpg"] = ScrubRefusal.Damaged, // cut off behind its scan's header
    }.ToFrozenDictionary();

    public static string TypeOf(string file) => Sniffer.Sniff(Corpus.Head(file)).ContentType;

    public static TheoryData<string> Files => [.. CorpusTable.Rows.Select(row => row.File).Where(file => Corpus.RootOrNull is null || (Scrubber.Knows(TypeOf(file)) && !Refused.ContainsKey(file)))];

    public static Task<byte[]> FileAsync(string file) => BytesAsync(File.ReadAllBytes(Corpus.PathOf(file)), TypeOf(file));

    /// <summary>The scrubbed bytes; fails the test when they are refused.</summary>
    public static async Task<byte[]> BytesAsync(byte[] content, string contentType) =>
        await TryAsync(content, contentType) switch
        {
            (var bytes, null) => bytes!,
            (_, var refused) => throw new InvalidOperationException($"Refused: {refused!.Reason}, {refused.Detail}"),
        };

    public static async Task<(byte[]? Bytes, ScrubOutcome.Refused? Refused)> TryAsync(byte[] content, string contentType)
    {
        var original = new MemoryBytes(content);
        var outcome = await Scrubber.PlanAsync(contentType, original, TestContext.Current.CancellationToken);
        if (outcome is not ScrubOutcome.Scrubbed(var plan)) return (null, (ScrubOutcome.Refused)outcome);
        var scrubbed = plan.Over(original);
        var bytes = new byte[scrubbed.Length];
        await new FileBytesStream(scrubbed, 0, scrubbed.Length).ReadExactlyAsync(bytes, TestContext.Current.CancellationToken);
        return (bytes, null);
    }
}

/// <summary>Bytes in memory, given out in small portions, as a network may.</summary>
internal sealed class MemoryBytes(byte[] content, int portion = int.MaxValue) : IFileBytes
{
    public long Length => content.Length;

    /// <summary>All bytes read so far, some of them more than once.</summary>
    public long Read { get; private set; }

    public ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        Assert.InRange(offset, 0, content.Length);
        var part = content.AsMemory((int)offset);
        part = part[..Math.Min(Math.Min(part.Length, buffer.Length), portion)];
        part.CopyTo(buffer);
        Read += part.Length;
        return ValueTask.FromResult(part.Length);
    }
}
