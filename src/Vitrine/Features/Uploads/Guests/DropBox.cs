using System.ComponentModel;
using Microsoft.AspNetCore.Mvc;
using Vitrine.Features.Uploads.Multipart;
using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Library.Albums;
using Vitrine.Library.Audit;
using Vitrine.Library.Guests;
using Vitrine.Library.Links;
using Vitrine.Settings;
using Vitrine.Web;
using Vitrine.Web.Access;
using Vitrine.Web.Audit;
using Vitrine.Web.Json;

namespace Vitrine.Features.Uploads.Guests;

/// <summary>
/// Where a guest adds files to an album by a link: says who they are, uploads, sees what is theirs and takes it back. Nobody sees there
/// what others added. Its forms act for nobody but the visit of this link, whose cookie other sites cannot have sent (SameSite).
/// </summary>
internal sealed class DropBox(IAlbumCatalog albums, IGuestCatalog guests, Live<IntakeOptions> options)
{
    private const int RowsPerPage = 50;

    public async Task<IResult> ShowAsync(
        HttpContext context, string token, Cursor? after, DropBoxNews news, CancellationToken cancellationToken)
    {
        var (link, _, guest) = (Visitor.LinkHolder)context.Visitor();
        if (link is not { Guests: { } rules, Album: { } id }) return Problems.Of(ProblemCode.UploadsNotOffered);
        if (await albums.FindAsync(id, cancellationToken) is not { } album) return Problems.Of(ProblemCode.NotFound);
        var mine = guest is null ? new Page<GuestFile>([], null) : await guests.OfGuestAsync(link.Id, guest.Visitor, after, RowsPerPage, cancellationToken);
        var view = new DropBoxView
        {
            Token = token,
            Title = album.Title,
            Description = album.Description,
            CanView = link.CanView,
            EndsAt = link.ExpiresAt,
            Rules = rules,
            Guest = guest,
            MaxFileBytes = options.Value.MaxFileBytes,
            Mine = mine.Items,
            NextUrl = mine.Next is { } next ? $"/s/{token}/add?after={next}" : null,
            News = news,
        };
        return Pages.Show<DropBoxPage>(new { View = view }, news.Status);
    }

    public async Task<IResult> ListAsync(HttpContext context, string token, string? ids, int? limit, Cursor? after, CancellationToken cancellationToken)
    {
        var (link, _, guest) = (Visitor.LinkHolder)context.Visitor();
        if (link.Guests is null) return Problems.Of(ProblemCode.UploadsNotOffered);
        if (guest is null) return Problems.Of(ProblemCode.GuestNameMissing);
        context.Response.Headers.CacheControl = "no-store";
        var page = await guests.OfGuestAsync(link.Id, guest.Visitor, after, limit ?? RowsPerPage, cancellationToken);
        var asked = ids?.Split(',').ToHashSet(StringComparer.Ordinal);
        var files = page.Items.Select(file => GuestFileJson.From(file, MediaUrls.Given(token))).Where(file => asked?.Contains(file.Id) != false);
        return Results.Json(new GuestFilesJson([.. files], page.Next?.ToString()), UploadsJson.Default.GuestFilesJson);
    }
}

internal static class DropBoxRoutes
{
    public static void MapDropBox(this IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup("/s/{token}").Admits(Who.Links).ExcludeFromDescription();
        pages.MapGet("/add", ShowAsync);
        pages.MapPost("/guest", NameAsync).ReadsForm().NotAudited("said to the visit alone");
        pages.MapPost("/add", TakeAsync).NotAudited(UploadsFeature.WhyNotAudited).AddEndpointFilter(Uploaders.FindAsync).WithMetadata(new DisableRequestSizeLimitAttribute());
        pages.MapPost("/mine/{id}/remove", RemoveAsync).ReadsForm().Audits(AuditAct.GuestFileTakenBack);
        app.MapGroup("/s/{token}").Admits(Who.Links).WithTags("Guests").MapGet("/uploads", ListAsync)
            .WithName("listGuestFiles")
            .WithSummary("What you added through this link")
            .WithDescription("Newest first; what others added is told to nobody but those who decide about it.")
            .Produces<GuestFilesJson>()
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static Task<IResult> ShowAsync(HttpContext context, string token, string? after, DropBox box, CancellationToken cancellationToken) =>
        Cursor.TryRead(after, out var cursor)
            ? box.ShowAsync(context, token, cursor, DropBoxNews.None, cancellationToken)
            : Task.FromResult(Problems.Of(ProblemCode.NotFound));

    private static Task<IResult> ListAsync(
        HttpContext context,
        string token,
        DropBox box,
        [Description("Of these ids only, with commas between, as far as they are on the page.")] string? ids,
        [Description("1 to 100 files.")][DefaultValue(50)] int? limit,
        [Description("The `next` of the page before.")] string? cursor,
        CancellationToken cancellationToken) =>
        ApiRoutes.RefusePage(limit, 100, cursor, out var after) is { } wrong
            ? Task.FromResult(wrong)
            : box.ListAsync(context, token, ids, limit, after, cancellationToken);

    /// <summary>The name is kept in the cookie of this visit and goes with what is added from now on.</summary>
    private static async Task<IResult> NameAsync(HttpContext context, string token, DropBox box, VisitCookie cookie, CancellationToken cancellationToken)
    {
        var link = ((Visitor.LinkHolder)context.Visitor()).Link;
        if (link.Guests is null) return Problems.Of(ProblemCode.UploadsNotOffered);
        var name = MediaTexts.Line(context.Form().Text("name")) ?? "";
        if (name.Length is 0 or > Guest.LongestName)
            return await box.ShowAsync(context, token, null, new DropBoxNews { WrongName = $"A name has 1 to {Guest.LongestName} characters." }, cancellationToken);
        var visit = cookie.Read(context) is { } known && known.Link == link.Id ? known : Visit.New(link);
        cookie.Write(context, token, visit with { GuestName = name });
        return Pages.SeeOther($"/s/{token}/add");
    }

    /// <summary>The form without script.</summary>
    private static async Task<IResult> TakeAsync(HttpContext context, string token, Intake intake, DropBox box, CancellationToken cancellationToken)
    {
        await using var watch = LinkWatch.Over(context, cancellationToken);
        var report = await new MultipartUpload(intake, context.Uploader(), context.Request).ReadAsync(acceptsFirst: null, watch.Token);
        if (watch.LinkEnded) return Problems.Of(ProblemCode.NotFound);
        var news = new DropBoxNews { Refusal = report.Refusal, Files = report.Files };
        return news.Status == StatusCodes.Status200OK && !news.Refused.Any()
            ? Pages.SeeOther($"/s/{token}/add")
            : await box.ShowAsync(context, token, null, news, cancellationToken);
    }

    private static async Task<IResult> RemoveAsync(HttpContext context, string token, string id, Withdrawing withdrawing, CancellationToken cancellationToken)
    {
        var (link, _, guest) = (Visitor.LinkHolder)context.Visitor();
        if (guest is null || !MediaId.TryParse(id, out var item) || !await withdrawing.WithdrawAsync(link, guest, item, cancellationToken))
            return Problems.Of(ProblemCode.NotFound);
        (context.Audit().Subject, context.Audit().Name) = ($"shares/{link.Id}", guest.Name);
        return Pages.SeeOther($"/s/{token}/add");
    }
}
