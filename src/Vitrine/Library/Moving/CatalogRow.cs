using Vitrine.Library.Accounts;
using Vitrine.Library.Albums;
using Vitrine.Library.Audit;
using Vitrine.Library.Links;
using Vitrine.Library.Publishing;

namespace Vitrine.Library.Moving;

/// <summary>
/// One thing the metadata keeps, as no backend keeps it: what a move carries from one to the other. What follows from others (counts, lists,
/// turns) is made anew where it arrives; sessions, throttles, leases and uploads under way stay behind.
/// </summary>
public abstract record CatalogRow
{
    private CatalogRow()
    {
    }

    public sealed record OfSite(string Name, string Value) : CatalogRow;

    public sealed record OfAccount(Account Account) : CatalogRow;

    public sealed record OfKey(ApiKey Key) : CatalogRow;

    /// <param name="LastStep">Of the newest code used: it works no second time anywhere.</param>
    /// <param name="CodeHashes">Of the recovery codes left, in order.</param>
    public sealed record OfAuthenticator(Authenticator Authenticator, long LastStep, IReadOnlyList<string> CodeHashes) : CatalogRow;

    public sealed record OfPasskey(Passkey Passkey) : CatalogRow;

    public sealed record OfExternal(ExternalAccount External) : CatalogRow;

    /// <summary>An invitation, or a link for a new password, until it expires.</summary>
    public sealed record OfOneTimeLink(OneTimeLink Link) : CatalogRow;

    /// <param name="Album">Its count is 0 here: it follows from the items.</param>
    /// <param name="Deleted">A tombstone whose placements have still to go.</param>
    /// <param name="FileDue">Since when its file in the store is older than it is.</param>
    /// <param name="Members">By account.</param>
    public sealed record OfAlbum(Album Album, bool Deleted, DateTimeOffset? FileDue, IReadOnlyList<AlbumMember> Members) : CatalogRow;

    /// <param name="PurgingAt">Of a tombstone whose bytes have still to go.</param>
    /// <param name="SidecarDue">Since when its sidecar is older than it is.</param>
    /// <param name="Placements">Where it stands in which albums, deleted ones included; by album.</param>
    public sealed record OfItem(
        MediaItem Item, DateTimeOffset? PurgingAt, DateTimeOffset? SidecarDue, MediaFacts? Facts, IReadOnlyList<Placement> Placements) : CatalogRow;

    /// <param name="Lane">Null when there is no work.</param>
    /// <param name="ReadyAt">When it may be claimed: due, or the end of its lease.</param>
    /// <param name="EndedFence">The claim that ended its work last; -1 for none.</param>
    /// <param name="ForgetAt">Of an ended job of no item, in whole seconds.</param>
    public sealed record OfJob(
        Guid Id, Guid Owner, string? Lane, string Kind, string? Payload, DateTimeOffset ReadyAt, bool Leased, long Fence, long EndedFence, int Attempts,
        DateTimeOffset? ForgetAt) : CatalogRow;

    /// <param name="Link">What guests took of it is without the places of uploads under way, which stay behind with them.</param>
    /// <param name="Opened">By moment, then visitor.</param>
    /// <param name="Given">By visitor, then file.</param>
    public sealed record OfLink(ShareLink Link, IReadOnlyList<LinkOpen> Opened, IReadOnlyList<LinkFile> Given) : CatalogRow
    {
        public static OfLink Of(ShareLink link, IReadOnlyList<LinkOpen> opened, IReadOnlyList<LinkFile> given, IReadOnlyList<LinkFile> underWay)
        {
            var guests = link.Guests is { } rules ? rules with { Files = rules.Files - underWay.Count, Bytes = rules.Bytes - underWay.Sum(file => file.Bytes) } : null;
            return new(link with { Guests = guests }, opened, given);
        }
    }

    /// <summary>That a link's file in the store is older than the link, or the link is gone.</summary>
    public sealed record OfLinkFile(LinkFileDue Due) : CatalogRow;

    /// <summary>The visibility that the album or item itself notes comes with that.</summary>
    public sealed record OfPublication(Publication Publication) : CatalogRow;

    /// <summary>An upload that ended, kept as its answer until it expires.</summary>
    public sealed record OfUpload(Upload Upload) : CatalogRow;

    public sealed record OfDeed(AuditEntry Entry) : CatalogRow;
}

/// <param name="Visitor">Hash of the visitor's secret.</param>
public sealed record LinkOpen(string Visitor, DateTimeOffset At);

/// <summary>What a guest added through a link, and the bytes it takes of what the link takes.</summary>
public sealed record LinkFile(string Visitor, MediaId Id, long Bytes);

/// <summary>In the order in which they are written: what items name must be there before them.</summary>
public enum CatalogPart
{
    /// <summary>Values of the site, accounts, what they sign in with, albums.</summary>
    Frame,

    /// <summary>Items, jobs, links, publications, uploads, deeds.</summary>
    Things,
}
