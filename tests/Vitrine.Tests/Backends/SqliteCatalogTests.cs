using Vitrine.Tests.Contracts;

namespace Vitrine.Tests.Backends;

public sealed class SqliteMediaCatalogTests() : MediaCatalogContract(new SqliteWorld());

public sealed class SqliteMediaPagingTests() : MediaCatalogPagingContract(new SqliteWorld());

public sealed class SqliteMediaReadingTests() : MediaCatalogReadingContract(new SqliteWorld());

public sealed class SqliteMediaWorkTests() : MediaCatalogWorkContract(new SqliteWorld());

public sealed class SqliteUploadCatalogTests() : UploadCatalogContract(new SqliteWorld());

public sealed class SqliteAccountCatalogTests() : AccountCatalogContract(new SqliteWorld());

public sealed class SqliteClosedAccountTests() : ClosedAccountContract(new SqliteWorld());

public sealed class SqliteOneTimeLinkTests() : OneTimeLinkContract(new SqliteWorld());

public sealed class SqliteAuthenticatorTests() : AuthenticatorContract(new SqliteWorld());

public sealed class SqlitePasskeyTests() : PasskeyContract(new SqliteWorld());

public sealed class SqliteExternalAccountTests() : ExternalAccountContract(new SqliteWorld());

public sealed class SqliteAlbumCatalogTests() : AlbumCatalogContract(new SqliteWorld());

public sealed class SqliteAlbumOrderTests() : AlbumOrderContract(new SqliteWorld());

public sealed class SqliteAlbumMembersTests() : AlbumMembersContract(new SqliteWorld());

public sealed class SqliteLinkCatalogTests() : LinkCatalogContract(new SqliteWorld());

public sealed class SqliteGuestCatalogTests() : GuestCatalogContract(new SqliteWorld());

public sealed class SqliteGuestUploadTests() : GuestUploadContract(new SqliteWorld());

public sealed class SqliteSiteCatalogTests() : SiteCatalogContract(new SqliteWorld());

public sealed class SqliteAuditLogTests() : AuditLogContract(new SqliteWorld());

public sealed class SqliteJobQueueTests() : JobQueueContract(new SqliteWorld());

public sealed class SqliteCatalogRowsTests() : CatalogRowsContract(new SqliteWorld(), new SqliteWorld());

public sealed class SqliteReadOnlyTests() : ReadOnlyContract(new SqliteWorld());

public sealed class SqlitePublicationCatalogTests() : PublicationCatalogContract(new SqliteWorld());

public sealed class SqliteAlbumNestingTests() : AlbumNestingContract(new SqliteWorld());

/// <summary>On disk.</summary>
public sealed class SqliteRebuildTests() : RebuildContract(new SqliteWorld(), new SqliteWorld())
{
    protected override ValueTask<TestStore> MakeStoreAsync() => ValueTask.FromResult<TestStore>(new DiskStore());

    /// <summary>What is compared would differ if a word were not written, or not read.</summary>
    [Fact]
    public async Task Each_word_of_the_files_counts_but_the_number_of_their_format() =>
        Assert.Equal("sidecar.format", string.Join(' ', await IdleWordsAsync(() => new SqliteWorld())));
}
