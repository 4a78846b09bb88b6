using System.Text.Json.Serialization;
using Vitrine.Features.Administration.Settings;
using Vitrine.Library;
using Vitrine.Library.Audit;
using Vitrine.Library.SiteSettings;
using Vitrine.Web;
using Vitrine.Web.Access;
using Vitrine.Web.Audit;
using Vitrine.Web.Json;

namespace Vitrine.Features.Administration.Api;

/// <summary>The site's settings by JSON, for an admin who is signed in.</summary>
public static class SettingsApi
{
    public static void MapSettingsApi(this IEndpointRouteBuilder app)
    {
        var settings = app.MapApi("Settings", Who.Admins);
        settings.ProducesProblem(StatusCodes.Status403Forbidden);
        settings.MapGet("/settings", Read)
            .WithName("getSettings")
            .WithSummary("Read the settings that admins may change while the site runs")
            .Produces<SettingsJson>();
        settings.MapPatch("/settings", ChangeAsync).Audits(AuditAct.SettingsChanged)
            .WithName("changeSettings")
            .WithSummary("Change settings of the site")
            .WithDescription("Those that are left out stay as they are. All are changed, or none. With `If-Match`, only that version is changed.")
            .Produces<SettingsJson>()
            .ProducesProblem(StatusCodes.Status412PreconditionFailed)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
    }

    private static IResult Read(HttpContext context, SettingsDesk desk)
    {
        context.Response.Headers.ETag = Tagged.Of(desk.Version);
        return Results.Ok(new SettingsJson(
            desk.Version, [.. desk.Settings.Select(setting => new SettingJson(setting.Name, setting.Now, setting.Default, setting.IsGiven))]));
    }

    private static async Task<IResult> ChangeAsync(HttpContext context, SettingsDesk desk, SettingsEditJson body, CancellationToken cancellationToken)
    {
        if (!Preconditions.MayChange(context.Request, Tagged.Of(desk.Version))) return Problems.Of(ProblemCode.StaleVersion);
        var wanted = new Dictionary<string, string>();
        foreach (var (name, value) in body.Values ?? [])
        {
            if (desk.Settings.FirstOrDefault(each => each.Name == name) is not { } setting || value is null) return Problems.Of(ProblemCode.InvalidField, $"{name} is no setting that can be changed while the site runs.");
            if (setting.IsGiven) return Problems.Of(ProblemCode.InvalidField, $"{name} is set where the site is started, and that wins.");
            wanted[setting.Path] = value;
        }

        switch (await desk.SaveAsync(desk.Version, wanted, cancellationToken))
        {
            case SettingsOutcome.Saved saved:
                SettingsEndpoints.Note(context, saved.Changes);
                return Read(context, desk);
            case SettingsOutcome.Refused refused:
                return Problems.Of(ProblemCode.InvalidField, $"{refused.Setting.Name} {refused.Why}");
            default:
                return Problems.Of(ProblemCode.StaleVersion);
        }
    }
}

/// <summary>The settings that admins may change while the site runs.</summary>
/// <param name="Version">Rises with each change; also the ETag.</param>
public sealed record SettingsJson(long Version, IReadOnlyList<SettingJson> Settings);

/// <param name="Name">As in the environment, e.g. VITRINE_SITE__NAME.</param>
/// <param name="Value">What is in force.</param>
/// <param name="Default">What would be if nobody said anything.</param>
/// <param name="IsGiven">The environment, the settings file or the command line says it, which wins: it cannot be changed here.</param>
public sealed record SettingJson(string Name, string Value, string Default, bool IsGiven);

/// <summary>Changes, by the names of settings.</summary>
public sealed record SettingsEditJson(Dictionary<string, string?>? Values = null);

[JsonSerializable(typeof(SettingsJson))]
[JsonSerializable(typeof(SettingsEditJson))]
[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
public sealed partial class SettingsApiJson : JsonSerializerContext;
