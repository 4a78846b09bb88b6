using System.Globalization;
using Vitrine.Metadata.Sqlite.Engine;

namespace Vitrine.Metadata.Sqlite.Schema;

/// <summary>
/// The numbered steps from an empty file to the present schema: embedded files <c>NNNN-name.sql</c>, never changed once released.
/// All that a database lacks run in one transaction, with <c>user_version</c> in it: killed at any moment, the old version is whole.
/// </summary>
internal sealed class Migrations(IReadOnlyList<(int Version, string Sql)> steps)
{
    /// <summary>"Vtrn": tells our files from other programs' databases.</summary>
    private const int ApplicationId = 0x5674726e;

    public static readonly Migrations Present = new(ReadEmbedded());

    public int Latest => steps[^1].Version;

    public static int VersionOf(Connection connection) =>
        int.Parse(connection.Ask("PRAGMA user_version")!, CultureInfo.InvariantCulture);

    /// <summary>True when the file was made by this program, in whatever version.</summary>
    public static bool IsOurs(Connection connection) => connection.Ask("PRAGMA application_id") == ApplicationId.ToString(CultureInfo.InvariantCulture);

    /// <summary>True for a file in which nobody has made anything yet.</summary>
    public static bool IsNew(Connection connection) =>
        VersionOf(connection) == 0 && connection.Ask("SELECT name FROM sqlite_schema LIMIT 1") is null;

    /// <summary>Runs what is missing; the caller holds a transaction.</summary>
    public void Run(Connection connection)
    {
        var version = VersionOf(connection);
        foreach (var step in steps.Where(step => step.Version > version)) connection.Execute(step.Sql);
        connection.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {Latest}; PRAGMA application_id = {ApplicationId};"));
    }

    private static List<(int Version, string Sql)> ReadEmbedded()
    {
        var assembly = typeof(Migrations).Assembly;
        const string Prefix = "Schema/";
        return [.. assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(name => (int.Parse(name.AsSpan(Prefix.Length, 4), CultureInfo.InvariantCulture), Read(name)))
            .OrderBy(step => step.Item1)];

        string Read(string name)
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            return reader.ReadToEnd();
        }
    }
}
