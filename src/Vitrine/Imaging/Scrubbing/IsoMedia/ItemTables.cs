namespace Vitrine.Imaging.Scrubbing.IsoMedia;

/// <summary>The tables of a picture's index that hold numbers only: what they hold beyond their numbers is blanked or refused.</summary>
internal static class ItemTables
{
    public static async Task CleanAsync(Window file, Box box, Patches patches, CancellationToken cancellationToken)
    {
        switch (box.Type)
        {
            case "pitm":
                var wide = (await box.HeadAsync(file, 6, cancellationToken)).Span[0] > 0;
                await box.HeadAsync(file, wide ? 8 : 6, cancellationToken);
                patches.Blank(box.DataAt + (wide ? 8 : 6), box.DataLength - (wide ? 8 : 6));
                break;
            case "iref":
                await CheckReferencesAsync(file, box, cancellationToken);
                break;
            case "ipma":
                var end = await EndOfAssociationsAsync(file, box, cancellationToken);
                patches.Blank(end, box.End - end);
                break;
            case "grpl":
                foreach (var group in await Box.ListAsync(file, box.DataAt, box.End, cancellationToken))
                    if (group.Type is not ("altr" or "ster")) patches.Free(group);
                break;
        }
    }

    /// <summary>From one item to some others, in numbers of two or four bytes.</summary>
    private static async Task CheckReferencesAsync(Window file, Box box, CancellationToken cancellationToken)
    {
        var width = (await box.HeadAsync(file, 4, cancellationToken)).Span[0] == 0 ? 2 : 4;
        foreach (var reference in await Box.ListAsync(file, box.DataAt + 4, box.End, cancellationToken))
        {
            var numbers = new ByteCursor(file, reference.DataAt, reference.End);
            await numbers.NumberAsync(width, cancellationToken);
            var count = await numbers.NumberAsync(2, cancellationToken);
            if (numbers.At + (count * width) != reference.End) throw Refuse.Damaged("An item’s references are not as many as they say.");
        }
    }

    private static async Task<long> EndOfAssociationsAsync(Window file, Box box, CancellationToken cancellationToken)
    {
        var head = (await box.HeadAsync(file, 8, cancellationToken)).ToArray();
        var (idWidth, width) = (head[0] == 0 ? 2 : 4, (head[3] & 1) == 0 ? 1 : 2);
        var at = box.DataAt + 8;
        for (var left = MovieBoxes.Number(head, 4); left > 0; left--)
        {
            var numbers = new ByteCursor(file, at + idWidth, box.End);
            at = at + idWidth + 1 + (await numbers.NumberAsync(1, cancellationToken) * width);
        }

        return at <= box.End ? at : throw Refuse.Damaged("A table of properties ends early.");
    }
}
