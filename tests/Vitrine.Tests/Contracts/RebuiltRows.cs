using System.Text.Json;
using Vitrine.Library;
using Vitrine.Library.Links;
using Vitrine.Library.Moving;

namespace Vitrine.Tests.Contracts;

/// <summary>
/// All rows of a catalog as fields, and what of them a rebuild need not bring back. A kind of row, or a field of one, that is in no list here is
/// compared: who adds either decides whether it goes to the store.
/// </summary>
internal static class RebuiltRows
{
    private const string MadeAgain = "made again from the original, by the job that a rebuild leaves (RebuiltSiteTests)";
    private const string OfVisits = "a visit is a session of somebody without an account (RULES 10), at an address that is gone";

    /// <summary>Kinds of rows that stay away, each with its reason.</summary>
    private static readonly Dictionary<Type, string> Away = new()
    {
        [typeof(CatalogRow.OfKey)] = "keys (RULES 10)",
        [typeof(CatalogRow.OfAuthenticator)] = "keys (RULES 10): the second step is one",
        [typeof(CatalogRow.OfPasskey)] = "keys (RULES 10)",
        [typeof(CatalogRow.OfExternal)] = "takes the place of a password (RULES 10)",
        [typeof(CatalogRow.OfOneTimeLink)] = "link tokens (RULES 10): invitations and links for a password are nothing else",
        [typeof(CatalogRow.OfJob)] = "what is to be done follows from items",
        [typeof(CatalogRow.OfUpload)] = "how an upload ended is said for a week (RULES 3)",
        [typeof(CatalogRow.OfDeed)] = "the log is no item, album or account, and RULES 10 keeps none of it",
        [typeof(CatalogRow.OfLinkFile)] = "that a file is due follows from a change",
    };

    /// <summary>Fields that stay away or are otherwise, each with its reason.</summary>
    private static readonly Dictionary<(Type Kind, string Field), string> Otherwise = new()
    {
        [(typeof(CatalogRow.OfAccount), "Account.PasswordHash")] = "passwords (RULES 10)",
        [(typeof(CatalogRow.OfAccount), "Account.HasPassword")] = "passwords (RULES 10)",
        [(typeof(CatalogRow.OfLink), "Link.TokenHash")] = "link tokens (RULES 10)",
        [(typeof(CatalogRow.OfLink), "Link.HasAddress")] = "link tokens (RULES 10)",
        [(typeof(CatalogRow.OfLink), "Opened")] = OfVisits,
        [(typeof(CatalogRow.OfLink), "Given")] = OfVisits,
        [(typeof(CatalogRow.OfItem), "Item.State")] = MadeAgain,
        [(typeof(CatalogRow.OfItem), "Item.Problem")] = MadeAgain,
        [(typeof(CatalogRow.OfItem), "Item.Width")] = MadeAgain,
        [(typeof(CatalogRow.OfItem), "Item.Height")] = MadeAgain,
        [(typeof(CatalogRow.OfItem), "Item.Duration")] = MadeAgain,
        [(typeof(CatalogRow.OfItem), "Item.Latitude")] = MadeAgain,
        [(typeof(CatalogRow.OfItem), "Item.Longitude")] = MadeAgain,
        [(typeof(CatalogRow.OfItem), "Item.Thumbhash")] = MadeAgain,
        [(typeof(CatalogRow.OfItem), "Item.DominantColour")] = MadeAgain,
        [(typeof(CatalogRow.OfItem), "Item.Recipe")] = MadeAgain,
        [(typeof(CatalogRow.OfItem), "Item.Renditions")] = MadeAgain,
        [(typeof(CatalogRow.OfItem), "Facts")] = MadeAgain,
    };

    /// <summary>All that should come back: the fields of each row, by <c>kind key field</c>.</summary>
    public static async Task<SortedDictionary<string, string>> OfAsync(CatalogWorld world, CancellationToken cancellationToken)
    {
        var fields = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in Enum.GetValues<CatalogPart>())
        {
            await foreach (var row in world.Rows.ReadAsync(part, world.Time.GetUtcNow(), cancellationToken))
            {
                if (Away.ContainsKey(row.GetType()) || IsAway(row)) continue;
                var whole = row is CatalogRow.OfLink link ? link with { Link = WithoutPassword((await world.Links.FindAsync(link.Link.Id, cancellationToken))!) } : row;
                Add(fields, row.GetType(), KeyOf(row), "", JsonSerializer.SerializeToElement<object>(whole));
            }
        }

        return fields;
    }

    /// <summary>Exceptions for kinds and fields that there are no more.</summary>
    public static IEnumerable<string> Stale(IReadOnlySet<string> seen) =>
        Otherwise.Keys.Where(field => !seen.Contains($"{field.Kind.Name} {field.Field}")).Select(field => $"{field.Kind.Name} {field.Field}");

    /// <summary>Every field that some row of a world has, with those that stay away.</summary>
    public static async Task<HashSet<string>> FieldsAsync(CatalogWorld world, CancellationToken cancellationToken)
    {
        var seen = new HashSet<string>();
        foreach (var part in Enum.GetValues<CatalogPart>())
        {
            await foreach (var row in world.Rows.ReadAsync(part, world.Time.GetUtcNow(), cancellationToken))
            {
                foreach (var outer in JsonSerializer.SerializeToElement<object>(row).EnumerateObject())
                {
                    seen.Add($"{row.GetType().Name} {outer.Name}");
                    if (outer.Value.ValueKind == JsonValueKind.Object) seen.UnionWith(outer.Value.EnumerateObject().Select(inner => $"{row.GetType().Name} {outer.Name}.{inner.Name}"));
                }
            }
        }

        return seen;
    }

    /// <summary>Passwords stay away (RULES 10), but not that there was one.</summary>
    private static ShareLink WithoutPassword(ShareLink link) => link with { PasswordHash = link.PasswordHash is null ? null : "one" };

    private static bool IsAway(CatalogRow row) => row switch
    {
        CatalogRow.OfSite { Name: var name } => name.StartsWith(SiteValues.DataProtectionPrefix, StringComparison.Ordinal), // keys (RULES 10)
        CatalogRow.OfItem { Item.Synthetic: true } => true, // no bytes stand behind what seed made
        CatalogRow.OfItem { PurgingAt: not null } => true, // deleted for ever; its sidecar goes first
        _ => false,
    };

    private static string KeyOf(CatalogRow row) => row switch
    {
        CatalogRow.OfSite value => value.Name,
        CatalogRow.OfAccount account => account.Account.Name,
        CatalogRow.OfAlbum album => $"{album.Album.Title} {album.Album.Id}",
        CatalogRow.OfItem item => $"{item.Item.FileName} {item.Item.Id}",
        CatalogRow.OfLink link => link.Link.Name,
        CatalogRow.OfPublication publication => publication.Publication.Address,
        _ => throw new InvalidOperationException($"Nobody decided whether {row.GetType().Name} comes back from the store: say so here."),
    };

    private static void Add(SortedDictionary<string, string> fields, Type kind, string key, string path, JsonElement value)
    {
        if (path.Length > 0 && Otherwise.ContainsKey((kind, path))) return;
        if (value.ValueKind == JsonValueKind.Object && !path.Contains('.', StringComparison.Ordinal))
        {
            foreach (var member in value.EnumerateObject()) Add(fields, kind, key, path.Length == 0 ? member.Name : $"{path}.{member.Name}", member.Value);
        }
        else fields.Add($"{kind.Name} {key} {path}", value.GetRawText());
    }
}
