using System.Text.Json;
using Vitrine.Imaging.Scrubbing;

namespace Vitrine.Tests.Imaging.Scrubbing;

/// <summary>Every file of the corpus, scrubbed: what a reader of metadata still finds, and whether a decoder sees a difference.</summary>
[Trait("trust", "M01")]
public sealed class CorpusScrubbingTests
{
    [Fact]
    public async Task Files_are_scrubbed_or_refused_as_the_table_says()
    {
        var wrong = new List<string>();
        foreach (var row in CorpusTable.Rows)
        {
            var type = Scrubbed.TypeOf(row.File);
            var (_, refused) = await Scrubbed.TryAsync(File.ReadAllBytes(Corpus.PathOf(row.File)), type);
            ScrubRefusal? expected = Scrubber.Knows(type) ? Scrubbed.Refused.TryGetValue(row.File, out var reason) ? reason : null : ScrubRefusal.Format;
            if (refused?.Reason != expected) wrong.Add($"{row.File} ({type}): {refused?.Reason.ToString() ?? "scrubbed"} {refused?.Detail}");
        }

        Assert.Empty(wrong);
    }

    /// <summary>Names of tags, not words to look for: what is not on the list fails, whatever it is called.</summary>
    [Fact]
    public async Task Exiftool_finds_nothing_but_what_makes_the_picture()
    {
        using var folder = new ScrubFolder();
        foreach (var file in Scrubbed.Files.Select(row => row.Data)) await folder.AddAsync(file);

        var found = new List<string>();
        foreach (var (file, tags) in await Exiftool.ReadAsync(folder.Path))
            found.AddRange(tags.Where(tag => !AllowedTags.Allows(tag.Name, tag.Value)).Select(tag => $"{file}: {tag.Name} = {tag.Value}"));

        Assert.Empty(found);
    }

    /// <summary>So that the test above cannot pass by looking at nothing.</summary>
    [Fact]
    public async Task Exiftool_finds_much_in_the_originals()
    {
        var tags = (await Exiftool.ReadAsync(Corpus.Root)).SelectMany(file => file.Tags).Where(tag => !AllowedTags.Allows(tag.Name, tag.Value)).Select(tag => tag.Name).ToHashSet();
        foreach (var name in new[] { "GPS:GPSLatitude", "IFD0:Make", "IFD0:Software", "IFD1:ThumbnailImage", "XMP-dc:Creator", "IPTC:Keywords", "Keys:GPSCoordinates", "MPF0:MPFVersion" })
            Assert.True(tags.Contains(name), $"{name} is in no original; found: {string.Join(' ', tags.Order())}");
    }

    [Theory]
    [MemberData(nameof(Scrubbed.Files), MemberType = typeof(Scrubbed))]
    public async Task A_decoder_sees_no_difference(string file)
    {
        var original = Corpus.PathOf(file);
        var before = await File.ReadAllBytesAsync(original, TestContext.Current.CancellationToken);
        using var folder = new ScrubFolder();
        var scrubbed = await folder.AddAsync(file);

        Assert.Equal(await Pixels.OfAsync(original, Scrubbed.TypeOf(file)), await Pixels.OfAsync(scrubbed, Scrubbed.TypeOf(file)));
        Assert.Equal(before, await File.ReadAllBytesAsync(original, TestContext.Current.CancellationToken));
    }

    [Theory]
    [MemberData(nameof(Scrubbed.Files), MemberType = typeof(Scrubbed))]
    public async Task Scrubbing_twice_changes_nothing_more(string file)
    {
        var once = await Scrubbed.FileAsync(file);
        Assert.Equal(once, await Scrubbed.BytesAsync(once, Scrubbed.TypeOf(file)));
    }
}

/// <summary>Scrubbed files on the disk, for judges; removed with it.</summary>
internal sealed class ScrubFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("vitrine-scrubbed-").FullName;

    public async Task<string> AddAsync(string file)
    {
        var target = System.IO.Path.Combine(Path, file.Replace('/', '-'));
        await File.WriteAllBytesAsync(target, await Scrubbed.FileAsync(file), TestContext.Current.CancellationToken);
        return target;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}

internal static class Exiftool
{
    public const string Package = "libimage-exiftool-perl";

    /// <summary>All tags of a file, or of all files under a folder, embedded ones too, as <c>Group:Name</c>.</summary>
    public static async Task<IReadOnlyList<(string File, IReadOnlyList<(string Name, string Value)> Tags)>> ReadAsync(string folder)
    {
        var (_, output, _) = await Tool.RunAsync(Package, "exiftool", "-j", "-a", "-G1", "-ee", "-r", "-ext", "*", folder);
        using var json = JsonDocument.Parse(output);
        return [.. json.RootElement.EnumerateArray().Select(file => (
            file.GetProperty("SourceFile").GetString()!,
            (IReadOnlyList<(string, string)>)[.. file.EnumerateObject().Where(tag => tag.Name.Contains(':', StringComparison.Ordinal)).Select(tag => (tag.Name, tag.Value.ToString()))]))];
    }
}
