using System.ComponentModel.DataAnnotations;

namespace Vitrine.Metadata;

/// <summary>Section <c>Metadata</c>: where the site keeps what it knows.</summary>
public sealed class MetadataOptions
{
    public const string Section = "Metadata";

    public const string DynamoDbKind = "dynamodb";

    /// <summary><c>sqlite</c>: a file on a local disk. <c>dynamodb</c>: a table, for any number of nodes.</summary>
    [RegularExpression("sqlite|dynamodb", ErrorMessage = "VITRINE_METADATA__KIND must be sqlite or dynamodb.")]
    public string Kind { get; set; } = "sqlite";

    public SqliteOptions Sqlite { get; set; } = new();
}

/// <summary>Section <c>Metadata:Sqlite</c>.</summary>
public sealed class SqliteOptions
{
    /// <summary>The database file; empty means <c>vitrine.db</c> in the site's data folder. Must be on a local disk.</summary>
    public string Path { get; set; } = "";

    /// <summary>How many seconds a change waits while another program holds the database, before it is answered with 503.</summary>
    [Range(1, 60, ErrorMessage = "VITRINE_METADATA__SQLITE__BUSYSECONDS must be 1 to 60.")]
    public int BusySeconds { get; set; } = 5;
}
