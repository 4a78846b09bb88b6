namespace Vitrine.Library;

/// <summary>One page of a keyset-paged list; <see cref="Next"/> is null on the last.</summary>
public sealed record Page<T>(IReadOnlyList<T> Items, Cursor? Next);

/// <summary>
/// Where a page ended: the sort key and id of its last item. Opaque to clients (base64url); a text that we did not
/// make does not parse.
/// </summary>
public sealed record Cursor(string Key, string Id)
{
    public static bool TryParse(string? text, out Cursor? cursor)
    {
        cursor = null;
        if (text is null or "" || text.Length > 1024 || !System.Buffers.Text.Base64Url.IsValid(text)) return false;
        var parts = System.Text.Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(text)).Split('\u001f');
        if (parts.Length != 2 || !Guid.TryParseExact(parts[1], "N", out _)) return false;
        cursor = new Cursor(parts[0], parts[1]);
        return true;
    }

    /// <summary>The same where "from the start" is an answer too: true and null for a text that was not sent.</summary>
    public static bool TryRead(string? text, out Cursor? cursor)
    {
        cursor = null;
        return text is null or "" || TryParse(text, out cursor);
    }

    public override string ToString() =>
        System.Buffers.Text.Base64Url.EncodeToString(System.Text.Encoding.UTF8.GetBytes($"{Key}\u001f{Id}"));
}

/// <summary>For those who need every page: jobs and downloads, never a page of the site.</summary>
public static class Paging
{
    /// <summary>All rows, a page in memory at a time. What the walk sees of changes meanwhile is what the list's own cursor promises.</summary>
    /// <param name="pageAsync">Reads the page after a cursor; null is from the start.</param>
    public static async IAsyncEnumerable<T> AllAsync<T>(Func<Cursor?, Task<Page<T>>> pageAsync)
    {
        Cursor? after = null;
        do
        {
            var page = await pageAsync(after);
            foreach (var row in page.Items) yield return row;
            after = page.Next;
        }
        while (after is not null);
    }
}

/// <summary>Orders a library can be paged in; ties are broken by id.</summary>
public enum MediaSort
{
    TakenNewest,
    TakenOldest,
    UploadedNewest,
    UploadedOldest,
    NameAscending,
    NameDescending,
    LargestFirst,
    SmallestFirst,
}
