using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;

namespace Vitrine.Library.Moving;

/// <summary>
/// Tells whether two catalogs hold the same rows without keeping either: how many of each kind there are, and the sum of their SHA-256, which
/// is the same in any order.
/// </summary>
public sealed class CatalogDigest
{
    private readonly SortedDictionary<string, (long Count, UInt128 High, UInt128 Low)> kinds = new(StringComparer.Ordinal);

    /// <summary>How many rows of each kind there are.</summary>
    public IReadOnlyDictionary<string, long> Counts => kinds.ToDictionary(kind => kind.Key, kind => kind.Value.Count);

    public static async Task<CatalogDigest> OfAsync(IAsyncEnumerable<CatalogRow> rows, CancellationToken cancellationToken)
    {
        var digest = new CatalogDigest();
        await foreach (var row in rows.WithCancellation(cancellationToken)) digest.Add(row);
        return digest;
    }

    /// <summary>The kinds of which the two do not hold the same, with their counts here and there.</summary>
    public IReadOnlyList<string> DifferencesTo(CatalogDigest other) =>
    [
        .. kinds.Keys.Union(other.kinds.Keys).Order(StringComparer.Ordinal)
            .Where(kind => kinds.GetValueOrDefault(kind) != other.kinds.GetValueOrDefault(kind))
            .Select(kind => FormattableString.Invariant($"{kind} ({kinds.GetValueOrDefault(kind).Count} and {other.kinds.GetValueOrDefault(kind).Count})")),
    ];

    private void Add(CatalogRow row)
    {
        var hash = SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes<object>(row));
        var (count, high, low) = kinds.GetValueOrDefault(NameOf(row));
        kinds[NameOf(row)] = (count + 1, high + BinaryPrimitives.ReadUInt128BigEndian(hash), low + BinaryPrimitives.ReadUInt128BigEndian(hash.AsSpan(16)));
    }

    private static string NameOf(CatalogRow row) => row switch
    {
        CatalogRow.OfSite => "values of the site",
        CatalogRow.OfAccount => "accounts",
        CatalogRow.OfKey => "API keys",
        CatalogRow.OfAuthenticator => "authenticators",
        CatalogRow.OfPasskey => "passkeys",
        CatalogRow.OfExternal => "external sign-ins",
        CatalogRow.OfOneTimeLink => "one-time links",
        CatalogRow.OfAlbum => "albums",
        CatalogRow.OfItem => "items",
        CatalogRow.OfJob => "jobs",
        CatalogRow.OfLink => "links",
        CatalogRow.OfLinkFile => "files of links",
        CatalogRow.OfPublication => "publications",
        CatalogRow.OfUpload => "ended uploads",
        CatalogRow.OfDeed => "entries of the audit log",
        _ => throw new ArgumentOutOfRangeException(nameof(row), row, "It has no name."),
    };
}
