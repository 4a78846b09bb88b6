using System.Text.Json;
using System.Text.Json.Serialization;

namespace Vitrine.Web.Json;

/// <summary>Writes an enum by its name in snake_case; reads nothing else.</summary>
public sealed class SnakeCase<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false)
    where T : struct, Enum;
