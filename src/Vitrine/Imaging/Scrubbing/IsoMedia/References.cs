namespace Vitrine.Imaging.Scrubbing.IsoMedia;

/// <summary>Where data lies: in the file itself, or the file is refused, for a name elsewhere says whose machine it was.</summary>
internal static class References
{
    /// <param name="box">A <c>dinf</c>.</param>
    public static async Task CleanAllAsync(Window file, Box box, Patches patches, CancellationToken cancellationToken)
    {
        foreach (var part in await Box.ListAsync(file, box.DataAt, box.End, cancellationToken))
        {
            if (part.Type == "dref") await CleanAsync(file, part, patches, cancellationToken);
            else patches.Free(part);
        }
    }

    private static async Task CleanAsync(Window file, Box box, Patches patches, CancellationToken cancellationToken)
    {
        await box.HeadAsync(file, 8, cancellationToken);
        foreach (var reference in await Box.ListAsync(file, box.DataAt + 8, box.End, cancellationToken))
        {
            var isHere = ((await reference.HeadAsync(file, 4, cancellationToken)).Span[3] & 1) != 0;
            if (!isHere) throw Refuse.NotUnderstood("Some of its data lies in another file.");
            patches.Blank(reference.DataAt + 4, reference.DataLength - 4);
        }
    }
}
