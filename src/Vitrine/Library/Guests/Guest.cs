using Vitrine.Library.Links;

namespace Vitrine.Library.Guests;

/// <summary>Somebody without an account who said their name at a link: the same browser, for as long as its visit of that link lasts.</summary>
/// <param name="Visitor">The hash of the visit's secret; tells guests of one link apart.</param>
/// <param name="Name">1 to <see cref="LongestName"/> characters, as they said it.</param>
public sealed record Guest(string Visitor, string Name)
{
    public const int LongestName = 60;
}

/// <summary>By whom an upload came through a link, and what the link asked for when it began.</summary>
/// <param name="Reviewed">See <see cref="GuestRules.Reviewed"/>.</param>
public sealed record GuestUpload(LinkId Link, string Visitor, string Name, bool Reviewed, AcceptedKinds Accepts);

/// <summary>
/// Whose library an upload goes into, and who sends it: the owner themself, or a guest by a link to one of the owner's albums. Each sees
/// and writes only what they began.
/// </summary>
public sealed record Uploader(Account Owner, ShareLink? Link = null, Guest? Guest = null)
{
    public static implicit operator Uploader(Account owner) => new(owner);

    /// <summary>For the row of an upload that begins; null for the owner's own.</summary>
    public GuestUpload? AsGuest => Link is { Guests: { } rules } && Guest is { } guest
        ? new GuestUpload(Link.Id, guest.Visitor, guest.Name, rules.Reviewed, rules.Accepts)
        : null;

    public bool Began(Upload upload) =>
        upload.Owner == Owner.Id && upload.Guest?.Link == Link?.Id && upload.Guest?.Visitor == Guest?.Visitor;
}
