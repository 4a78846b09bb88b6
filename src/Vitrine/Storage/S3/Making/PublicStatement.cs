using System.Text.Json.Nodes;

namespace Vitrine.Storage.S3.Making;

/// <summary>What in a bucket's policy opens it to everybody, judged on the strict side of what S3 itself calls public.</summary>
internal static class PublicStatement
{
    /// <summary>Conditions that narrow "everybody" to somebody, by S3's own list (user guide, "The meaning of public").</summary>
    private static readonly string[] Narrowing =
    [
        "aws:SourceArn", "aws:SourceVpc", "aws:SourceVpce", "aws:SourceAccount", "aws:SourceOwner", "aws:SourceIp",
        "aws:PrincipalOrgID", "aws:PrincipalOrgPaths", "aws:PrincipalArn", "aws:PrincipalAccount", "aws:userid",
        "s3:DataAccessPointArn", "s3:DataAccessPointAccount",
    ];

    public static bool Is(JsonNode statement) => Texts(statement["Effect"]) is ["Allow"] && IsEverybody(statement) && !IsNarrowed(statement["Condition"]);

    /// <summary>For a sentence: "anybody may s3:GetObject on arn:aws:s3:::photos/*".</summary>
    public static string Words(JsonNode statement)
    {
        var actions = statement["Action"] is { } these ? string.Join(", ", Texts(these)) : $"all but {string.Join(", ", Texts(statement["NotAction"]))}";
        var resources = statement["Resource"] is { } those ? string.Join(", ", Texts(those)) : $"all but {string.Join(", ", Texts(statement["NotResource"]))}";
        return $"anybody may {actions} on {resources}";
    }

    /// <summary>One text, or a list of them.</summary>
    public static IReadOnlyList<string> Texts(JsonNode? node) => node switch
    {
        JsonArray list => [.. list.OfType<JsonNode>().Select(text => text.ToString())],
        null => [],
        _ => [node.ToString()],
    };

    private static bool IsEverybody(JsonNode statement) => statement["NotPrincipal"] is not null || statement["Principal"] switch
    {
        JsonObject kinds => kinds.Any(kind => kind.Key == "AWS" && Texts(kind.Value).Contains("*")),
        var principal => Texts(principal).Contains("*"),
    };

    private static bool IsNarrowed(JsonNode? condition) => condition is JsonObject operators
        && operators.Any(test => !test.Key.StartsWith("StringNot", StringComparison.OrdinalIgnoreCase) && !test.Key.StartsWith("NotIp", StringComparison.OrdinalIgnoreCase)
            && test.Value is JsonObject keys && keys.Any(key => Narrowing.Contains(key.Key, StringComparer.OrdinalIgnoreCase) && !Texts(key.Value).Any(IsAnything)));

    private static bool IsAnything(string value) => value is "*" or "0.0.0.0/0" or "::/0";
}
