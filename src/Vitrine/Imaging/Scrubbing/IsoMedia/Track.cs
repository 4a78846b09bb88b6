namespace Vitrine.Imaging.Scrubbing.IsoMedia;

/// <summary>What a track is to us.</summary>
internal enum Media
{
    /// <summary>Neither pictures nor sound: it goes.</summary>
    None,

    Pictures,
    Sound,
}

/// <summary>A track's kind and the tables that say where its samples lie.</summary>
internal sealed record Track(Media Media, Box? Sizes, Box? ToChunks, Box? Chunks)
{
    public static async Task<Track> ReadAsync(Window file, Box box, CancellationToken cancellationToken)
    {
        var media = await OneAsync(file, box, "mdia", cancellationToken) ?? throw Refuse.Damaged("A track without media.");
        var handler = await OneAsync(file, media, "hdlr", cancellationToken) ?? throw Refuse.Damaged("A track without a handler.");
        var kind = System.Text.Encoding.Latin1.GetString((await handler.HeadAsync(file, 12, cancellationToken)).Span.Slice(8, 4)) switch
        {
            "vide" or "pict" or "auxv" => Media.Pictures,
            "soun" => Media.Sound,
            _ => Media.None,
        };
        if (await OneAsync(file, media, "minf", cancellationToken) is not { } information
            || await OneAsync(file, information, "stbl", cancellationToken) is not { } table)
            throw Refuse.Damaged("A track without tables.");
        if (await OneAsync(file, table, "stz2", cancellationToken) is not null) throw Refuse.NotUnderstood("Compact sample sizes.");
        return new Track(
            kind,
            await OneAsync(file, table, "stsz", cancellationToken),
            await OneAsync(file, table, "stsc", cancellationToken),
            await OneAsync(file, table, "stco", cancellationToken) ?? await OneAsync(file, table, "co64", cancellationToken));
    }

    /// <summary>
    /// One run per chunk. Sound whose samples are all of one size is counted in frames by some writers and in bytes by others, so its
    /// chunks go up to what comes next.
    /// </summary>
    public async Task AddRunsAsync(Window file, Runs runs, bool kept, CancellationToken cancellationToken)
    {
        if (Sizes is not { } sizes || ToChunks is not { } toChunks || Chunks is not { } chunks) throw Refuse.Damaged("A track lacks a table.");
        var head = (await sizes.HeadAsync(file, 12, cancellationToken)).ToArray();
        var (uniform, samples) = (MovieBoxes.Number(head, 4), MovieBoxes.Number(head, 8));
        var width = chunks.Type == "stco" ? 4 : 8;
        var count = MovieBoxes.Number(await chunks.HeadAsync(file, 8, cancellationToken), 4);
        var offsets = new ByteCursor(file.Another(), chunks.DataAt + 8, chunks.End);
        var sizeOf = new ByteCursor(file.Another(), sizes.DataAt + 12, sizes.End);
        var perChunk = new SamplesPerChunk(file.Another(), toChunks);
        for (uint chunk = 1; chunk <= count; chunk++)
        {
            var at = await offsets.NumberAsync(width, cancellationToken);
            var held = await perChunk.OfAsync(chunk, cancellationToken);
            if (held > samples) throw Refuse.Damaged("A track's chunks hold more samples than it has.");
            samples -= held;
            long? length = uniform == 0 ? 0 : Media == Media.Sound ? null : held * (long)uniform;
            if (uniform == 0)
                for (var sample = 0u; sample < held; sample++) length += await sizeOf.NumberAsync(4, cancellationToken);
            if (kept) runs.Keep(at, length);
            else runs.Drop(at, length);
        }
    }

    /// <summary>The one child of a type; a second one would be read by some and not by others.</summary>
    private static async Task<Box?> OneAsync(Window file, Box parent, string type, CancellationToken cancellationToken)
    {
        var found = (await Box.ListAsync(file, parent.DataAt, parent.End, cancellationToken)).Where(box => box.Type == type).ToList();
        return found.Count switch
        {
            0 => null,
            1 => found[0],
            _ => throw Refuse.Damaged($"{parent.Name} has {type} more than once."),
        };
    }
}

/// <summary>How many samples a chunk holds; asked for chunks in order.</summary>
internal sealed class SamplesPerChunk(Window file, Box table)
{
    private readonly ByteCursor entries = new(file, table.DataAt + 8, table.End);
    private bool begun;
    private long left;
    private long from;
    private long samples;
    private long nextFrom;
    private long nextSamples;

    public async ValueTask<uint> OfAsync(uint chunk, CancellationToken cancellationToken)
    {
        if (!begun)
        {
            begun = true;
            left = MovieBoxes.Number(await table.HeadAsync(file, 8, cancellationToken), 4);
            await NextAsync(cancellationToken);
            await NextAsync(cancellationToken);
            if (from != 1) throw Refuse.Damaged("No table entry for the first chunk.");
        }

        while (nextFrom > 0 && chunk >= nextFrom) await NextAsync(cancellationToken);
        return (uint)samples;
    }

    private async ValueTask NextAsync(CancellationToken cancellationToken)
    {
        (from, samples, nextFrom) = (nextFrom, nextSamples, 0);
        if (left-- <= 0) return;
        nextFrom = await entries.NumberAsync(4, cancellationToken);
        nextSamples = await entries.NumberAsync(4, cancellationToken);
        await entries.NumberAsync(4, cancellationToken);
        if (nextFrom <= from) throw Refuse.Damaged("A track's chunks are out of order.");
    }
}
