namespace Vitrine.Library.Access;

/// <summary>
/// What the one who asks may see. Every catalog read takes one; what lies outside a scope is absent. A scope comes from a row that was
/// read for this request: <see cref="Visitor.Scope"/>, <see cref="Albums.SeenAlbum.Scope"/>, <see cref="IOffer.Scope"/>; or is <see cref="Everything"/> for jobs and verbs.
/// </summary>
public abstract record Scope
{
    private Scope()
    {
    }

    /// <summary>All that belongs to one account; what guests added is theirs once it was approved.</summary>
    public sealed record Own(AccountId Account) : Scope;

    /// <summary>
    /// What one album shows, whoever owns it: for reading single items. An item is inside when the album's own row for it says so, by
    /// key, when it is read. Nothing can be changed through it.
    /// </summary>
    public sealed record InAlbum(AlbumId Album) : Scope;

    /// <summary>The live ones of these items, as long as they are this owner's: what a link to single items, or a public one, shows. For reading them.</summary>
    public sealed record Named(AccountId Owner, IReadOnlyList<MediaId> Items) : Scope;

    /// <summary>What waits in one album for a yes: for reading single items, by those who may say it.</summary>
    public sealed record Waiting(AlbumId Album) : Scope;

    /// <summary>What one guest added through a link, as long as it waits or is live: for reading single items.</summary>
    public sealed record Given(LinkId Link, string Visitor) : Scope;

    /// <summary>For jobs, sweeper and verbs; never made from a request.</summary>
    public sealed record All : Scope;

    /// <summary>Nobody's: every question is answered with absence.</summary>
    public sealed record Nothing : Scope;

    public static readonly Scope Everything = new All();

    public static readonly Scope None = new Nothing();

    /// <summary>True for all that an owner has; what others may see of it is asked item by item.</summary>
    public bool Includes(AccountId owner) => this switch
    {
        Own own => own.Account == owner,
        All => true,
        _ => false,
    };
}
