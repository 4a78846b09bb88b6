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
        var (movies, pictures) = (0, 0);
        foreach (var box in boxes)
        {
            switch (box.Type)
            {
                case "ftyp":
                    if (box.At != 0 || box.Length > LongestBrands) throw Refuse.Damaged("The brands are not where or what they should be.");
                    break;
                case "moov":
                    await MovieBoxes.CleanAsync(file, box, patches, runs, cancellationToken);
                    movies++;
                    break;
                case "meta" when await ItemBoxes.HoldsPicturesAsync(file, box, cancellationToken):
                    await ItemBoxes.CleanAsync(file, box, patches, runs, cancellationToken);
                    pictures++;
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

        if ((movies, pictures) is not ((1, 0) or (0, 1) or (1, 1))) throw Refuse.Damaged("Neither one movie nor one set of pictures.");
        runs.Apply(patches);
        return patches.Over(file.Length);
    }
}
