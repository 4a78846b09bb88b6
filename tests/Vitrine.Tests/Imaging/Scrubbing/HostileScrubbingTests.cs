using System.Buffers.Binary;
using Vitrine.Imaging.Scrubbing;

namespace Vitrine.Tests.Imaging.Scrubbing;

/// <summary>Broken and hostile files are refused, at a cost that their length bounds, and say nothing.</summary>
public sealed class HostileScrubbingTests
{
    private const int Rounds = 25;

    /// <summary>Seeded, so that what fails once fails again: the message names the round.</summary>
    [Theory]
    [MemberData(nameof(Scrubbed.Files), MemberType = typeof(Scrubbed))]
    public async Task A_changed_or_cut_file_is_scrubbed_or_refused_and_nothing_else(string file)
    {
        var original = await File.ReadAllBytesAsync(Corpus.PathOf(file), TestContext.Current.CancellationToken);
        var type = Scrubbed.TypeOf(file);
        for (var round = 0; round < Rounds; round++)
            await ScrubAsync(Mutate(original, round), type, $"{file}, round {round}");
    }

    [Theory]
    [MemberData(nameof(PlantedFile.All), MemberType = typeof(PlantedFile))]
    public async Task A_changed_file_never_lets_a_canary_out(string file, string groups)
    {
        var planted = await PlantedFile.MakeAsync(file, groups);
        for (var round = 0; round < 20 * Rounds; round++)
        {
            var (bytes, _) = await ScrubAsync(Mutate(planted, round), Scrubbed.TypeOf(file), $"{file}, round {round}");
            if (bytes is not null) Assert.True(bytes.AsSpan().IndexOf(Canary.Plain) < 0, $"{file}, round {round}");
        }
    }

    [Theory]
    [MemberData(nameof(Scrubbed.Files), MemberType = typeof(Scrubbed))]
    public async Task A_cut_file_is_refused(string file)
    {
        var original = await File.ReadAllBytesAsync(Corpus.PathOf(file), TestContext.Current.CancellationToken);
        var scrubbed = await Scrubbed.FileAsync(file);
        for (var cut = 1; cut <= 10; cut++)
        {
            var (bytes, _) = await ScrubAsync(original[..(int)(original.LongLength * cut / 11)], Scrubbed.TypeOf(file), $"{file} cut at {cut}/11");
            Assert.True(bytes is null || bytes.AsSpan().SequenceEqual(scrubbed), $"{file} cut at {cut}/11 was given out, and only a trailer may be missing.");
        }
    }

    [Fact]
    public async Task What_is_no_file_at_all_is_refused()
    {
        foreach (var type in new[] { "image/jpeg", "image/png", "image/webp", "image/gif", "image/heic", "image/avif", "video/mp4", "video/quicktime", "audio/mp4" })
        {
            foreach (var content in new byte[][] { [], [0], new byte[8], new byte[100_000], [.. Enumerable.Repeat((byte)0xFF, 100_000)], Planting.Bytes(100_000) })
                Assert.NotNull((await ScrubAsync(content, type, type)).Refused);
        }
    }

    [Theory]
    [InlineData("image/tiff")]
    [InlineData("image/x-adobe-dng")]
    [InlineData("application/pdf")]
    [InlineData("video/webm")]
    [InlineData("audio/mpeg")]
    [InlineData("image/svg+xml")]
    public async Task Formats_that_are_not_scrubbed_are_refused_unread(string type)
    {
        var original = new MemoryBytes(new byte[100]);
        var refused = Assert.IsType<ScrubOutcome.Refused>(await Scrubber.PlanAsync(type, original, TestContext.Current.CancellationToken));
        Assert.Equal((ScrubRefusal.Format, 0L), (refused.Reason, original.Read));
    }

    [Fact]
    public async Task More_parts_than_anyone_needs_are_refused_early()
    {
        byte[] chunk = [0, 0, 0, 0, .. "teXt"u8, 0, 0, 0, 0];
        byte[] file = [.. Pictures.Png(8, 8, 1).AsSpan(0, 33), .. Enumerable.Repeat(chunk, 600_000).SelectMany(part => part)];
        Assert.Equal(ScrubRefusal.TooManyParts, (await ScrubAsync(file, "image/png", "chunks")).Refused?.Reason);

        byte[] box = [0, 0, 0, 8, .. "free"u8];
        Assert.Equal(ScrubRefusal.TooManyParts, (await ScrubAsync([.. Enumerable.Repeat(box, 20_000).SelectMany(part => part)], "video/mp4", "boxes")).Refused?.Reason);
    }

    /// <summary>A table that says it has four thousand million entries allocates nothing for them.</summary>
    [Theory]
    [InlineData("stsz", 8)]
    [InlineData("stco", 4)]
    [InlineData("stsc", 4)]
    [InlineData("stts", 4)]
    [InlineData("elst", 4)]
    public async Task A_table_that_lies_about_its_length_is_refused(string table, int at)
    {
        var film = await File.ReadAllBytesAsync(Corpus.PathOf("video/train_livephoto.mov"), TestContext.Current.CancellationToken);
        var box = film.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(table)) + 4;
        BinaryPrimitives.WriteUInt32BigEndian(film.AsSpan(box + at), uint.MaxValue);
        Assert.NotNull((await ScrubAsync(film, "video/quicktime", table)).Refused);
    }

    /// <summary>Small portions are what a network gives; the result must not depend on them.</summary>
    [Fact]
    public async Task Bytes_may_come_in_any_portions()
    {
        foreach (var file in new[] { "jpeg/tiny_canon40d.jpg", "png/gray_alpha16.png", "gif/rotating_squares.gif", "webp/animated_squares.webp", "video/av1_tiny.mp4" })
        {
            var original = new MemoryBytes(await File.ReadAllBytesAsync(Corpus.PathOf(file), TestContext.Current.CancellationToken), portion: 7);
            var scrubbed = Assert.IsType<ScrubOutcome.Scrubbed>(await Scrubber.PlanAsync(Scrubbed.TypeOf(file), original, TestContext.Current.CancellationToken));
            var bytes = new byte[scrubbed.Plan.Length];
            await new FileBytesStream(scrubbed.Plan.Over(original), 0, bytes.Length).ReadExactlyAsync(bytes, TestContext.Current.CancellationToken);
            Assert.Equal(await Scrubbed.FileAsync(file), bytes);
        }
    }

    private static async Task<(byte[]? Bytes, ScrubOutcome.Refused? Refused)> ScrubAsync(byte[] content, string type, string what)
    {
        var original = new MemoryBytes(content);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var outcome = await Scrubber.PlanAsync(type, original, TestContext.Current.CancellationToken);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 64_000_000 + (8L * content.Length), $"{what} allocates too much.");
        Assert.True(original.Read < 4_000_000 + (16L * content.Length), $"{what} reads {original.Read} bytes of {content.Length}.");
        if (outcome is ScrubOutcome.Refused refused)
        {
            Assert.True(refused.Reason != ScrubRefusal.NotProved, $"{what}: the second look found what the first let through: {refused.Detail}");
            Assert.DoesNotContain(Canary.Word, refused.Detail);
            return (null, refused);
        }

        var plan = ((ScrubOutcome.Scrubbed)outcome).Plan;
        var bytes = new byte[plan.Length];
        await new FileBytesStream(plan.Over(original), 0, bytes.Length).ReadExactlyAsync(bytes, TestContext.Current.CancellationToken);
        return (bytes, null);
    }

    /// <summary>Mostly in the first bytes, where structure is; bytes that lengths are made of; now and then a cut or a doubled part.</summary>
    private static byte[] Mutate(byte[] original, int seed)
    {
        var random = new Random(seed);
        byte[] changed = [.. original];
        var reach = random.Next(3) == 0 ? changed.Length : Math.Min(changed.Length, 2048);
        for (var n = random.Next(1, 4); n > 0; n--)
        {
            var at = random.Next(2) == 0 ? random.Next(reach) : changed.Length - 1 - random.Next(reach);
            changed[at] = random.Next(4) switch { 0 => 0, 1 => 0xFF, 2 => (byte)(changed[at] ^ (1 << random.Next(8))), _ => (byte)random.Next(256) };
        }

        return random.Next(10) switch
        {
            0 => changed[..random.Next(changed.Length)],
            1 => [.. changed, .. changed.AsSpan(0, Math.Min(changed.Length, random.Next(5000)))],
            _ => changed,
        };
    }
}
