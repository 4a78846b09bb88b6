using Vitrine.Tests.Contracts;

namespace Vitrine.Tests.Backends.Dynamo;

public sealed class DynamoMediaCatalogTests() : MediaCatalogContract(new DynamoWorld());

public sealed class DynamoMediaPagingTests() : MediaCatalogPagingContract(new DynamoWorld());

public sealed class DynamoMediaReadingTests() : MediaCatalogReadingContract(new DynamoWorld());

public sealed class DynamoMediaWorkTests() : MediaCatalogWorkContract(new DynamoWorld());

public sealed class DynamoUploadCatalogTests() : UploadCatalogContract(new DynamoWorld());

public sealed class DynamoAccountCatalogTests() : AccountCatalogContract(new DynamoWorld());

public sealed class DynamoClosedAccountTests() : ClosedAccountContract(new DynamoWorld());

public sealed class DynamoOneTimeLinkTests() : OneTimeLinkContract(new DynamoWorld());

public sealed class DynamoAuthenticatorTests() : AuthenticatorContract(new DynamoWorld());

public sealed class DynamoPasskeyTests() : PasskeyContract(new DynamoWorld());

public sealed class DynamoExternalAccountTests() : ExternalAccountContract(new DynamoWorld());

public sealed class DynamoSiteCatalogTests() : SiteCatalogContract(new DynamoWorld());

public sealed class DynamoAuditLogTests() : AuditLogContract(new DynamoWorld());

public sealed class DynamoJobQueueTests() : JobQueueContract(new DynamoWorld());

public sealed class DynamoAlbumCatalogTests() : AlbumCatalogContract(new DynamoWorld());

public sealed class DynamoAlbumOrderTests() : AlbumOrderContract(new DynamoWorld());

public sealed class DynamoAlbumMembersTests() : AlbumMembersContract(new DynamoWorld());

public sealed class DynamoLinkCatalogTests() : LinkCatalogContract(new DynamoWorld());

public sealed class DynamoCatalogRowsTests() : CatalogRowsContract(new DynamoWorld(), new DynamoWorld());

public sealed class DynamoReadOnlyTests() : ReadOnlyContract(new DynamoWorld());

public sealed class DynamoPublicationCatalogTests() : PublicationCatalogContract(new DynamoWorld());

public sealed class DynamoAlbumNestingTests() : AlbumNestingContract(new DynamoWorld());
public sealed class DynamoGuestCatalogTests() : GuestCatalogContract(new DynamoWorld());

public sealed class DynamoGuestUploadTests() : GuestUploadContract(new DynamoWorld());

/// <summary>An empty table, from the bucket alone.</summary>
public sealed class DynamoRebuildTests() : RebuildContract(new DynamoWorld(), new DynamoWorld())
{
    protected override async ValueTask<TestStore> MakeStoreAsync() => await S3TestStore.CreateAsync();
}
