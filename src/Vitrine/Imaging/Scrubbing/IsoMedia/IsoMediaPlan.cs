namespace Vitrine.Imaging.Scrubbing.IsoMedia;

/// <summary>
/// MP4, QuickTime, HEIC and AVIF. Boxes that hold words become padding of the same length, so every offset stays right and the result is
/// as long as the original; of the data, only what pictures and sounds point to stays.
/// </summary>
internal static class IsoMediaPlan
{
    private const long LongestBrands = 4096;

    public static async Task<ScrubPlan> MakeAsync(Window file, CancellationToken cancellationToken)
    {
        var (patches, runs) = (new Patches(), new Runs());
        var boxes = await Box.ListAsync(file, 0, file.Length, cancellationToken);
        var made = 0;
        foreach (var box in boxes)
        {
            switch (box.Type)
            {
                case "ftyp" when box.At == 0 && box.Length <= LongestBrands:
                    break;
                case "moov":
                    await MovieBoxes.CleanAsync(file, box, patches, runs, cancellationToken);
                    made++;
                    break;
                case "meta" when await ItemBoxes.HoldsPicturesAsync(file, box, cancellationToken):
                    await ItemBoxes.CleanAsync(file, box, patches, runs, cancellationToken);
                    made++;
                    break;
                case "mdat":
                    runs.AddRoom(box);
                    break;
                case "moof" or "styp" or "sidx" or "mfra":
                    throw Refuse.NotUnderstood("Fragmented files are not scrubbed.");
                default:
                    if (box.IsPadding) patches.Blank(box.DataAt, box.DataLength);
                    else patches.Free(box);
                    break;
            }
        }

        if (made == 0 || boxes.Count(box => box.Type == "moov") > 1) throw Refuse.Damaged("No movie and no pictures, or more than one movie.");
        runs.Apply(patches);
        return patches.Over(file.Length);
    }
}
