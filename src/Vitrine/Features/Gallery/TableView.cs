using Vitrine.Library;

namespace Vitrine.Features.Gallery;

/// <summary>One page of the library as rows.</summary>
public sealed record TableView(IReadOnlyList<MediaItem> Items, MediaSort Sort, string? FirstUrl, string? NextUrl)
{
    public bool IsEmpty => Items.Count == 0 && FirstUrl is null;
}

/// <summary>A column that the table can be sorted by.</summary>
/// <param name="First">The order of the first click: newest, A to Z, largest.</param>
public sealed record SortColumn(string Title, MediaSort First, MediaSort Second, string FirstName, string SecondName, bool FirstIsDescending)
{
    public static readonly SortColumn Name = new("Name", MediaSort.NameAscending, MediaSort.NameDescending, "name", "-name", false);
    public static readonly SortColumn Size = new("Size", MediaSort.LargestFirst, MediaSort.SmallestFirst, "-size", "size", true);
    public static readonly SortColumn Taken = new("Taken", MediaSort.TakenNewest, MediaSort.TakenOldest, "-taken", "taken", true);
    public static readonly SortColumn Uploaded = new("Uploaded", MediaSort.UploadedNewest, MediaSort.UploadedOldest, "-uploaded", "uploaded", true);

    private static readonly SortColumn[] All = [Name, Size, Taken, Uploaded];

    /// <summary>False for a word that names no order.</summary>
    public static bool TryParse(string? text, out MediaSort sort)
    {
        sort = MediaSort.TakenNewest;
        if (text is null or "") return true;
        var column = Array.Find(All, c => c.FirstName == text || c.SecondName == text);
        if (column is not null) sort = column.FirstName == text ? column.First : column.Second;
        return column is not null;
    }

    public static string NameOf(MediaSort sort)
    {
        var column = Array.Find(All, c => c.First == sort || c.Second == sort)!;
        return column.First == sort ? column.FirstName : column.SecondName;
    }

    public bool IsCurrent(MediaSort sort) => sort == First || sort == Second;

    public bool IsDescending(MediaSort sort) => sort == First == FirstIsDescending;

    /// <summary>The other order when it is sorted by this already.</summary>
    public string NextName(MediaSort sort) => sort == First ? SecondName : FirstName;
}
