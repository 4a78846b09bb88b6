namespace Vitrine.Library.Albums;

/// <summary>
/// Whom an album is shared with, besides its owner. Members of a deleted album are absent. Every implementation passes
/// <c>AlbumMembersContract</c>.
/// </summary>
public interface IAlbumMembers
{
    /// <summary>So many people may share one album.</summary>
    const int MostMembers = 200;

    /// <summary>By key and consistently, for each request (RULES 19); null when not a member.</summary>
    Task<AlbumRole?> RoleAsync(AlbumId album, AccountId account, CancellationToken cancellationToken);

    /// <summary>All members, the earliest first.</summary>
    Task<IReadOnlyList<AlbumMember>> OfAlbumAsync(AlbumId album, CancellationToken cancellationToken);

    /// <summary>The albums that others share with somebody, newest first. <paramref name="limit"/> is 1 to 100.</summary>
    Task<Page<Album>> SharedWithAsync(AccountId account, Cursor? after, int limit, CancellationToken cancellationToken);

    /// <summary>Makes somebody a member, or gives a member another role.</summary>
    Task<MemberChange> SetAsync(AlbumId album, AccountId account, AlbumRole role, CancellationToken cancellationToken);

    /// <summary>Ends a membership; what the person put into the album stays there. False when not a member.</summary>
    Task<bool> RemoveAsync(AlbumId album, AccountId account, CancellationToken cancellationToken);
}

public sealed record AlbumMember(AccountId Account, AlbumRole Role, DateTimeOffset Since);

/// <summary>What somebody may do with an album; each includes the ones before it.</summary>
public enum AlbumRole
{
    /// <summary>Look.</summary>
    Viewer = 1,

    /// <summary>Put own items in and take them out again.</summary>
    Contributor = 2,

    /// <summary>Change title, description, order and cover; take out any item.</summary>
    Editor = 3,

    /// <summary>Share it: members and links.</summary>
    Manager = 4,

    /// <summary>Whoever made it: delete it too. Never a member's role.</summary>
    Owner = 5,
}

public enum MemberChange
{
    Changed,

    /// <summary>There is no such album, or it is the owner.</summary>
    Absent,

    TooMany,
}
