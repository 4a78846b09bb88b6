using Vitrine.Library;
using Vitrine.Library.Albums;
using Vitrine.Library.Audit;
using Vitrine.Library.Links;
using Vitrine.Library.Moving;
using Vitrine.Metadata.DynamoDb.Accounts;
using Vitrine.Metadata.DynamoDb.Albums;
using Vitrine.Metadata.DynamoDb.Engine;
using Vitrine.Metadata.DynamoDb.Guests;
using Vitrine.Metadata.DynamoDb.Links;
using Vitrine.Metadata.DynamoDb.Site;
using Vitrine.Metadata.DynamoDb.Media;
using Vitrine.Metadata.DynamoDb.Publishing;
using Vitrine.Metadata.DynamoDb.Uploads;
using Vitrine.Metadata.DynamoDb.Work;
using Vitrine.Metadata.Items;

namespace Vitrine.Metadata.DynamoDb.Moving;

/// <summary>Rows of a scan as what they say; what belongs to them and lies in rows of its own is read with them.</summary>
internal sealed class RowsOut(DynamoTable table, AuditOptions audit)
{
    private readonly GuestFiles files = new(table);

    public async Task<IReadOnlyList<CatalogRow>> ReadAsync(
        IReadOnlyList<Attributes> scanned, CatalogPart part, DateTimeOffset livesBeyond, CancellationToken cancellationToken)
    {
        // All are looked at in either part, so that an unknown kind is found before anything is written.
        var kinds = scanned.ToLookup(row => RowKinds.Of(table.KeyOf(row)));
        return part == CatalogPart.Frame
            ? [
                .. kinds[RowKind.Value].Select(row => new CatalogRow.OfSite(row.Text("na"), row.Text("va"))),
                .. kinds[RowKind.Account].Select(row => new CatalogRow.OfAccount(AccountRows.Read(row).Account)),
                .. await KeysAsync(kinds[RowKind.Key], cancellationToken),
                .. kinds[RowKind.Authenticator].Select(AuthenticatorOf),
                .. await PasskeysAsync(kinds[RowKind.Passkey], cancellationToken),
                .. kinds[RowKind.External].Select(row => new CatalogRow.OfExternal(DynamoExternalAccountCatalog.Read(row))),
                .. await AlbumsAsync(kinds[RowKind.Album], cancellationToken),
            ]
            : [
                .. await ItemsAsync(kinds[RowKind.Item], cancellationToken),
                .. kinds[RowKind.Job].Where(row => Lives(row, livesBeyond)).Select(JobOf),
                .. await LinksAsync(kinds[RowKind.Link], cancellationToken),
                .. kinds[RowKind.LinkFile].Select(row => new CatalogRow.OfLinkFile(LinkFiles.Read(row))),
                .. kinds[RowKind.Publication].Select(row => new CatalogRow.OfPublication(PublicationRows.Read(row))),
                .. (await OneTimeLinksAsync(kinds[RowKind.OneTimeLink], cancellationToken)).Where(row => row.Link.ExpiresAt > livesBeyond),
                .. kinds[RowKind.Upload].Select(UploadRows.Read)
                    .Where(row => row is { IsAbandoned: false, Upload.EndedAs: not null } && row.Upload.ExpiresAt > livesBeyond).Select(row => new CatalogRow.OfUpload(row.Upload)),
                .. kinds[RowKind.Deed].Where(row => Lives(row, livesBeyond)).Select(DynamoAuditLog.Read)
                    .Where(entry => audit.EndOf(entry) > livesBeyond).Select(entry => new CatalogRow.OfDeed(entry)),
            ];
    }

    private static bool Lives(Attributes row, DateTimeOffset livesBeyond) =>
        row.LongOrNull(Shape.Removal) is not { } removal || DateTimeOffset.FromUnixTimeSeconds(removal) > livesBeyond;

    /// <summary>Those of an epoch that is over are gone for everybody but the table.</summary>
    private async Task<IEnumerable<CatalogRow>> KeysAsync(IEnumerable<Attributes> rows, CancellationToken cancellationToken)
    {
        var keys = rows.Select(KeyRows.Read).ToList();
        var epochs = await EpochsAsync(keys.Select(key => key.Key.Account), cancellationToken);
        return keys.Where(key => epochs.TryGetValue(key.Key.Account, out var epoch) && epoch == key.Epoch).Select(key => new CatalogRow.OfKey(key.Key));
    }

    /// <summary>Those for a password likewise.</summary>
    private async Task<IEnumerable<CatalogRow.OfOneTimeLink>> OneTimeLinksAsync(IEnumerable<Attributes> rows, CancellationToken cancellationToken)
    {
        var links = rows.Select(row => (Link: OneTimeLinkRows.Read(row), Epoch: OneTimeLinkRows.EpochOf(row))).ToList();
        var epochs = await EpochsAsync(links.Select(link => link.Link.Account).OfType<AccountId>(), cancellationToken);
        return links.Where(link => link.Link.Account is not { } whose || (epochs.TryGetValue(whose, out var epoch) && epoch == link.Epoch))
            .Select(link => new CatalogRow.OfOneTimeLink(link.Link));
    }

    private async Task<Dictionary<AccountId, long>> EpochsAsync(IEnumerable<AccountId> accounts, CancellationToken cancellationToken) =>
        (await table.FindManyAsync(accounts.Distinct().Select(RowKey.Account), cancellationToken)).Values.Select(AccountRows.Read)
            .ToDictionary(row => row.Account.Id, row => row.Epoch);

    private CatalogRow AuthenticatorOf(Attributes row) => new CatalogRow.OfAuthenticator(
        DynamoAuthenticatorCatalog.Read(RowKey.AccountOf(table.KeyOf(row)), row),
        DynamoAuthenticatorCatalog.LastStep(row),
        [.. DynamoAuthenticatorCatalog.Codes(row).Order(StringComparer.Ordinal)]);

    private async Task<IEnumerable<CatalogRow>> PasskeysAsync(IEnumerable<Attributes> claims, CancellationToken cancellationToken)
    {
        var rows = await table.FindManyAsync(claims.Select(claim => DynamoPasskeyCatalog.KeyOf(table.KeyOf(claim), claim)), cancellationToken);
        return rows.Values.Select(row => new CatalogRow.OfPasskey(DynamoPasskeyCatalog.Read(row)));
    }

    private async Task<List<CatalogRow>> AlbumsAsync(IEnumerable<Attributes> rows, CancellationToken cancellationToken)
    {
        var albums = new List<CatalogRow>();
        foreach (var row in rows.Select(AlbumRows.Read))
        {
            var members = await table.QueryAsync(MemberRows.Of(row.Album.Id), IAlbumMembers.MostMembers, cancellationToken);
            albums.Add(new CatalogRow.OfAlbum(
                row.Album with { Items = 0 }, row.Deleted, row.FileDue,
                [.. members.Select(MemberRows.Read).OrderBy(member => member.Account.ToString(), StringComparer.Ordinal)]));
        }

        return albums;
    }

    /// <summary>What is purged and only waits to be counted off is gone.</summary>
    private async Task<IEnumerable<CatalogRow>> ItemsAsync(IEnumerable<Attributes> rows, CancellationToken cancellationToken)
    {
        var items = rows.Select(ItemRows.Read).Where(row => row.Shelf != Shelf.Gone).ToList();
        var facts = await table.FindManyAsync(items.Select(row => RowKey.Facts(row.Item.Id)), cancellationToken);
        return items.Select(row => new CatalogRow.OfItem(
            row.Item, row.PurgingAt, row.SidecarDue,
            ItemRows.ReadFacts(facts.GetValueOrDefault(RowKey.Facts(row.Item.Id))),
            [.. row.Placements.OrderBy(at => at.Album.ToString(), StringComparer.Ordinal)]));
    }

    private static CatalogRow JobOf(Attributes row)
    {
        var job = JobRows.Read(row);
        DateTimeOffset? forgetAt = row.LongOrNull(Shape.Removal) is { } removal ? DateTimeOffset.FromUnixTimeSeconds(removal) : null;
        return new CatalogRow.OfJob(
            job.Id, job.Owner, job.Lane, job.Kind, job.Payload, job.ReadyAt, job.Leased, job.Fence, job.EndedFence, job.Attempts, forgetAt);
    }

    private async Task<List<CatalogRow>> LinksAsync(IEnumerable<Attributes> rows, CancellationToken cancellationToken)
    {
        var links = new List<CatalogRow>();
        foreach (var link in rows.Select(LinkRows.Read))
        {
            var given = await files.ByUnderWayAsync(link.Id, cancellationToken);
            var opens = await table.QueryAsync(Opens.All(link.Id), int.MaxValue, cancellationToken);
            links.Add(CatalogRow.OfLink.Of(
                link,
                [.. opens.Select(open => new LinkOpen(open.Text("vi"), open.Moment("at"))).OrderBy(open => open.At).ThenBy(open => open.Visitor, StringComparer.Ordinal)],
                [.. given[false]],
                [.. given[true]]));
        }

        return links;
    }
}
