using System.Net;
using Microsoft.AspNetCore.Routing;
using Vitrine.Library;
using Vitrine.Library.Audit;
using Vitrine.Web.Audit;

namespace Vitrine.Tests.Features.Administration;

public sealed class AuditTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_route_that_changes_something_says_what_it_is_called_or_why_it_is_not()
    {
        await using var world = await World.StartAsync();
        var silent = from endpoint in world.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
                     from method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"]
                     where method is not ("GET" or "HEAD" or "OPTIONS")
                     where endpoint.Metadata.GetMetadata<AuditedAttribute>() is null && endpoint.Metadata.GetMetadata<NotAuditedAttribute>() is null
                     select $"{method} {endpoint.RoutePattern.RawText}";
        Assert.Empty(silent);
    }

    [Fact]
    public async Task What_people_do_by_page_and_by_program_is_written_down_and_what_they_only_ask_is_not()
    {
        await using var world = await World.StartAsync();
        using var ada = await world.BrowserOfAsync(world.Ada);
        using var program = await world.ProgramOfAsync(world.Ben);
        var item = await world.UploadAsync(world.Ada);

        using (await ada.SubmitAsync("/albums/new", "/albums", ("title", "Wedding"))) { }
        using (await ada.SubmitAsync("/albums/new", "/albums", ("title", ""))) { }
        using (await program.PutAsync($"/api/v1/media/{item}/trash", null, Cancel)) { } // Ada's: there is no such item
        using (await ada.SubmitAsync("/settings/keys", "/settings/keys", ("name", "backup"))) { }
        await world.Get<IMediaCatalog>().PutInTrashAsync(new Vitrine.Library.Access.Scope.Own(world.Ada.Id), item, Cancel);
        using (await ada.SubmitAsync("/trash", "/trash/empty")) { } // asks first

        var entries = (await world.Get<IAuditLog>().PageAsync(new AuditFilter(), null, 100, Cancel)).Items.Where(entry => entry.Act != AuditAct.SignedIn).ToList();

        Assert.Equal([AuditAct.KeyMade, AuditAct.AlbumMade], entries.Select(entry => entry.Act));
        var made = entries[1];
        Assert.Equal((world.Ada.Id, "Ada", "Wedding"), (made.Actor!.Value, made.ActorName, made.Name));
        Assert.StartsWith("albums/", made.Subject, StringComparison.Ordinal);
        Assert.Equal("127.0.0.0/24", made.Network);
    }

    [Fact]
    public async Task Sign_ins_name_who_they_let_in_and_failed_ones_leave_no_entry()
    {
        await using var world = await World.StartAsync();
        using var browser = world.Browser();
        using (await browser.SubmitAsync("/login", "/login", ("name", "Ben"), ("password", "wrong password"))) { }
        Assert.Empty((await world.Get<IAuditLog>().PageAsync(new AuditFilter(Text: "ben"), null, 10, Cancel)).Items);

        using var ben = await world.BrowserOfAsync(world.Ben);
        using var again = world.Browser();
        using (await again.SubmitAsync("/login", "/login", ("name", "Ben"), ("password", World.Password))) { }

        Assert.Equal(AuditAct.SignedIn, Assert.Single((await world.Get<IAuditLog>().PageAsync(new AuditFilter(Text: "ben"), null, 10, Cancel)).Items).Act);
    }

    [Fact]
    public async Task Admins_read_filter_and_export_it_and_formulas_in_names_stay_text()
    {
        await using var world = await World.StartAsync();
        using var ada = await world.BrowserOfAsync(world.Ada);
        using (await ada.SubmitAsync("/albums/new", "/albums", ("title", "=HYPERLINK(\"http://evil\",\"x\")"))) { }
        using (await ada.SubmitAsync("/settings/keys", "/settings/keys", ("name", "backup"))) { }

        var page = await ada.PageAsync("/admin/audit?kind=albums&q=hyper");
        Assert.Contains("made an album", Assert.Single(page.QuerySelectorAll("tbody tr")).TextContent, StringComparison.Ordinal);
        Assert.Equal("hyper", page.QuerySelector("input[name=q]")!.GetAttribute("value"));
        Assert.Contains("Nothing fits", (await ada.PageAsync("/admin/audit?until=2001-01-01&from=x")).Body!.TextContent, StringComparison.Ordinal);

        using var export = await ada.GetAsync("/admin/audit.csv?kind=Albums");
        Assert.Equal(HttpStatusCode.OK, export.StatusCode);
        Assert.Equal("attachment", export.Content.Headers.ContentDisposition!.DispositionType);
        var lines = (await export.Content.ReadAsStringAsync(Cancel)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("at,actor,act,subject,name,network", lines[0]);
        Assert.Contains("\"'=HYPERLINK(\"\"http://evil\"\",\"\"x\"\")\"", Assert.Single(lines[1..]), StringComparison.Ordinal);
        Assert.Contains((await world.Get<IAuditLog>().PageAsync(new AuditFilter(), null, 10, Cancel)).Items, entry => entry.Act == AuditAct.AuditExported);
    }
}
