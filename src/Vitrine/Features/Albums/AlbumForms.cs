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
    /// <summary>So many at most are offered in a list; among more one is chosen on a page of its own (<see cref="PlaceForms"/>).</summary>
    private const int PlacesOffered = 100;

    public static void MapAlbumForms(this IEndpointRouteBuilder app)
    {
        var forms = app.MapGroup("/albums").Admits(Who.People).ExcludeFromDescription();
        forms.MapGet("/new", NewAsync);
        forms.MapPost("", MakeAsync).ValidatesForm().Audits(AuditAct.AlbumMade);
        forms.MapGet("/{album}/edit", EditAsync);
        forms.MapPost("/{album}", SaveAsync).ValidatesForm().Audits(AuditAct.AlbumChanged);
        forms.MapPost("/{album}/delete", DeleteAsync).ValidatesForm().Audits(AuditAct.AlbumDeleted);
    }

    private static Task<IResult> NewAsync(HttpContext context, IAlbumCatalog albums, string? parent, CancellationToken cancellationToken) =>
        ShowAsync(context, albums, new AlbumForm { Parent = AlbumId.TryParse(parent, out var above) ? above : null }, null, cancellationToken);

    /// <summary>An album that cannot lie where it should is made all the same, on top, and says so.</summary>
    private static async Task<IResult> MakeAsync(HttpContext context, IAlbumCatalog albums, TimeProvider time, CancellationToken cancellationToken)
    {
        var form = AlbumForm.Read(context.Form()).Check();
        if (form.Wrong is not null) return await ShowAsync(context, albums, form, null, cancellationToken);
        var album = form.ToAlbum(context.Visitor().Account!.Id, time);
        await albums.MakeAsync(album, cancellationToken);
        if (form.Parent is { } parent && AlbumForm.Refuse(await albums.NestAsync(album.Id, parent, cancellationToken)) is { } wrong)
            return await ShowAsync(context, albums, form with { Parent = null, Wrong = $"The album is made, but on top: {wrong}" }, new SeenAlbum(album, AlbumRole.Owner), cancellationToken);
        context.Names(new SeenAlbum(album, AlbumRole.Owner));
        return Pages.SeeOther($"/albums/{album.Id}");
    }

    private static async Task<IResult> EditAsync(
        HttpContext context, AlbumAccess access, IAlbumCatalog albums, string album, CancellationToken cancellationToken) =>
        await access.FindAsync(context, album, cancellationToken) switch
        {
            null => Problems.Of(ProblemCode.NotFound),
            { MayEdit: false } => Problems.Of(ProblemCode.NotYourPart),
            var seen => await ShowAsync(context, albums, AlbumForm.From(seen.Album), seen, cancellationToken),
        };

    private static async Task<IResult> SaveAsync(
        HttpContext context, AlbumAccess access, IAlbumCatalog albums, string album, CancellationToken cancellationToken)
    {
        if (await access.FindAsync(context, album, cancellationToken) is not { } seen) return Problems.Of(ProblemCode.NotFound);
        if (!seen.MayEdit) return Problems.Of(ProblemCode.NotYourPart);
        var form = AlbumForm.Read(context.Form()).Check();
        if (form.Wrong is null && seen.Role == AlbumRole.Owner && context.Form().Text("confirmed") != "yes"
            && await BecomesSeenAsync(albums, seen.Album, form.Parent, cancellationToken) is { } above)
            return Pages.Show<ConfirmMovePage>(new { seen.Album, Form = form, Above = above });
        if (form.Wrong is null && seen.Role == AlbumRole.Owner)
            form = form with { Wrong = AlbumForm.Refuse(await albums.NestAsync(seen.Album.Id, form.Parent, cancellationToken)) };
        if (form.Wrong is not null) return await ShowAsync(context, albums, form, seen, cancellationToken);
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

    /// <summary>The album that an album would lie in from now on, where strangers see that and so would see this too.</summary>
    internal static async Task<Album?> BecomesSeenAsync(IAlbumCatalog albums, Album album, AlbumId? parent, CancellationToken cancellationToken) =>
        parent is { } id && id != album.Parent && await albums.FindAsync(id, cancellationToken) is { } above && above.Owner == album.Owner
        && await albums.ShownAsync(above, cancellationToken) > await albums.ShownAsync(album, cancellationToken) ? above : null;

    private static async Task<IResult> ShowAsync(HttpContext context, IAlbumCatalog albums, AlbumForm form, SeenAlbum? seen, CancellationToken cancellationToken)
    {
        var account = context.Visitor().Account!.Id;
        var own = seen is null or { Role: AlbumRole.Owner } ? await albums.OfOwnerAsync(account, null, PlacesOffered, cancellationToken) : new Page<Album>([], null);
        var above = form.Parent is { } parent && own.Next is not null && await albums.FindAsync(parent, cancellationToken) is { } found && found.Owner == account ? found : null;
        return Pages.Show<EditAlbumPage>(
            new
            {
                Form = form,
                Seen = seen,
                Places = own.Next is not null ? [] : own.Items.Where(album => album.Id != seen?.Album.Id).OrderBy(album => album.Title, StringComparer.CurrentCultureIgnoreCase).ToList(),
                HasMany = own.Next is not null,
                Parent = above,
            },
            form.Wrong is null ? StatusCodes.Status200OK : Problems.All[ProblemCode.InvalidField].Status);
    }
}
