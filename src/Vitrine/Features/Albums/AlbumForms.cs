using Vitrine.Library;
using Vitrine.Library.Albums;
using Vitrine.Library.Audit;
using Vitrine.Web;
using Vitrine.Web.Access;
using Vitrine.Web.Audit;

namespace Vitrine.Features.Albums;

/// <summary>Making, changing and deleting albums by forms.</summary>
internal static class AlbumForms
{
    public static void MapAlbumForms(this IEndpointRouteBuilder app)
    {
        var forms = app.MapGroup("/albums").Admits(Who.People).ExcludeFromDescription();
        forms.MapGet("/new", () => Pages.Show<EditAlbumPage>(new { Form = new AlbumForm() }));
        forms.MapPost("", MakeAsync).ValidatesForm().Audits(AuditAct.AlbumMade);
        forms.MapGet("/{album}/edit", EditAsync);
        forms.MapPost("/{album}", SaveAsync).ValidatesForm().Audits(AuditAct.AlbumChanged);
        forms.MapPost("/{album}/delete", DeleteAsync).ValidatesForm().Audits(AuditAct.AlbumDeleted);
    }

    private static async Task<IResult> MakeAsync(HttpContext context, IAlbumCatalog albums, TimeProvider time, CancellationToken cancellationToken)
    {
        var form = AlbumForm.Read(context.Form()).Check();
        if (form.Wrong is not null) return Again(form, null);
        var album = form.ToAlbum(context.Visitor().Account!.Id, time);
        await albums.MakeAsync(album, cancellationToken);
        context.Names(new SeenAlbum(album, AlbumRole.Owner));
        return Pages.SeeOther($"/albums/{album.Id}");
    }

    private static async Task<IResult> EditAsync(HttpContext context, AlbumAccess access, string album, CancellationToken cancellationToken) =>
        await access.FindAsync(context, album, cancellationToken) switch
        {
            null => Problems.Of(ProblemCode.NotFound),
            { MayEdit: false } => Problems.Of(ProblemCode.NotYourPart),
            var seen => Pages.Show<EditAlbumPage>(new { Form = AlbumForm.From(seen.Album), Seen = seen }),
        };

    private static async Task<IResult> SaveAsync(
        HttpContext context, AlbumAccess access, IAlbumCatalog albums, string album, CancellationToken cancellationToken)
    {
        if (await access.FindAsync(context, album, cancellationToken) is not { } seen) return Problems.Of(ProblemCode.NotFound);
        if (!seen.MayEdit) return Problems.Of(ProblemCode.NotYourPart);
        var form = AlbumForm.Read(context.Form()).Check();
        if (form.Wrong is not null) return Again(form, seen);
        var edit = new AlbumEdit { Title = form.Title, Description = form.Description, Order = form.Order };
        await albums.EditAsync(seen.Album.Id, edit, null, cancellationToken);
        new Notice(NoticeKind.Saved, 1, []).Announce(context);
        return Pages.SeeOther($"/albums/{seen.Album.Id}");
    }

    private static async Task<IResult> DeleteAsync(
        HttpContext context, AlbumAccess access, IAlbumCatalog albums, string album, CancellationToken cancellationToken)
    {
        if (await access.FindAsync(context, album, cancellationToken) is not { } seen) return Problems.Of(ProblemCode.NotFound);
        if (!seen.MayDelete) return Problems.Of(ProblemCode.NotYourPart);
        if (context.Form().Text("confirmed") != "yes") return Pages.Show<DeleteAlbumPage>(new { seen.Album });
        await albums.DeleteAsync(seen.Album.Id, cancellationToken);
        new Notice(NoticeKind.AlbumDeleted, 1, []).Announce(context);
        return Pages.SeeOther("/albums");
    }

    private static IResult Again(AlbumForm form, SeenAlbum? seen) =>
        Pages.Show<EditAlbumPage>(new { Form = form, Seen = seen }, Problems.All[ProblemCode.InvalidField].Status);
}
