using System.Buffers.Binary;

namespace Vitrine.Imaging.Scrubbing.IsoMedia;

/// <summary>
/// The index of a movie. Tracks of pictures and sound stay; all others go with their samples, for a camera's place is kept in metadata,
/// timed text and telemetry alike (gpmd, camm, mebx, rtmd, a drone's subtitles).
/// </summary>
internal static class MovieBoxes
{
    private const int MostTracks = 100;

    public static async Task CleanAsync(Window file, Box movie, Patches patches, Runs runs, CancellationToken cancellationToken)
    {
        var boxes = await Box.ListAsync(file, movie.DataAt, movie.End, cancellationToken);
        if (boxes.Count(box => box.Type == "trak") > MostTracks) throw Refuse.TooManyParts($"More than {MostTracks} tracks.");
        var kept = 0;
        foreach (var box in boxes)
        {
            if (box.Type is "mvex" or "cmov" or "rmra") throw Refuse.NotUnderstood("Fragmented, compressed and referring movies are not scrubbed.");
            if (box.Type == "trak") kept += await CleanTrackAsync(file, box, patches, runs, cancellationToken) ? 1 : 0;
            else await CleanAsync(file, box, "moov", Media.None, patches, cancellationToken);
        }

        if (kept == 0) throw Refuse.Damaged("No track of pictures or sound.");
    }

    private static async Task<bool> CleanTrackAsync(Window file, Box box, Patches patches, Runs runs, CancellationToken cancellationToken)
    {
        var track = await Track.ReadAsync(file, box, cancellationToken);
        var kept = track.Media != Media.None;
        await track.AddRunsAsync(file, runs, kept, cancellationToken);
        if (kept)
            foreach (var part in await Box.ListAsync(file, box.DataAt, box.End, cancellationToken))
                await CleanAsync(file, part, "trak", track.Media, patches, cancellationToken);
        else patches.Free(box);
        return kept;
    }

    /// <summary>Keeps, opens, blanks or frees one box by where it stands. What stands in no rule becomes padding: readers pass over both.</summary>
    private static async Task CleanAsync(Window file, Box box, string parent, Media media, Patches patches, CancellationToken cancellationToken)
    {
        switch (parent, box.Type)
        {
            case ("trak", "edts" or "tapt" or "mdia") or ("mdia", "minf") or ("minf", "stbl"):
                foreach (var part in await Box.ListAsync(file, box.DataAt, box.End, cancellationToken))
                    await CleanAsync(file, part, box.Type, media, patches, cancellationToken);
                break;
            case ("moov", "mvhd") or ("trak", "tkhd") or ("mdia", "mdhd"):
                await BlankTimesAsync(file, box, patches, cancellationToken);
                break;
            case ("mdia" or "minf", "hdlr"):
                await BlankNameAsync(file, box, patches, cancellationToken);
                break;
            case ("minf", "dinf"):
                await References.CleanAllAsync(file, box, patches, cancellationToken);
                break;
            case ("stbl", "stsd"):
                await SampleEntries.CleanAsync(file, box, media, patches, cancellationToken);
                break;
            case ("trak", "tref") when await HoldsOnlyAuxiliaryAsync(file, box, cancellationToken):
                break;
            case ("edts", "elst") or ("tapt", "clef" or "prof" or "enof") or ("minf", "vmhd" or "smhd" or "nmhd")
                or ("stbl", "stts" or "ctts" or "cslg" or "stsc" or "stsz" or "stco" or "co64" or "stss" or "stps" or "sdtp" or "sgpd" or "sbgp")
                when await Tables.NeededAsync(file, box, cancellationToken) is { } needed:
                patches.Blank(box.DataAt + needed, box.DataLength - needed);
                break;
            default:
                if (box.IsPadding) patches.Blank(box.DataAt, box.DataLength);
                else patches.Free(box);
                break;
        }
    }

    /// <summary>Version 0 has two moments of four bytes, version 1 of eight.</summary>
    private static async Task BlankTimesAsync(Window file, Box box, Patches patches, CancellationToken cancellationToken)
    {
        var version = (await box.HeadAsync(file, 20, cancellationToken)).Span[0];
        if (version > 1) throw Refuse.NotUnderstood($"{box.Name} of version {version}.");
        patches.Blank(box.DataAt + 4, version == 0 ? 8 : 16);
        var length = (box.Type, version) switch
        {
            ("mvhd", 0) => 100,
            ("mvhd", _) => 112,
            ("tkhd", 0) => 84,
            ("tkhd", _) => 96,
            (_, 0) => 24,
            _ => 36,
        };
        await box.HeadAsync(file, length, cancellationToken);
        patches.Blank(box.DataAt + length, box.DataLength - length);
    }

    /// <summary>The kind of handler stays; its maker and its name go.</summary>
    public static async Task BlankNameAsync(Window file, Box box, Patches patches, CancellationToken cancellationToken)
    {
        await box.HeadAsync(file, 24, cancellationToken);
        patches.Blank(box.DataAt + 12, box.DataLength - 12);
    }

    /// <summary>A picture's transparency is a track of its own. References to tracks that go would lead nowhere.</summary>
    private static async Task<bool> HoldsOnlyAuxiliaryAsync(Window file, Box box, CancellationToken cancellationToken) =>
        (await Box.ListAsync(file, box.DataAt, box.End, cancellationToken)).All(part => part.Type == "auxl" && part.DataLength == 4);

    internal static uint Number(ReadOnlyMemory<byte> bytes, int at) => BinaryPrimitives.ReadUInt32BigEndian(bytes.Span[at..]);
}
