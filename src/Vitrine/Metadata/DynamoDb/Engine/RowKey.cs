using Vitrine.Library;

namespace Vitrine.Metadata.DynamoDb.Engine;

/// <summary>The primary key of a row. All keys are made here; docs/dynamodb.md explains them.</summary>
internal readonly record struct RowKey(string Partition, string Sort)
{
    public static RowKey Item(MediaId id) => new($"M#{id}", "ITEM");

    public static RowKey Facts(MediaId id) => new($"M#{id}", "FACTS");

    public static RowKey Upload(MediaId id) => new($"M#{id}", "UPLOAD");

    public static RowKey Job(Guid id) => new($"J#{id:N}", "JOB");

    public static RowKey Tile(AccountId owner, string sort) => new(Library(owner), sort);

    public static RowKey Trashed(AccountId owner, string sort) => new(Trash(owner), sort);

    public static RowKey Hash(AccountId owner, string sha256, MediaId id) => new(Hashes(owner), $"{sha256}#{id}");

    public static RowKey Month(AccountId owner, string month) => new(Months(owner), month);

    public static RowKey Quota(AccountId owner) => new($"Q#{owner}", "QUOTA");

    public static RowKey Account(AccountId id) => new($"A#{id}", "ACCOUNT");

    public static RowKey AccountName(string nameKey) => new(AccountNames, nameKey);

    public static RowKey Admins => new("SITE", "ADMINS");

    public static RowKey Session(string tokenHash) => new($"S#{tokenHash}", "SESSION");

    public static RowKey ApiKey(AccountId account, Guid id) => new($"A#{account}", $"{ApiKeys}{id:N}");

    public static RowKey ApiSecret(string secretHash) => new($"K#{secretHash}", "KEY");

    public static RowKey Invitation(Guid id) => new(Invitations, id.ToString("N"));

    public static RowKey PasswordLink(AccountId account) => new($"A#{account}", "NEWPASSWORD");

    public static RowKey Authenticator(AccountId account) => new($"A#{account}", "AUTHENTICATOR");

    public static RowKey Passkey(AccountId account, string publicId) => new($"A#{account}", $"{Passkeys}{publicId}");

    public static RowKey Credential(string publicId) => new($"C#{publicId}", "PASSKEY");

    public static RowKey External(string publicId) => new($"X#{publicId}", "EXTERNAL");

    public static RowKey ExternalOf(AccountId account, string publicId) => new($"A#{account}", $"{Externals}{publicId}");

    public static RowKey OneTimeToken(string tokenHash) => new($"Y#{tokenHash}", "TOKEN");

    /// <param name="month">Its first day.</param>
    public static RowKey Deed(DateOnly month, Guid id) => new(Deeds(month), $"{id:N}");

    public static RowKey Value(string name) => new("SITE", $"{Values}{name}");

    public static RowKey Lease(string name) => new($"LEASE#{name}", "LEASE");

    public static RowKey Events(string bucket) => new($"T#{bucket}", "EVENTS");

    public static RowKey Album(AlbumId id) => new(InAlbum(id), "ALBUM");

    public static RowKey AlbumOf(AccountId owner, AlbumId id) => new(OfAccount(owner), $"{OwnAlbums}{id}");

    public static RowKey Placement(AlbumId album, MediaId item) => new(InAlbum(album), $"{Placements}{item}");

    public static RowKey Member(AlbumId album, AccountId account) => new(InAlbum(album), $"{Members}{account}");

    public static RowKey Membership(AccountId account, AlbumId album) => new(OfAccount(account), $"{SharedAlbums}{album}");

    public static RowKey Link(LinkId id) => new(OfLink(id), "LINK");

    public static RowKey LinkFile(LinkId id) => new(OfLink(id), "FILE");

    public static RowKey LinkToken(string tokenHash) => new($"U#{tokenHash}", "TOKEN");

    public static RowKey LinkVisitor(LinkId id, string visitorHash) => new(OfLink(id), $"{Visitors}{visitorHash}");

    /// <summary>Sessions, leases, throttles: what a move leaves behind, and the standing by which it says how far it is.</summary>
    public bool StaysBehind =>
        Partition.StartsWith("S#", StringComparison.Ordinal) || Partition.StartsWith("T#", StringComparison.Ordinal)
        || Partition.StartsWith("LEASE#", StringComparison.Ordinal) || this == Value(SiteValues.Standing);

    public static RowKey Inside(AlbumId album, AlbumId child) => new(InAlbum(album), $"{InsideOnes}{child}");

    public static RowKey Publication(AlbumId album) => new(InAlbum(album), "PUBLIC");

    public static RowKey Publication(MediaId item) => new(OfItem(item), "PUBLIC");

    public static RowKey PublicAddress(string addressHash) => new($"P#{addressHash}", "ADDRESS");

    public static AccountId AccountOf(RowKey key) => new(Guid.ParseExact(key.Partition.AsSpan("A#".Length), "N"));

    public static RowKey GuestFile(LinkId link, string visitor, MediaId id) => new(OfLink(link), $"{FilesOf(visitor)}{id}");

    public static RowKey Waiting(AlbumId album, MediaId item) => new(InAlbum(album), $"{WaitingItems}{item}");

    public static RowKey WaitingCount(AccountId owner, AlbumId album) => new(OfAccount(owner), $"{WaitingAlbums}{album}");

    public static string VisitorOf(RowKey guestFile) => guestFile.Sort[GuestFiles.Length..guestFile.Sort.LastIndexOf('#')];

    public static string FilesOf(string visitor) => $"{GuestFiles}{visitor}#";

    public static string InAlbum(AlbumId album) => $"A#{album}";

    public static string OfAccount(AccountId account) => $"O#{account}";

    public static string OfItem(MediaId item) => $"M#{item}";

    public static string OfLink(LinkId link) => $"N#{link}";

    public static string Library(AccountId owner) => $"L#{owner}";

    public static string Trash(AccountId owner) => $"X#{owner}";

    public static string Hashes(AccountId owner) => $"H#{owner}";

    public static string Months(AccountId owner) => $"D#{owner}";

    public static string Deeds(DateOnly month) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"E#{month:yyyy-MM}");

    public const string AccountNames = "ACCOUNTS", Invitations = "INVITATIONS";

    public const string ApiKeys = "K#", Passkeys = "C#", Externals = "X#";

    public const string Values = "V#";

    public const string OwnAlbums = "A#", SharedAlbums = "S#", Links = "L#", WaitingAlbums = "W#";

    public const string Publications = "P#", PublicOnes = "Q#", PublicList = "PUBLIC";

    public const string Placements = "I#", Members = "R#", InsideOnes = "C#", ByPosition = "P#", ByTaken = "T#", WaitingItems = "W#";

    public const string Visitors = "V#", Opens = "O#", GuestFiles = "G#";
}
