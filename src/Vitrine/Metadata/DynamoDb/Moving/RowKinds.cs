using Vitrine.Library;
using Vitrine.Metadata.DynamoDb.Engine;

namespace Vitrine.Metadata.DynamoDb.Moving;

internal enum RowKind
{
    Value,
    Account,
    Key,
    Authenticator,

    /// <summary>The claim of a credential, which leads to its row: the keys of those begin as those of albums inside others do.</summary>
    Passkey,

    External,
    OneTimeLink,
    Album,
    Item,
    Job,
    Link,
    LinkFile,
    Publication,
    Upload,
    Deed,

    /// <summary>Carried with a row of another kind, or following from it.</summary>
    Follows,

    /// <summary>A session, a lease, a throttle, the standing, the probe.</summary>
    StaysBehind,
}

/// <summary>What becomes of each kind of row, by the beginnings of its keys, the first that fits; a row that is not in this list stops a move.</summary>
internal static class RowKinds
{
    private static readonly (string Partition, string Sort, RowKind Kind)[] Known =
    [
        ("SITE", "V#", RowKind.Value), ("SITE", "ADMINS", RowKind.Follows),
        ("A#", "ACCOUNT", RowKind.Account), ("ACCOUNTS", "", RowKind.Follows), ("A#", "K#", RowKind.Key), ("K#", "KEY", RowKind.Follows),
        ("A#", "AUTHENTICATOR", RowKind.Authenticator), ("C#", "PASSKEY", RowKind.Passkey), ("A#", "C#", RowKind.Follows),
        ("A#", "W#", RowKind.Follows), ("O#", "W#", RowKind.Follows), ("N#", "G#", RowKind.Follows),
        ("X#", "EXTERNAL", RowKind.External), ("A#", "X#", RowKind.Follows),
        ("INVITATIONS", "", RowKind.OneTimeLink), ("A#", "NEWPASSWORD", RowKind.OneTimeLink), ("Y#", "TOKEN", RowKind.Follows),
        ("A#", "ALBUM", RowKind.Album), ("A#", "I#", RowKind.Follows), ("A#", "P#", RowKind.Follows), ("A#", "T#", RowKind.Follows),
        ("A#", "R#", RowKind.Follows), ("A#", "L#", RowKind.Follows), ("O#", "A#", RowKind.Follows), ("O#", "S#", RowKind.Follows), ("O#", "L#", RowKind.Follows),
        ("M#", "ITEM", RowKind.Item), ("M#", "FACTS", RowKind.Follows), ("M#", "L#", RowKind.Follows), ("M#", "UPLOAD", RowKind.Upload),
        ("L#", "", RowKind.Follows), ("X#", "", RowKind.Follows), ("H#", "", RowKind.Follows), ("D#", "", RowKind.Follows), ("Q#", "QUOTA", RowKind.Follows),
        ("J#", "JOB", RowKind.Job), ("E#", "", RowKind.Deed),
        ("N#", "LINK", RowKind.Link), ("N#", "FILE", RowKind.LinkFile), ("N#", "V#", RowKind.Follows), ("N#", "O#", RowKind.Follows), ("U#", "TOKEN", RowKind.Follows),
        ("A#", "PUBLIC", RowKind.Publication), ("M#", "PUBLIC", RowKind.Publication), ("P#", "ADDRESS", RowKind.Follows), ("PUBLIC#", "", RowKind.Follows),
        ("O#", "P#", RowKind.Follows), ("O#", "Q#", RowKind.Follows),
        ("S#", "SESSION", RowKind.StaysBehind), ("T#", "EVENTS", RowKind.StaysBehind), ("LEASE#", "LEASE", RowKind.StaysBehind),
    ];

    public static RowKind Of(RowKey key)
    {
        if (key == RowKey.Value(SiteValues.Standing) || key == RowKey.Value(SiteValues.Probe)) return RowKind.StaysBehind;
        foreach (var (partition, sort, kind) in Known)
        {
            var isIn = partition.EndsWith('#') ? key.Partition.StartsWith(partition, StringComparison.Ordinal) : key.Partition == partition;
            if (isIn && key.Sort.StartsWith(sort, StringComparison.Ordinal)) return kind;
        }

        throw new CatalogUnavailableException($"The table holds a row {key.Partition[..Math.Min(4, key.Partition.Length)]}…/{key.Sort[..Math.Min(8, key.Sort.Length)]} of a kind that a move does not know. Nothing was moved; report this.");
    }

    /// <summary>What is not removed when an earlier copy is cleared away.</summary>
    public static bool Stays(RowKey key) => key == RowKey.Value(SiteValues.Standing) || key.Partition.StartsWith("LEASE#", StringComparison.Ordinal);
}
