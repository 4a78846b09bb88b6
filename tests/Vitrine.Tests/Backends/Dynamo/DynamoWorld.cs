using Vitrine.Jobs;
using Vitrine.Library;
using Vitrine.Library.Accounts;
using Vitrine.Library.Albums;
using Vitrine.Library.Audit;
using Vitrine.Library.Guests;
using Vitrine.Library.Links;
using Vitrine.Library.Moving;
using Vitrine.Library.Publishing;
using Vitrine.Metadata.DynamoDb;
using Vitrine.Metadata.DynamoDb.Accounts;
using Vitrine.Metadata.DynamoDb.Albums;
using Vitrine.Metadata.DynamoDb.Guests;
using Vitrine.Metadata.DynamoDb.Links;
using Vitrine.Metadata.DynamoDb.Media;
using Vitrine.Metadata.DynamoDb.Moving;
using Vitrine.Metadata.DynamoDb.Publishing;
using Vitrine.Metadata.DynamoDb.Site;
using Vitrine.Metadata.DynamoDb.Uploads;
using Vitrine.Metadata.DynamoDb.Work;
using Vitrine.Tests.Contracts;

namespace Vitrine.Tests.Backends.Dynamo;

/// <summary>DynamoDB's API with a table of its own. Effects are applied when a test asks for what hangs on them.</summary>
public sealed class DynamoWorld : CatalogWorld
{
    private TestTable? made;
    private Parts? parts;

    public override IMediaCatalog Media => Started.Media;
    public override IUploadCatalog Uploads => Started.Uploads;
    public override IAccountCatalog Accounts => Started.Accounts;
    public override IClosedAccountCatalog Closed => new DynamoClosedAccountCatalog(Started.Table, Started.Accounts, Time);
    public override IOneTimeLinkCatalog OneTimeLinks => Started.OneTimeLinks;
    public override IAuthenticatorCatalog Authenticators => Started.Authenticators;
    public override IPasskeyCatalog Passkeys => Started.Passkeys;
    public override IExternalAccountCatalog Externals => Started.Externals;
    public override ISiteCatalog Site => Started.Site;
    public override IJobQueue Jobs => Started.Jobs;
    public override IAlbumCatalog Albums => Started.Albums;
    public override IAlbumMembers Members => Started.Albums;
    public override ILinkCatalog Links => Started.Links;
    public override ICatalogRows Rows => Started.Rows;
    public override IPublicationCatalog Publications => Started.Publications;
    public override IGuestCatalog Guests => Started.Guests;
    public override IAuditLog Audit => new DynamoAuditLog(Table, new AuditOptions(), Time);

    internal TestTable Made => made ?? throw new InvalidOperationException("The world was not started.");

    internal DynamoTable Table => Started.Table;

    private Parts Started => parts ?? throw new InvalidOperationException("The world was not started.");

    public override async ValueTask StartAsync()
    {
        made = await TestTable.CreateAsync();
        var table = new DynamoTable(made.Client, made.Options, new TableGate(new WriteGate(), Time));
        var (effects, bell) = (new Effects(table), new JobBell(Time));
        var accounts = new DynamoAccountCatalog(table, Time);
        parts = new Parts(
            table,
            effects,
            new DynamoMediaCatalog(table, bell, Time),
            new DynamoUploadCatalog(table, effects, bell, Time),
            accounts,
            new DynamoOneTimeLinkCatalog(table, accounts, Time),
            new DynamoAuthenticatorCatalog(table),
            new DynamoPasskeyCatalog(table),
            new DynamoExternalAccountCatalog(table),
            new DynamoSiteCatalog(table, Time),
            new DynamoJobQueue(table, bell, Time),
            new DynamoAlbumCatalog(table, Time),
            new DynamoLinkCatalog(table, Time),
            new DynamoCatalogRows(table, made.Client, new AuditOptions()),
            new DynamoPublicationCatalog(table, Time),
            new DynamoGuestCatalog(table, Time));
    }

    public override async Task SettleAsync()
    {
        await new Showing(Started.Table).ApplyAsync(TestContext.Current.CancellationToken);
        await Started.Effects.ApplyAsync(TestContext.Current.CancellationToken);
    }

    public override async ValueTask DisposeAsync()
    {
        parts?.Jobs.Dispose();
        if (made is not null) await made.DisposeAsync();
    }

    private sealed record Parts(
        DynamoTable Table,
        Effects Effects,
        DynamoMediaCatalog Media,
        DynamoUploadCatalog Uploads,
        DynamoAccountCatalog Accounts,
        DynamoOneTimeLinkCatalog OneTimeLinks,
        DynamoAuthenticatorCatalog Authenticators,
        DynamoPasskeyCatalog Passkeys,
        DynamoExternalAccountCatalog Externals,
        DynamoSiteCatalog Site,
        DynamoJobQueue Jobs,
        DynamoAlbumCatalog Albums,
        DynamoLinkCatalog Links,
        DynamoCatalogRows Rows,
        DynamoPublicationCatalog Publications,
        DynamoGuestCatalog Guests);
}
