using System.Globalization;
using Vitrine.Library;

namespace Vitrine.Web;

/// <summary>
/// What was just done, told on the page after a redirect and then forgotten: a cookie of a kind, a count and the ids that an
/// Undo button would need. The words are ours, so a planted cookie can say nothing of its own.
/// </summary>
public sealed record Notice(NoticeKind Kind, int Count, IReadOnlyList<MediaId> Undo)
{
    private const string Cookie = "notice";

    /// <summary>A cookie holds 4 KB; an id takes 33 characters.</summary>
    private const int MostUndo = 100;

    public string Text => Kind switch
    {
        NoticeKind.Trashed => $"{Wording.Count(Count, "item")} moved to the trash.",
        NoticeKind.Restored => $"{Wording.Count(Count, "item")} restored.",
        NoticeKind.Deleted => $"{Wording.Count(Count, "item")} deleted for ever.",
        NoticeKind.Saved => "Saved.",
        NoticeKind.AddedToAlbum => $"{Wording.Count(Count, "item")} in the album.",
        NoticeKind.RemovedFromAlbum => $"{Wording.Count(Count, "item")} taken out of the album, and still in the library.",
        NoticeKind.AlbumDeleted => "The album is gone. Its items are still in the library.",
        NoticeKind.LinkRevoked => "The link is revoked. It opens for nobody any more.",
        NoticeKind.InvitationRevoked => "The invitation is taken back.",
        NoticeKind.TwoStepOff => "Two-step sign-in is off.",
        NoticeKind.PasskeyAdded => "The passkey is added. You can sign in with it from now on.",
        NoticeKind.PasskeyRemoved => "The passkey is removed here. Take it out of your device too.",
        NoticeKind.Connected => "It is connected. You can sign in with it from now on.",
        NoticeKind.Disconnected => "It is disconnected, and signs you in no longer.",
        NoticeKind.SignedOutElsewhere => "You are signed out everywhere else.",
        NoticeKind.MadePrivate => "Private again. Strangers do not see it any more.",
        NoticeKind.MadeUnlisted => "Whoever knows the address sees it now.",
        NoticeKind.MadePublic => "Everybody sees it now.",
        NoticeKind.Approved => $"{Wording.Count(Count, "item")} approved, and in the album now.",
        NoticeKind.Rejected => $"{Wording.Count(Count, "item")} rejected, and in the trash.",
        NoticeKind.AccountClosed => $"The account is deleted. For {Wording.Count(Count, "day")} an admin can bring it back.",
        NoticeKind.AccountReopened => "The account is back, with all that it had.",
        NoticeKind.AccountPurged => "All that the account had is being removed.",
        NoticeKind.PasswordSet => "Your password is set.",
        NoticeKind.LetterOnItsWay => "A letter is on its way. Open the link in it.",
        NoticeKind.Retried => "The preview is being made again.",
        _ => "",
    };

    public void Announce(HttpContext context)
    {
        var undo = Undo.Count <= MostUndo ? string.Join('.', Undo) : "";
        context.Response.Cookies.Append(
            Cookie,
            string.Create(CultureInfo.InvariantCulture, $"{Kind}~{Count}~{undo}"),
            new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Lax, MaxAge = TimeSpan.FromMinutes(1), IsEssential = true });
    }

    /// <summary>The notice this page should show, if any; it is shown once.</summary>
    public static Notice? Take(HttpContext context)
    {
        if (context.Request.Cookies[Cookie] is not { } text) return null;
        if (!context.Response.HasStarted) context.Response.Cookies.Delete(Cookie);
        var parts = text.Split('~');
        if (parts.Length != 3 || !Enum.TryParse<NoticeKind>(parts[0], out var kind) || !Enum.IsDefined(kind)) return null;
        if (!int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var count)) return null;
        var undo = parts[2].Split('.', StringSplitOptions.RemoveEmptyEntries).Select(id => MediaId.TryParse(id, out var known) ? known : (MediaId?)null);
        return new Notice(kind, count, [.. undo.OfType<MediaId>()]);
    }
}

public enum NoticeKind
{
    Trashed,
    Restored,
    Deleted,
    Saved,
    Retried,
    AddedToAlbum,
    RemovedFromAlbum,
    AlbumDeleted,
    LinkRevoked,
    InvitationRevoked,
    TwoStepOff,
    PasskeyAdded,
    PasskeyRemoved,
    Connected,
    Disconnected,
    SignedOutElsewhere,
    MadePrivate,
    MadeUnlisted,
    MadePublic,
    Approved,
    Rejected,
    AccountClosed,
    AccountReopened,
    AccountPurged,
    PasswordSet,
    LetterOnItsWay,
}
