namespace Vitrine.Imaging.Scrubbing.IsoMedia;

/// <summary>The second look into how samples are coded: known codecs, no maker, no encoder's name, only boxes that configure a decoder.</summary>
internal static class SampleEntriesCheck
{
    private static readonly HashSet<string> Pictures =
    [
        .. "avc1 avc3 hvc1 hev1 dvh1 dvhe dva1 dvav av01 vp08 vp09 vvc1 vvi1 mp4v s263 h263".Split(' '),
        .. "apcn apch apcs apco ap4h ap4x SVQ1 SVQ3 rpza cvid 2vuy v210".Split(' '), "rle ",
    ];

    private static readonly HashSet<string> Configuring =
    [
        .. "avcC hvcC lhvC vvcC av1C vpcC esds d263 dvcC dvvC dvwC colr pasp clap fiel gama btrt mdcv SmDm clli CoLL amve auxi ccst".Split(' '),
        .. "chan chnl dac3 dec3 dac4 dOps dfLa alac damr srat pcmC mhaC dapa frma enda mp4a".Split(' '),
        "\0\0\0\0",
    ];

    private static readonly HashSet<string> Sounds =
        [.. "mp4a alac ac-3 ec-3 ac-4 Opus fLaC samr sawb lpcm sowt twos in24 in32 fl32 fl64 ulaw alaw ima4 .mp3 ipcm fpcm mha1 mhm1 apac QDM2".Split(' ')];

    public static async Task RunAsync(Window result, Box table, CancellationToken cancellationToken)
    {
        var newer = (await result.ReadAsync(table.DataAt, 1, cancellationToken)).Span[0] > 0;
        foreach (var entry in await Box.ListAsync(result, table.DataAt + 8, table.End, cancellationToken))
        {
            await Blank.MustBeAsync(result, entry.DataAt + 12, entry.DataAt + 16, entry.Name, cancellationToken);
            if (Pictures.Contains(entry.Type))
            {
                await Blank.MustBeAsync(result, entry.DataAt + 42, entry.DataAt + 74, entry.Name, cancellationToken);
                await PartsAsync(result, entry.DataAt + 78, entry.End, cancellationToken);
            }
            else if (Sounds.Contains(entry.Type))
            {
                var version = (await result.ReadAsync(entry.DataAt + 8, 2, cancellationToken)).Span[1];
                var head = (version, newer) switch { (1, false) => 44, (2, _) => 64, _ => 28 };
                await PartsAsync(result, entry.DataAt + head, entry.End, cancellationToken);
            }
            else throw Refuse.NotProved($"Samples of {entry.Name} are left.");
        }
    }

    private static async Task PartsAsync(Window result, long at, long end, CancellationToken cancellationToken)
    {
        for (Box part; at + 8 <= end; at = part.End)
        {
            part = await Box.ReadAsync(result, at, end, cancellationToken);
            if (part.Type == "wave") await PartsAsync(result, part.DataAt, part.End, cancellationToken);
            else if (part.IsPadding) await Blank.MustBeAsync(result, part.DataAt, part.End, part.Name, cancellationToken);
            else if (!Configuring.Contains(part.Type)) throw Refuse.NotProved($"Box {part.Name} is left.");
        }

        await Blank.MustBeAsync(result, at, end, "a sample entry", cancellationToken);
    }
}
