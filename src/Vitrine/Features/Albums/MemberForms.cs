using Vitrine.Library;
using Vitrine.Library.Albums;
using Vitrine.Library.Audit;
using Vitrine.Web;
using Vitrine.Web.Access;
using Vitrine.Web.Audit;

namespace Vitrine.Features.Albums;

/// <summary>Whom an album is shared with, and leaving one that is shared.</summary>
internal static class MemberForms
{
    public static void MapMembers(this IEndpointRouteBuilder app)
    {
        var forms = app.MapGroup("/albums/{album}/members").Admits(Who.People).ExcludeFromDescription();
        forms.MapGet("", ShowAsync);
        forms.MapPost("", SetAsync).ValidatesForm().Audits(AuditAct.MemberChanged);
        forms.MapPost("/{account}/remove", RemoveAsync).ValidatesForm().Audits(AuditAct.MemberRemoved);
    }

    private static async Task<IResult> ShowAsync(
        HttpContext context, AlbumAccess access, IAlbumMembers members, IAccountCatalog accounts, string album, CancellationToken cancellationToken) =>
        await access.FindAsync(context, album, cancellationToken) switch
        {
            null => Problems.Of(ProblemCode.NotFound),
            { MayShare: false } => Problems.Of(ProblemCode.NotYourPart),
            var seen => await PageAsync(seen, new MemberForm(), members, accounts, cancellationToken),
        };

    private static async Task<IResult> SetAsync(
        HttpContext context, AlbumAccess access, IAlbumMembers members, IAccountCatalog accounts, string album, CancellationToken cancellationToken)
    {
        if (await access.FindAsync(context, album, cancellationToken) is not { } seen) return Problems.Of(ProblemCode.NotFound);
        if (!seen.MayShare) return Problems.Of(ProblemCode.NotYourPart);
        var form = MemberForm.Read(context.Form());
        if (await accounts.FindByNameAsync(form.Name, cancellationToken) is not { Disabled: false } account)
            return await PageAsync(seen, form with { Wrong = "Nobody here has that name. Check how it is written." }, members, accounts, cancellationToken);
        switch (await members.SetAsync(seen.Album.Id, account.Id, form.Role, cancellationToken))
        {
            case MemberChange.Changed:
                context.Audit().Name = $"{account.Name} in {seen.Album.Title}";
                new Notice(NoticeKind.Saved, 1, []).Announce(context);
                return Pages.SeeOther($"/albums/{seen.Album.Id}/members");
            case MemberChange.TooMany:
                return await PageAsync(
                    seen, form with { Wrong = $"An album is shared with {IAlbumMembers.MostMembers} people at most." }, members, accounts, cancellationToken);
            default:
                return await PageAsync(seen, form with { Wrong = "That is who made the album." }, members, accounts, cancellationToken);
        }
    }

    /// <summary>By somebody who may share the album, or by the member: leaving is everybody's right.</summary>
    private static async Task<IResult> RemoveAsync(
        HttpContext context, AlbumAccess access, IAlbumMembers members, string album, string account, CancellationToken cancellationToken)
    {
        if (!AccountId.TryParse(account, out var id) || await access.FindAsync(context, album, cancellationToken) is not { } seen)
            return Problems.Of(ProblemCode.NotFound);
        var leaves = id == context.Visitor().Account!.Id;
        if (!seen.MayShare && !leaves) return Problems.Of(ProblemCode.NotYourPart);
        await members.RemoveAsync(seen.Album.Id, id, cancellationToken);
        return Pages.SeeOther(leaves ? "/albums" : $"/albums/{seen.Album.Id}/members");
    }

    private static async Task<IResult> PageAsync(
        SeenAlbum seen, MemberForm form, IAlbumMembers members, IAccountCatalog accounts, CancellationToken cancellationToken)
    {
        var rows = new List<MemberRow>();
        foreach (var member in await members.OfAlbumAsync(seen.Album.Id, cancellationToken))
            rows.Add(new MemberRow(member, (await accounts.FindAsync(member.Account, cancellationToken))?.Name ?? "somebody who is gone"));
        var owner = (await accounts.FindAsync(seen.Album.Owner, cancellationToken))?.Name ?? "";
        return Pages.Show<MembersPage>(
            new { seen.Album, Owner = owner, Rows = rows, Form = form },
            form.Wrong is null ? StatusCodes.Status200OK : Problems.All[ProblemCode.InvalidField].Status);
    }
}

/// <summary>The form as it was sent, or as it starts.</summary>
public sealed record MemberForm(string Name = "", AlbumRole Role = AlbumRole.Viewer, string? Wrong = null)
{
    public static MemberForm Read(IFormCollection form) => new(
        form.Text("name"),
        Enum.TryParse<AlbumRole>(form.Text("role"), out var role) && role is >= AlbumRole.Viewer and <= AlbumRole.Manager ? role : AlbumRole.Viewer);
}

public sealed record MemberRow(AlbumMember Member, string Name);
