using System.Text;
using Vitrine.Library.Access;
using Vitrine.Library.Scrubbing;
using Vitrine.Storage;

namespace Vitrine.Library.Archives;

/// <summary>
/// Many originals as one streamed zip: as they are, with the length known beforehand, or scrubbed, as links get them. What cannot be
/// read is named in <c>_missing.txt</c>. Which items, and whether they may be had, is the caller's to say.
/// </summary>
public sealed class ArchiveMaking(IBlobStore store, IScrubbedOriginals scrubbed)
{
    public const string MissingName = "_missing.txt";

    private const int LooksAtOnce = 16;

    /// <summary>
    /// An archive of originals as they are. Looks for each in the store (a stat on disk, a request in a bucket), so that what is missing
    /// is known before the first byte and the length holds.
    /// </summary>
    public async Task<Archive> OfOriginalsAsync(IReadOnlyList<PackedItem> items, CancellationToken cancellationToken)
    {
        var there = new bool[items.Count];
        await Parallel.ForAsync(0, items.Count, new ParallelOptions { MaxDegreeOfParallelism = LooksAtOnce, CancellationToken = cancellationToken }, async (index, token) =>
            there[index] = await store.FindAsync(items[index].Item.OriginalKey, token) is { } blob && blob.Length == items[index].Item.Bytes);
        var names = new ZipNames(items.Select(packed => packed.Folder));
        var files = new List<ArchiveFile>();
        var missing = new List<string>();
        foreach (var (index, packed) in items.Index())
        {
            var name = names.Of(packed.Item.FileName, packed.Folder);
            if (!there[index]) missing.Add($"{name}: the original is not in the store.");
            else files.Add(new ArchiveFile(packed, name, token => OpenOriginalAsync(packed.Item, name, token)));
        }

        var entries = files.Select(file => EntryOf(file.Packed.Item, file.Name));
        return new Archive(files, missing, ZipWriter.LengthOf(missing.Count == 0 ? entries : [.. entries, MissingEntry(missing)]));
    }

    /// <summary>An archive of scrubbed originals, under names that say nothing. Each is read when its turn comes, so the length is not known.</summary>
    public Archive OfScrubbed(IReadOnlyList<PackedItem> items)
    {
        var names = new ZipNames(items.Select(packed => packed.Folder));
        return new Archive([.. items.Select(packed => (packed, Name: names.Of(ScrubbedNames.FileNameOf(packed.Item), packed.Folder))).Select(file =>
            new ArchiveFile(file.packed, file.Name, token => OpenScrubbedAsync(file.packed.Item, file.Name, token)))], [], Length: null);
    }

    /// <summary>Writes it once, from front to back.</summary>
    /// <param name="stillAllowed">Asked every five seconds while bytes flow, with the item under way.</param>
    /// <exception cref="NoLongerAllowedException">The right was lost: break the answer off.</exception>
    /// <exception cref="ArchiveBrokenException">An original is not what it was when it was taken in: break the answer off.</exception>
    public static async Task WriteAsync(
        Archive archive, Stream target, TimeProvider time, Func<PackedItem, CancellationToken, Task<bool>> stillAllowed, CancellationToken cancellationToken)
    {
        var zip = new ZipWriter(target);
        var missing = archive.Missing.ToList();
        PackedItem? current = null;
        var recheck = new Recheck(time, token => stillAllowed(current!, token));
        foreach (var file in archive.Files)
        {
            current = file.Packed;
            await using var opened = await file.OpenAsync(cancellationToken);
            if (opened.Entry is { } entry) await zip.AddAsync(entry, opened.Content, token => GoOnAsync(recheck, token), cancellationToken);
            else if (archive.Length is null) missing.Add(opened.Missing!);
            else throw new ArchiveBrokenException($"{file.Name} went while the archive was written.");
        }

        if (missing.Count > 0) await zip.AddAsync(MissingEntry(missing), new MemoryStream(MissingText(missing)), _ => ValueTask.CompletedTask, cancellationToken);
        await zip.FinishAsync(cancellationToken);
    }

    private static async ValueTask GoOnAsync(Recheck recheck, CancellationToken cancellationToken)
    {
        if (!await recheck.MayGoOnAsync(cancellationToken)) throw new NoLongerAllowedException();
    }

    private static ZipEntry EntryOf(MediaItem item, string name) => new(name, item.Bytes, item.Crc32, item.TakenAt.Wall);

    private static ZipEntry MissingEntry(IReadOnlyList<string> missing) => new(MissingName, MissingText(missing).Length, null, null);

    private static byte[] MissingText(IReadOnlyList<string> missing) =>
        Encoding.UTF8.GetBytes($"These files are not in this archive:\r\n\r\n{string.Concat(missing.Select(line => $"{line}\r\n"))}");

    private async Task<OpenedFile> OpenOriginalAsync(MediaItem item, string name, CancellationToken cancellationToken) =>
        await store.OpenReadAsync(item.OriginalKey, range: null, cancellationToken) is { } blob
            ? new OpenedFile(EntryOf(item, name), blob.Content, blob)
            : OpenedFile.Absent($"{name}: the original is not in the store.");

    private async Task<OpenedFile> OpenScrubbedAsync(MediaItem item, string name, CancellationToken cancellationToken) =>
        await scrubbed.OpenAsync(item, cancellationToken) switch
        {
            ScrubbedOriginal.Opened(var file) => new OpenedFile(new ZipEntry(name, file.Length, null, null), file.Read(range: null), file),
            ScrubbedOriginal.Refused => OpenedFile.Absent($"{name}: its details cannot be taken out of this kind of file, so it is not given out."),
            _ => OpenedFile.Absent($"{name}: the original is not in the store."),
        };
}

/// <summary>What an archive will hold.</summary>
/// <param name="Length">Bytes of the whole zip; null where they are not known before it is written.</param>
public sealed record Archive(IReadOnlyList<ArchiveFile> Files, IReadOnlyList<string> Missing, long? Length);

public sealed record ArchiveFile(PackedItem Packed, string Name, Func<CancellationToken, Task<OpenedFile>> OpenAsync);

/// <summary>A file whose turn has come: an entry and its bytes, or why there are none.</summary>
public sealed class OpenedFile(ZipEntry? entry, Stream content, IAsyncDisposable? owner, string? missing = null) : IAsyncDisposable
{
    public ZipEntry? Entry { get; } = entry;

    public Stream Content { get; } = content;

    public string? Missing { get; } = missing;

    public static OpenedFile Absent(string why) => new(null, Stream.Null, null, why);

    public ValueTask DisposeAsync() => owner?.DisposeAsync() ?? ValueTask.CompletedTask;
}
