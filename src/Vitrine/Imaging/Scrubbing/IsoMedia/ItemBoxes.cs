namespace Vitrine.Imaging.Scrubbing.IsoMedia;

/// <summary>
/// The index of a HEIC or AVIF picture (ISO/IEC 23008-12). Items that are pictures stay; EXIF becomes its orientation, XMP and other
/// metadata items are blanked where they lie. Rotation and mirroring are properties (irot, imir) and stay.
/// </summary>
internal static class ItemBoxes
{
    private static readonly HashSet<string> KeptProperties =
    [
        "ispe", "pixi", "colr", "pasp", "clap", "irot", "imir", "auxC", "av1C", "hvcC", "lhvC", "avcC", "vvcC", "a1op", "a1lx", "lsel",
        "clli", "mdcv", "cclv", "amve", "rloc", "oinf", "tols",
    ];

    /// <summary>The same box holds words and tags in a movie; there its handler is another.</summary>
    public static async Task<bool> HoldsPicturesAsync(Window file, Box meta, CancellationToken cancellationToken)
    {
        if (meta.DataLength < 24 || !(await file.ReadAsync(meta.DataAt + 8, 4, cancellationToken)).Span.SequenceEqual("hdlr"u8)) return false;
        return (await file.ReadAsync(meta.DataAt + 20, 4, cancellationToken)).Span.SequenceEqual("pict"u8);
    }

    public static async Task CleanAsync(Window file, Box meta, Patches patches, Runs runs, CancellationToken cancellationToken)
    {
        var boxes = await Box.ListAsync(file, meta.DataAt + 4, meta.End, cancellationToken);
        foreach (var box in boxes)
        {
            switch (box.Type)
            {
                case "hdlr":
                    await MovieBoxes.BlankNameAsync(file, box, patches, cancellationToken);
                    break;
                case "iloc" or "iinf":
                    break;
                case "pitm" or "iref" or "grpl":
                    await ItemTables.CleanAsync(file, box, patches, cancellationToken);
                    break;
                case "idat":
                    runs.AddRoom(box);
                    break;
                case "iprp":
                    await CleanPropertiesAsync(file, box, patches, cancellationToken);
                    break;
                case "dinf":
                    await References.CleanAllAsync(file, box, patches, cancellationToken);
                    break;
                case "ipro":
                    throw Refuse.NotUnderstood("Protected items.");
                default:
                    if (box.IsPadding) patches.Blank(box.DataAt, box.DataLength);
                    else patches.Free(box);
                    break;
            }
        }

        var kinds = await Items.KindsAsync(file, One(boxes, "iinf"), patches, cancellationToken);
        var data = boxes.Where(box => box.Type == "idat").Select(box => (Box?)box).SingleOrDefault();
        foreach (var place in await Items.PlacesAsync(file, One(boxes, "iloc"), data, cancellationToken))
            await PlaceAsync(file, kinds.GetValueOrDefault(place.Item, ItemKind.Words), place, runs, cancellationToken);
    }

    private static async Task PlaceAsync(Window file, ItemKind kind, ItemPlace place, Runs runs, CancellationToken cancellationToken)
    {
        if (kind == ItemKind.Picture)
        {
            runs.Keep(place.At, place.Length);
            return;
        }

        var kept = 0;
        if (kind == ItemKind.Exif && place is { IsFirst: true, Length: >= 4 + Orientation.MinimalLength })
        {
            var orientation = await OrientationAsync(file, place, cancellationToken);
            byte[] exif = [0, 0, 0, 0, .. Orientation.Minimal(orientation ?? 1)];
            runs.Replace(place.At, exif);
            kept = exif.Length;
        }

        runs.Drop(place.At + kept, place.Length - kept);
    }

    /// <summary>An item begins with the distance from there to the TIFF header.</summary>
    private static async Task<ushort?> OrientationAsync(Window file, ItemPlace place, CancellationToken cancellationToken)
    {
        var length = (int)Math.Min(place.Length, Window.Largest);
        var exif = await file.ReadAsync(place.At, length, cancellationToken);
        var skipped = 4L + MovieBoxes.Number(exif, 0);
        return skipped < length ? Orientation.Read(exif.Span[(int)skipped..]) : null;
    }

    private static async Task CleanPropertiesAsync(Window file, Box box, Patches patches, CancellationToken cancellationToken)
    {
        foreach (var part in await Box.ListAsync(file, box.DataAt, box.End, cancellationToken))
        {
            if (part.Type == "ipco")
            {
                foreach (var property in await Box.ListAsync(file, part.DataAt, part.End, cancellationToken))
                    if (!KeptProperties.Contains(property.Type)) patches.Free(property);
            }
            else if (part.Type == "ipma") await ItemTables.CleanAsync(file, part, patches, cancellationToken);
            else patches.Free(part);
        }
    }

    private static Box One(IReadOnlyList<Box> boxes, string type) =>
        boxes.Where(box => box.Type == type).ToList() is [var only] ? only : throw Refuse.Damaged($"Not just one {type}.");
}
