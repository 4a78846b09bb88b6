using Vitrine.Library;
using Vitrine.Library.Audit;
using Vitrine.Library.Publishing;
using Vitrine.Settings;
using Vitrine.Web;
using Vitrine.Web.Access;
using Vitrine.Web.Audit;

namespace Vitrine.Features.Sharing.Public;

/// <summary>
/// Where an owner says who may see an album or an item. Nothing is shown to strangers before a second page has told who they are. For
/// people only: no program publishes anything (RULES 20).
/// </summary>
internal static class PublishPages
{
    private const int RowsPerPage = 50;

    public static void MapPublishPages(this IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup("").Admits(Who.People).ExcludeFromDescription();
        pages.MapGet("/publish", ShowAsync);
        pages.MapPost("/publish", ChangeAsync).ValidatesForm().Audits(AuditAct.Published);
        pages.MapGet("/shares/public", ListAsync);
    }

    private static async Task<IResult> ShowAsync(HttpContext context, OwnThings things, string? album, string? item, CancellationToken cancellationToken)
    {
        var form = PublishForm.For(album, item);
        var (thing, problem) = await things.FindAsync(context, form, cancellationToken);
        return thing is null
            ? Problems.Of(problem)
            : Pages.Show<PublishFormPage>(new { Thing = thing, Form = form.As(thing.Present), Owner = Person.Of(context.Visitor().Account!) });
    }

    private static async Task<IResult> ChangeAsync(HttpContext context, OwnThings things, Live<PublicOptions> site, CancellationToken cancellationToken)
    {
        var form = PublishForm.Read(context.Form());
        var back = context.Form().Text("back");
        if (form.Visibility == Visibility.Private)
        {
            var ended = await things.EndAsync(context.Visitor(), form, cancellationToken);
            context.Audit().Act = ended ? AuditAct.MadePrivate : null;
            (context.Audit().NothingDone, context.Audit().Subject) = (!ended, form.ThingUrl[1..]);
            new Notice(NoticeKind.MadePrivate, 1, []).Announce(context);
            return Pages.SeeOther(back.Length > 0 ? LocalPath.OrHome(back) : form.ThingUrl);
        }

        var (thing, problem) = await things.FindAsync(context, form, cancellationToken);
        if (thing is null) return Problems.Of(problem);
        if (!form.Confirmed)
            return Pages.Show<ConfirmPublishPage>(new { Thing = thing, Form = form, Owner = Person.Of(context.Visitor().Account!), OnFrontPage = site.Value.FrontPage });
        if (!await things.PublishAsync(context.Visitor(), form, cancellationToken)) return Problems.Of(ProblemCode.NotFound);
        (context.Audit().Subject, context.Audit().Name) = (form.ThingUrl[1..], thing.Name);
        new Notice(form.Visibility == Visibility.Public ? NoticeKind.MadePublic : NoticeKind.MadeUnlisted, 1, []).Announce(context);
        return Pages.SeeOther(form.Url);
    }

    private static async Task<IResult> ListAsync(HttpContext context, OwnThings things, string? after, CancellationToken cancellationToken)
    {
        if (!Cursor.TryRead(after, out var cursor)) return Problems.Of(ProblemCode.NotFound);
        var page = await things.PageAsync(context, cursor, RowsPerPage, cancellationToken);
        return Pages.Show<OwnThingsPage>(new
        {
            page.Items,
            NextUrl = page.Next is { } next ? $"/shares/public?after={next}" : null,
            Owner = Person.Of(context.Visitor().Account!),
        });
    }
}
