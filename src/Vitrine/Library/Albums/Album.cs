using Vitrine.Library.Publishing;

namespace Vitrine.Library.Albums;

/// <summary>A named choice of items; an item may be in many albums. A snapshot of its row; changes go through the catalog.</summary>
public sealed record Album
{
    public required AlbumId Id { get; init; }
    public required AccountId Owner { get; init; }

    /// <summary>Rises with every change of the album itself, not with what is put into it or taken out.</summary>
    public required long Version { get; init; }

    /// <summary>The album of the same owner that it lies in. Rights go down: who may do something with that, may do it with this.</summary>
    public AlbumId? Parent { get; init; }

    /// <summary>1 to 200 characters.</summary>
    public required string Title { get; init; }

    /// <summary>At most 5 000 characters.</summary>
    public string? Description { get; init; }

    public AlbumOrder Order { get; init; }

    /// <summary>Whether it is shown to everybody.</summary>
    public Visibility Visibility { get; init; }

    /// <summary>The item that somebody chose as cover; it may have left the album since.</summary>
    public MediaId? ChosenCover { get; init; }

    /// <summary>What a card shows: the chosen item while the album shows it, else the first; null when there is none.</summary>
    public MediaId? Cover { get; init; }

    /// <summary>Items it shows, trashed ones left out. May lag a few seconds.</summary>
    public long Items { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}

public enum AlbumOrder
{
    TakenOldest,
    TakenNewest,
    ByHand,
}

/// <summary>What a person changes; null leaves a field as it is, an empty description clears it.</summary>
public sealed record AlbumEdit
{
    public string? Title { get; init; }
    public string? Description { get; init; }
    public AlbumOrder? Order { get; init; }

    /// <summary>An item that the album shows.</summary>
    public MediaId? Cover { get; init; }
}

public abstract record AlbumEditOutcome
{
    private AlbumEditOutcome()
    {
    }

    public sealed record Edited(Album Album) : AlbumEditOutcome;

    public sealed record Absent : AlbumEditOutcome;

    /// <summary>Somebody changed it meanwhile; <paramref name="Current"/> is how it is now.</summary>
    public sealed record Stale(Album Current) : AlbumEditOutcome;

    /// <summary>The album does not show that item.</summary>
    public sealed record CoverIsElsewhere : AlbumEditOutcome;
}

/// <summary>Where an item stands in an album.</summary>
/// <param name="Position">See <see cref="Albums.Position"/>.</param>
public sealed record Placement(AlbumId Album, string Position);

/// <summary>What became of items that were to be added.</summary>
/// <param name="Added">Not inside before.</param>
/// <param name="Refused">In as many albums as an item may be.</param>
public sealed record Addition(IReadOnlyList<MediaId> Added, IReadOnlyList<MediaId> Inside, IReadOnlyList<MediaId> Absent, IReadOnlyList<MediaId> Refused);

/// <summary>The items before and after one, in the order of its album.</summary>
public sealed record Beside(MediaId? Previous, MediaId? Next);

/// <summary>What became of an album that was to lie in another.</summary>
public enum Nesting
{
    Done,

    /// <summary>One of the two is not there, or they belong to different people.</summary>
    Absent,

    /// <summary>It would lie in itself.</summary>
    Cycle,

    /// <summary>Deeper than <see cref="IAlbumCatalog.MostLevels"/>, or more than <see cref="IAlbumCatalog.MostMoved"/> albums would move with it.</summary>
    TooDeep,

    /// <summary>As many lie in that album as may.</summary>
    TooMany,
}
