using System.Globalization;
using Vitrine.Library;
using Vitrine.Library.Audit;
using Vitrine.Library.SiteSettings;
using Vitrine.Web;
using Vitrine.Web.Access;
using Vitrine.Web.Audit;

namespace Vitrine.Features.Administration.Settings;

/// <summary><c>/admin/settings</c>: what admins may choose while the site runs.</summary>
internal static class SettingsEndpoints
{
    private const string Path = "/admin/settings";

    public static void MapSiteSettings(this IEndpointRouteBuilder admin)
    {
        admin.MapGet("/settings", (SettingsDesk desk) => Page(SettingsView.Of(desk, new Dictionary<string, string>()))).Admits(Who.Admins);
        admin.MapPost("/settings", SaveAsync).ValidatesForm().Audits(AuditAct.SettingsChanged).Admits(Who.Admins);
    }

    private static async Task<IResult> SaveAsync(HttpContext context, SettingsDesk desk, CancellationToken cancellationToken)
    {
        var form = context.Form();
        var sent = SettingPlaces.All.Where(place => form.ContainsKey(place.Field) && desk.Find(place.Path) is { IsGiven: false }).ToList();
        var typed = sent.ToDictionary(place => place.Field, place => form.Text(place.Field));
        var wanted = new Dictionary<string, string>();
        foreach (var place in sent)
        {
            if (place.Read(typed[place.Field], out var why) is { } value) wanted[place.Path] = value;
            else return Page(SettingsView.Of(desk, typed, place.Field, why), ProblemCode.InvalidField);
        }

        _ = long.TryParse(form.Text("version"), NumberStyles.None, CultureInfo.InvariantCulture, out var version);
        switch (await desk.SaveAsync(version, wanted, cancellationToken))
        {
            case SettingsOutcome.Saved saved:
                Note(context, saved.Changes);
                new Notice(NoticeKind.Saved, 1, []).Announce(context);
                return Pages.SeeOther(Path);
            case SettingsOutcome.Refused refused:
                var wrong = sent.First(place => place.Path == refused.Setting.Path);
                return Page(SettingsView.Of(desk, typed, wrong.Field, refused.Why), ProblemCode.InvalidField);
            case SettingsOutcome.Stale:
                return Page(SettingsView.Of(desk, typed, isStale: true), ProblemCode.StaleVersion);
            default:
                throw new InvalidOperationException("An outcome that nobody handles.");
        }
    }

    /// <summary>One entry for each setting, with what it was and what it is.</summary>
    internal static void Note(HttpContext context, IReadOnlyList<SettingChange> changes)
    {
        context.Audit().NothingDone = changes.Count == 0;
        context.Audit().Names = [.. changes.Select(change =>
        {
            var place = SettingPlaces.All.First(each => each.Path == change.Setting.Path);
            return $"{place.Label}: {place.Words(change.Before)} → {place.Words(change.After)}";
        })];
    }

    private static IResult Page(SettingsView view, ProblemCode? problem = null) =>
        Pages.Show<SettingsPage>(new { View = view }, problem is { } code ? Problems.All[code].Status : StatusCodes.Status200OK);
}
