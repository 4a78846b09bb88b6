using System.Text.Encodings.Web;
using System.Text.Json.Serialization;
using System.Text.Unicode;

namespace Vitrine.Web.Json;

/// <summary>Generated serialisers of the shapes that several features answer with; a feature adds a context for its own.</summary>
[JsonSerializable(typeof(MediaJson))]
[JsonSerializable(typeof(MediaPageJson))]
[JsonSerializable(typeof(ProblemJson))]
[JsonSerializable(typeof(FileProblemJson))]
public sealed partial class ApiJson : JsonSerializerContext;

public static class JsonServices
{
    /// <summary>Adds a feature's generated serialisers to those of minimal APIs.</summary>
    public static IServiceCollection AddJson(this IServiceCollection services, JsonSerializerContext context) =>
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, context));

    public static IServiceCollection AddApiJson(this IServiceCollection services) => services
        .AddJson(ApiJson.Default)
        .ConfigureHttpJsonOptions(json =>
        {
            // Letters of every script go out as they are; what could end a script element is still escaped.
            json.SerializerOptions.Encoder = JavaScriptEncoder.Create(UnicodeRanges.All);
            json.SerializerOptions.AllowDuplicateProperties = false;
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
        });
}
