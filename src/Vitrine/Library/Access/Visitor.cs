using Vitrine.Library.Guests;
using Vitrine.Library.Links;
using Vitrine.Library.Publishing;

namespace Vitrine.Library.Access;

/// <summary>Who is asking. Made once per request from the session or key row that was read for it.</summary>
public abstract record Visitor
{
    private Visitor()
    {
    }

    public sealed record Nobody : Visitor;

    /// <summary>A person at a browser.</summary>
    public sealed record SignedIn(Account Who, Session Session) : Visitor;

    /// <summary>A program with an API key; never reaches account, key or admin routes (RULES 20).</summary>
    public sealed record Keyed(Account Who, ApiKey Key) : Visitor;

    /// <summary>Somebody who came by a share link and may see what it shows, or is just at an album inside that. Whoever they are otherwise does not count here.</summary>
    /// <param name="Link">The link's row, read for this request.</param>
    /// <param name="Inside">The album inside that is asked for; null is all of it.</param>
    /// <param name="Guest">Set once they said their name, for links that take something.</param>
    public sealed record LinkHolder(ShareLink Link, InsideOffer? Inside = null, Guest? Guest = null) : Visitor;

    /// <summary>Somebody with a share link that asks for something first; sees nothing yet.</summary>
    public sealed record AtTheDoor(ShareLink Link, LinkDoor Door) : Visitor;

    /// <summary>Anybody who looks at something that its owner shows to everybody.</summary>
    public sealed record Onlooker(Publication Publication, InsideOffer? Inside = null) : Visitor;

    public static readonly Visitor Anonymous = new Nobody();

    public Account? Account => this switch
    {
        SignedIn signedIn => signedIn.Who,
        Keyed keyed => keyed.Who,
        _ => null,
    };

    /// <summary>What limits what they get of an item: the link they hold, or what is public.</summary>
    public IOffer? Offer => this switch
    {
        LinkHolder holder => holder.Inside as IOffer ?? holder.Link,
        Onlooker onlooker => onlooker.Inside as IOffer ?? onlooker.Publication,
        _ => null,
    };

    /// <summary>The one place where a person turns into what they may see.</summary>
    public Scope Scope => this switch
    {
        SignedIn signedIn => new Scope.Own(signedIn.Who.Id),
        Keyed { Key.CanRead: true } keyed => new Scope.Own(keyed.Who.Id),
        _ when Offer is { } offer => offer.Scope,
        _ => Scope.None,
    };

    public bool MayWrite => this is SignedIn or Keyed { Key.CanWrite: true };

    public bool IsAdmin => this is SignedIn { Who.IsAdmin: true };
}

/// <summary>What a link asks for before it shows anything.</summary>
public enum LinkDoor
{
    Password,

    /// <summary>A press of a button, because opens are counted; previews and prefetching browsers do not press it.</summary>
    Open,

    /// <summary>As many as it allows have opened it.</summary>
    Full,
}
