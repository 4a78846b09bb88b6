using System.Text;

namespace Vitrine.Imaging.Scrubbing.IsoMedia;

/// <summary>
/// Reads a scrubbed MP4, HEIC or the like and knows only what may stand in it: the places of boxes, that padding is blank, that no
/// time and no name is left, that no metadata item says more than the orientation.
/// </summary>
internal static class IsoMediaCheck
{
    private static readonly HashSet<string> Containers =
    [
        "moov", "moov/trak", "moov/trak/edts", "moov/trak/tapt", "moov/trak/tref", "moov/trak/mdia", "moov/trak/mdia/minf",
        "moov/trak/mdia/minf/dinf", "moov/trak/mdia/minf/stbl", "meta/dinf", "meta/iprp", "meta/iprp/ipco", "meta/grpl",
    ];

    private static readonly HashSet<string> Figures =
    [
        .. "ftyp mdat moov/trak/edts/elst moov/trak/tapt/clef moov/trak/tapt/prof moov/trak/tapt/enof moov/trak/tref/auxl".Split(' '),
        .. "vmhd smhd nmhd".Split(' ').Select(type => $"moov/trak/mdia/minf/{type}"),
        .. "stts ctts cslg stsc stsz stco co64 stss stps sdtp sgpd sbgp".Split(' ').Select(type => $"moov/trak/mdia/minf/stbl/{type}"),
        .. "pitm iloc iref grpl/altr grpl/ster idat iprp/ipma".Split(' ').Select(type => $"meta/{type}"),
        .. "ispe pixi colr pasp clap irot imir auxC av1C hvcC lhvC avcC vvcC a1op a1lx lsel clli mdcv cclv amve rloc oinf tols"
            .Split(' ').Select(type => $"meta/iprp/ipco/{type}"),
    ];

    public static Task RunAsync(Window result, CancellationToken cancellationToken) => LookAsync(result, 0, result.Length, "", cancellationToken);

    private static async Task LookAsync(Window result, long at, long end, string path, CancellationToken cancellationToken)
    {
        foreach (var box in await Box.ListAsync(result, at, end, cancellationToken))
        {
            var here = path.Length == 0 ? box.Type : $"{path}/{box.Type}";
            if (Figures.Contains(here)) continue;
            if (box.IsPadding) await Blank.MustBeAsync(result, box.DataAt, box.End, box.Name, cancellationToken);
            else if (Containers.Contains(here)) await LookAsync(result, box.DataAt, box.End, here, cancellationToken);
            else if (here == "meta") await LookIntoItemsAsync(result, box, cancellationToken);
            else await LookIntoAsync(result, box, here, cancellationToken);
        }
    }

    private static Task LookIntoAsync(Window result, Box box, string here, CancellationToken cancellationToken) => here switch
    {
        "moov/mvhd" or "moov/trak/tkhd" or "moov/trak/mdia/mdhd" => NoTimesAsync(result, box, cancellationToken),
        "moov/trak/mdia/hdlr" or "moov/trak/mdia/minf/hdlr" or "meta/hdlr" => NoNameAsync(result, box, here, cancellationToken),
        "moov/trak/mdia/minf/dinf/dref" or "meta/dinf/dref" => OnlyHereAsync(result, box, cancellationToken),
        "moov/trak/mdia/minf/stbl/stsd" => SampleEntriesCheck.RunAsync(result, box, cancellationToken),
        "meta/iinf" => NoItemNamesAsync(result, box, cancellationToken),
        _ => throw Refuse.NotProved($"Box {box.Name} is left."),
    };

    private static async Task NoTimesAsync(Window result, Box box, CancellationToken cancellationToken)
    {
        var wide = (await result.ReadAsync(box.DataAt, 1, cancellationToken)).Span[0] == 1;
        await Blank.MustBeAsync(result, box.DataAt + 4, box.DataAt + (wide ? 20 : 12), box.Name, cancellationToken);
    }

    private static async Task NoNameAsync(Window result, Box box, string here, CancellationToken cancellationToken)
    {
        await Blank.MustBeAsync(result, box.DataAt + 12, box.End, box.Name, cancellationToken);
        var kind = Encoding.Latin1.GetString((await result.ReadAsync(box.DataAt + 8, 4, cancellationToken)).Span);
        if (here == "moov/trak/mdia/hdlr" && kind is not ("vide" or "soun" or "pict" or "auxv"))
            throw Refuse.NotProved("A track is left that is neither picture nor sound.");
    }

    private static async Task OnlyHereAsync(Window result, Box box, CancellationToken cancellationToken)
    {
        foreach (var part in await Box.ListAsync(result, box.DataAt + 8, box.End, cancellationToken))
            await Blank.MustBeAsync(result, part.DataAt + 4, part.End, box.Name, cancellationToken);
    }

    private static async Task NoItemNamesAsync(Window result, Box box, CancellationToken cancellationToken)
    {
        var version = (await result.ReadAsync(box.DataAt, 1, cancellationToken)).Span[0];
        foreach (var entry in await Box.ListAsync(result, box.DataAt + (version == 0 ? 6 : 8), box.End, cancellationToken))
        {
            var (_, _, head) = await Items.EntryAsync(result, entry, cancellationToken);
            await Blank.MustBeAsync(result, entry.DataAt + head, entry.End, box.Name, cancellationToken);
        }
    }

    private static async Task LookIntoItemsAsync(Window result, Box meta, CancellationToken cancellationToken)
    {
        await LookAsync(result, meta.DataAt + 4, meta.End, "meta", cancellationToken);
        var boxes = await Box.ListAsync(result, meta.DataAt + 4, meta.End, cancellationToken);
        var list = boxes.Single(box => box.Type == "iinf");
        var silent = new HashSet<long>();
        var version = (await result.ReadAsync(list.DataAt, 1, cancellationToken)).Span[0];
        foreach (var entry in await Box.ListAsync(result, list.DataAt + (version == 0 ? 6 : 8), list.End, cancellationToken))
            if (await Items.EntryAsync(result, entry, cancellationToken) is { Type: "Exif" or "mime" or "uri " } words) silent.Add(words.Id);
        var data = boxes.Where(box => box.Type == "idat").Select(box => (Box?)box).SingleOrDefault();
        foreach (var place in await Items.PlacesAsync(result, boxes.Single(box => box.Type == "iloc"), data, cancellationToken))
            if (silent.Contains(place.Item)) await MustBeSilentAsync(result, place, cancellationToken);
    }

    private static async Task MustBeSilentAsync(Window result, ItemPlace place, CancellationToken cancellationToken)
    {
        const int Exif = 4 + Orientation.MinimalLength;
        var head = (await result.ReadAsync(place.At, (int)Math.Min(place.Length, Exif), cancellationToken)).ToArray();
        var oriented = head.Length == Exif && Orientation.IsMinimal(head.AsSpan(4));
        await Blank.MustBeAsync(result, place.At + (oriented ? Exif : 0), place.At + place.Length, "item", cancellationToken);
    }
}
