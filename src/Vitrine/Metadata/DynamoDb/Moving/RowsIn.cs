using System.Globalization;
using Vitrine.Library;
using Vitrine.Library.Audit;
using Vitrine.Library.Moving;
using Vitrine.Metadata.DynamoDb.Accounts;
using Vitrine.Metadata.DynamoDb.Albums;
using Vitrine.Metadata.DynamoDb.Engine;
using Vitrine.Metadata.DynamoDb.Guests;
using Vitrine.Metadata.DynamoDb.Links;
using Vitrine.Metadata.DynamoDb.Media;
using Vitrine.Metadata.DynamoDb.Publishing;
using Vitrine.Metadata.DynamoDb.Site;
using Vitrine.Metadata.DynamoDb.Uploads;
using Vitrine.Metadata.DynamoDb.Work;
using Vitrine.Metadata.Items;

namespace Vitrine.Metadata.DynamoDb.Moving;

/// <summary>
/// What is carried as rows of the table with all the lists they stand in, written without conditions: nobody else uses the table yet, and
/// writing them again is writing the same. What items count for is added up here, so nothing is left to effects.
/// </summary>
internal sealed class RowsIn(AuditOptions audit)
{
    private readonly Dictionary<AccountId, (long Used, long Live)> quotas = [];
    private readonly Dictionary<(AccountId Owner, string Month), SortedDictionary<string, long>> months = [];
    private readonly Dictionary<AlbumId, long> shown = [];
    private readonly Dictionary<(AccountId Owner, AlbumId Album), long> waiting = [];
    private readonly List<string> admins = [];
    private long accounts;

    public IEnumerable<Write> Put(CatalogRow row) => Writes(row).Select(write => write with { Condition = null, Values = new Attributes() });

    /// <summary>What all that was put comes to.</summary>
    public IEnumerable<Write> Totals() =>
    [
        .. quotas.Select(quota => Write.Put(RowKey.Quota(quota.Key), QuotaRows.Settled(quota.Value.Used, quota.Value.Live))),
        .. months.Select(month => Write.Put(RowKey.Month(month.Key.Owner, month.Key.Month), MonthRows.Pack(month.Key.Month, month.Value))),
        .. shown.Select(album => AlbumRows.SetItems(album.Key, album.Value)),
        .. waiting.Select(album => Tiles.SetWaiting(album.Key.Owner, album.Key.Album, album.Value)),
        .. accounts == 0 ? [] : new[] { Write.Put(RowKey.Admins, new Attributes().Add("ids", admins).Add("rev", accounts)) },
    ];

    private IEnumerable<Write> Writes(CatalogRow row) => row switch
    {
        CatalogRow.OfSite value => [DynamoSiteCatalog.Put(value.Name, value.Value)],
        CatalogRow.OfAccount account => Account(account.Account),
        CatalogRow.OfKey key => KeyRows.Add(key.Key, epoch: 0),
        CatalogRow.OfAuthenticator carried => [DynamoAuthenticatorCatalog.Put(carried.Authenticator, carried.LastStep, carried.CodeHashes)],
        CatalogRow.OfPasskey passkey => DynamoPasskeyCatalog.Add(passkey.Passkey),
        CatalogRow.OfExternal external => DynamoExternalAccountCatalog.Add(external.External),
        CatalogRow.OfOneTimeLink once => OneTimeLinkRows.Add(once.Link, epoch: 0),
        CatalogRow.OfAlbum album => AlbumRows.Carried(album),
        CatalogRow.OfItem item => Item(item),
        CatalogRow.OfJob job => [JobRows.Carried(job)],
        CatalogRow.OfLink link =>
        [
            .. LinkRows.Add(link.Link),
            .. link.Opened.SelectMany(open => Opens.Note(link.Link.Id, open.Visitor, open.At)),
            .. link.Given.Select(file => GuestFiles.Put(link.Link.Id, file)),
        ],
        CatalogRow.OfLinkFile file => [LinkFiles.Put(file.Due)],
        CatalogRow.OfPublication publication => PublicationRows.Change(null, publication.Publication),
        CatalogRow.OfUpload upload => [UploadRows.Ended(upload.Upload)],
        CatalogRow.OfDeed deed => [DynamoAuditLog.Put(deed.Entry, audit)],
        _ => throw new ArgumentOutOfRangeException(nameof(row), row, "No rows are known for it."),
    };

    private IEnumerable<Write> Account(Account account)
    {
        accounts++;
        if (account is { IsAdmin: true, Disabled: false }) admins.Add(account.Id.ToString());
        return AccountRows.Add(account);
    }

    private IEnumerable<Write> Item(CatalogRow.OfItem carried)
    {
        var row = new Row(
            Shelves.Of(carried), carried.PurgingAt, carried.SidecarDue, carried.Item, 0, default, null, carried.Placements, null);
        row = row with { Counted = row.Due };
        Count(row);
        return
        [
            .. Change.Add(row).Where(write => write.Kind == WriteKind.Put), // not what adds to counts, which come with the totals
            .. carried.Facts is { } facts ? [Write.Put(RowKey.Facts(row.Item.Id), ItemRows.PackFacts(facts))] : Array.Empty<Write>(),
            .. row.Placements.SelectMany(at => PlacementRows.Change(null, PlacementRows.New(at.Album, row, at.Position))),
        ];
    }

    private void Count(Row row)
    {
        var (used, live) = quotas.GetValueOrDefault(row.Item.Owner);
        quotas[row.Item.Owner] = (used + row.Counted.Bytes, live + (row.IsLive ? 1 : 0));
        if (row.Item.WaitsIn is { } album) waiting[(row.Item.Owner, album)] = waiting.GetValueOrDefault((row.Item.Owner, album)) + 1;
        if (row.Counted.Day is not { } day) return;
        foreach (var at in row.Placements) shown[at.Album] = shown.GetValueOrDefault(at.Album) + 1;
        if (!months.TryGetValue((row.Item.Owner, day[..7]), out var days)) months[(row.Item.Owner, day[..7])] = days = new(StringComparer.Ordinal);
        days[day] = days.GetValueOrDefault(day) + 1;
    }
}
