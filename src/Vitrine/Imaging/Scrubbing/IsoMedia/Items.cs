namespace Vitrine.Imaging.Scrubbing.IsoMedia;

/// <summary>What an item is to us.</summary>
internal enum ItemKind
{
    Picture,
    Exif,
    Words,
}

/// <summary>One stretch of an item's bytes, in the file or in <c>idat</c>.</summary>
internal readonly record struct ItemPlace(long Item, long At, long Length, bool IsFirst);

/// <summary>The tables that say which items there are and where they lie.</summary>
internal static class Items
{
    private const int MostItems = 20_000;
    private const int MostPlaces = 100_000;

    /// <summary>Kinds by item. Names go; a kind that is not known refuses the file.</summary>
    public static async Task<IReadOnlyDictionary<long, ItemKind>> KindsAsync(Window file, Box table, Patches patches, CancellationToken cancellationToken)
    {
        var version = (await table.HeadAsync(file, 6, cancellationToken)).Span[0];
        var kinds = new Dictionary<long, ItemKind>();
        foreach (var entry in await Box.ListAsync(file, table.DataAt + (version == 0 ? 6 : 8), table.End, cancellationToken))
        {
            var (id, type, head) = await EntryAsync(file, entry, cancellationToken);
            var kind = type switch
            {
                "hvc1" or "hev1" or "lhv1" or "av01" or "avc1" or "vvc1" or "grid" or "iovl" or "iden" or "tmap" => ItemKind.Picture,
                "Exif" => ItemKind.Exif,
                "mime" or "uri " => ItemKind.Words,
                _ => throw Refuse.NotUnderstood("An item of an unknown kind."),
            };
            if (!kinds.TryAdd(id, kind) || kinds.Count > MostItems) throw Refuse.Damaged("An item stands in the list twice, or there are too many.");
            patches.Blank(entry.DataAt + head, entry.DataLength - head);
        }

        return kinds;
    }

    /// <summary>An item's id, its kind, and how many bytes come before its name.</summary>
    public static async ValueTask<(long Id, string Type, int Head)> EntryAsync(Window file, Box entry, CancellationToken cancellationToken)
    {
        var version = (await entry.HeadAsync(file, 12, cancellationToken)).Span[0];
        if (entry.Type != "infe" || version is not (2 or 3)) throw Refuse.NotUnderstood("An item entry of an unknown version.");
        var wide = version == 3 ? 2 : 0;
        await entry.HeadAsync(file, 12 + wide, cancellationToken);
        var numbers = new ByteCursor(file, entry.DataAt + 4, entry.End);
        var id = await numbers.NumberAsync(2 + wide, cancellationToken);
        var head = await file.ReadAsync(entry.DataAt + 8 + wide, 4, cancellationToken);
        return (id, System.Text.Encoding.Latin1.GetString(head.Span), 12 + wide);
    }

    public static async Task<IReadOnlyList<ItemPlace>> PlacesAsync(Window file, Box table, Box? data, CancellationToken cancellationToken)
    {
        var numbers = new ByteCursor(file, table.DataAt, table.End);
        var version = await numbers.NumberAsync(1, cancellationToken);
        await numbers.NumberAsync(3, cancellationToken);
        var sizes = await numbers.NumberAsync(2, cancellationToken);
        var (offsetSize, lengthSize) = ((int)(sizes >> 12), (int)(sizes >> 8) & 15);
        var (baseSize, indexSize) = ((int)(sizes >> 4) & 15, version > 0 ? (int)sizes & 15 : 0);
        if (version > 2 || offsetSize > 8 || lengthSize is 0 or > 8 || baseSize > 8 || indexSize > 8)
            throw Refuse.NotUnderstood("An item location table of an unknown shape.");
        var places = new List<ItemPlace>();
        for (var left = await numbers.NumberAsync(version < 2 ? 2 : 4, cancellationToken); left > 0; left--)
        {
            var item = await numbers.NumberAsync(version < 2 ? 2 : 4, cancellationToken);
            var method = version > 0 ? await numbers.NumberAsync(2, cancellationToken) & 15 : 0;
            if (await numbers.NumberAsync(2, cancellationToken) != 0 || method > 1) throw Refuse.NotUnderstood("An item’s data lies in another file or item.");
            var from = await numbers.NumberAsync(baseSize, cancellationToken);
            var extents = await numbers.NumberAsync(2, cancellationToken);
            for (var extent = 0; extent < extents; extent++)
            {
                await numbers.NumberAsync(indexSize, cancellationToken);
                var at = Add(from, await numbers.NumberAsync(offsetSize, cancellationToken));
                var length = await numbers.NumberAsync(lengthSize, cancellationToken);
                if (method == 1) at = Add(at, data?.DataAt ?? throw Refuse.Damaged("An item lies in a box that is not there."));
                if (length == 0) throw Refuse.NotUnderstood("An item without a length.");
                if (places.Count == MostPlaces) throw Refuse.TooManyParts($"More than {MostPlaces} pieces of items.");
                places.Add(new ItemPlace(item, at, length, IsFirst: extent == 0));
            }
        }

        return places;
    }

    private static long Add(long one, long other) => one <= long.MaxValue - other ? one + other : throw Refuse.Damaged("An item lies too far out.");
}
