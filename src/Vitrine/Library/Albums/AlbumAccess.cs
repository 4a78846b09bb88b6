using Vitrine.Library.Access;

namespace Vitrine.Library.Albums;

/// <summary>
/// The one place where a person turns into what they may see of an album and do with it. Both rows are read by key for each request
/// (RULES 19), so what is taken away is gone at once.
/// </summary>
public sealed class AlbumAccess(IAlbumCatalog albums, IAlbumMembers members, OpenOwners owners)
{
    /// <summary>The album as this visitor may see it; null for what is absent and for what is forbidden alike.</summary>
    public async Task<SeenAlbum?> FindAsync(Visitor visitor, AlbumId id, CancellationToken cancellationToken)
    {
        if (visitor.Scope is not Scope.Own own || await albums.FindAsync(id, cancellationToken) is not { } album) return null;
        if (album.Owner == own.Account) return new SeenAlbum(album, AlbumRole.Owner);
        if (!await owners.IsOpenAsync(album.Owner, cancellationToken)) return null;
        return await RoleAsync(album, own.Account, cancellationToken) is { } role ? new SeenAlbum(album, role) : null;
    }

    /// <summary>The albums that a seen one lies in, from the top down, as far up as this visitor may see them.</summary>
    public async Task<IReadOnlyList<Album>> WayAsync(Visitor visitor, SeenAlbum seen, CancellationToken cancellationToken)
    {
        if (visitor.Scope is not Scope.Own own || seen.Album.Parent is null) return [];
        var line = await albums.LineAsync(seen.Album.Id, cancellationToken);
        var visible = seen.Album.Owner == own.Account ? line.Count : 0;
        for (var at = line.Count; visible == 0 && at > 0; at--)
        {
            if (await members.RoleAsync(line[at - 1].Id, own.Account, cancellationToken) is not null) visible = at;
        }

        return [.. line.Take(visible).Reverse()];
    }

    /// <summary>The greatest part in it or in an album that it lies in: rights go down.</summary>
    private async Task<AlbumRole?> RoleAsync(Album album, AccountId account, CancellationToken cancellationToken)
    {
        var role = await members.RoleAsync(album.Id, account, cancellationToken);
        if (album.Parent is null) return role;
        foreach (var above in await albums.LineAsync(album.Id, cancellationToken))
        {
            if (await members.RoleAsync(above.Id, account, cancellationToken) is { } greater && !(greater <= role)) role = greater;
        }

        return role;
    }

    /// <summary>Whether what somebody uploads may join an album; false for what is absent and for what is forbidden alike.</summary>
    public async Task<bool> MayAddAsync(AccountId account, AlbumId id, CancellationToken cancellationToken) =>
        await albums.FindAsync(id, cancellationToken) is { } album
        && (album.Owner == account
            || (await owners.IsOpenAsync(album.Owner, cancellationToken) && await members.RoleAsync(id, account, cancellationToken) >= AlbumRole.Contributor));
}

/// <summary>The albums that hold an item, as many as the one who looks may see.</summary>
public sealed class HoldingAlbums(IAlbumCatalog albums, AlbumAccess access)
{
    public async Task<IReadOnlyList<Album>> FindAsync(Visitor visitor, MediaId item, CancellationToken cancellationToken)
    {
        var holding = new List<Album>();
        foreach (var placement in await albums.PlacementsAsync(item, cancellationToken))
        {
            if (await access.FindAsync(visitor, placement.Album, cancellationToken) is { } seen) holding.Add(seen.Album);
        }

        return holding;
    }
}

/// <summary>The albums that somebody may add to: their own first, then those shared with them for it.</summary>
public sealed class AddableAlbums(IAlbumCatalog albums, IAlbumMembers members, AlbumAccess access)
{
    /// <summary>The newest of each kind; more would be no choice to look through.</summary>
    private const int MostOfAKind = 100;

    public async Task<IReadOnlyList<Album>> FindAsync(Visitor visitor, CancellationToken cancellationToken)
    {
        if (visitor.Account is not { Id: var account }) return [];
        var choices = (await albums.OfOwnerAsync(account, null, MostOfAKind, cancellationToken)).Items.ToList();
        foreach (var album in (await members.SharedWithAsync(account, null, MostOfAKind, cancellationToken)).Items)
        {
            if (await access.FindAsync(visitor, album.Id, cancellationToken) is { MayAdd: true }) choices.Add(album);
        }

        return choices;
    }
}

/// <summary>An album and what the one who looks may do with it.</summary>
public sealed record SeenAlbum(Album Album, AlbumRole Role)
{
    /// <summary>Just the items that the album shows.</summary>
    public Scope Scope => new Scope.InAlbum(Album.Id);

    public bool MayAdd => Role >= AlbumRole.Contributor;

    public bool MayEdit => Role >= AlbumRole.Editor;

    public bool MayShare => Role >= AlbumRole.Manager;

    public bool MayDelete => Role == AlbumRole.Owner;
}
