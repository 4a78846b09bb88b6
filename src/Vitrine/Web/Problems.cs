using System.Collections.Frozen;
using System.Text.Json;
using Vitrine.Library;

namespace Vitrine.Web;

/// <param name="Wire">The code as programs see it, snake_case.</param>
/// <param name="Detail">What it means and what a person can do about it.</param>
public sealed record Problem(ProblemCode Code, string Wire, int Status, string Title, string Detail);

/// <summary>The one table of problems: code, status, sentence; answered as RFC 9457 to programs and as a page to people.</summary>
public static class Problems
{
    public static readonly FrozenDictionary<ProblemCode, Problem> All = new[]
    {
        // Who is asking
        Row(ProblemCode.NotFound, 404, "Not found", "There is nothing here, or it is not yours to see. Check the address, or ask whoever gave it to you."),
        Row(ProblemCode.SignInRequired, 401, "Please sign in", "Sign in to go on. Programs send an API key as “Authorization: Bearer …”."),
        Row(ProblemCode.WrongNameOrPassword, 401, "That did not match", "The name or the password is wrong. Check both and try again; an admin can set a new password for you."),
        Row(ProblemCode.WrongPassword, 403, "That is not your password", "Type the password that you sign in with now."),
        Row(ProblemCode.TooManyAttempts, 429, "Too many attempts", "There were too many wrong passwords. Wait a few minutes, then try again."),
        Row(ProblemCode.CrossSite, 403, "Sent from another site", "This request did not come from this site’s own pages, so nothing was done. Open the site itself and try there."),
        Row(ProblemCode.FormExpired, 400, "This form is too old", "The page was open too long, or you signed in or out meanwhile. Nothing was changed: go back, reload the page and send it again."),
        Row(ProblemCode.ReadOnlyKey, 403, "This API key may only read", "Make a key with the “write” scope under Settings, and use that one."),
        Row(ProblemCode.NotForKeys, 403, "Not for API keys", "Accounts, keys and administration are for people: open this page in a browser and sign in."),
        Row(ProblemCode.AdminsOnly, 403, "For admins only", "Ask an admin of this site to do it, or to make you one."),
        Row(ProblemCode.NameTaken, 409, "That name is taken", "Another account has this name. Choose a different one."),
        Row(ProblemCode.PasswordTooShort, 422, "The password is too short", "Use at least 8 characters; a few words in a row are easy to keep in mind and hard to guess."),
        Row(ProblemCode.WrongSetupToken, 403, "That is not the setup token", "The site prints a new one in its log at each start, as long as it has no account. Use the last one."),
        Row(ProblemCode.InvalidName, 422, "That name cannot be used", "A name has 1 to 64 characters, without line breaks, and does not begin or end with a space."),
        Row(ProblemCode.LastAdmin, 409, "The last admin has to stay", "Make another account an admin first; somebody must be able to look after this site."),
        Row(ProblemCode.LinkUsedUp, 404, "This link does not work", "It was used, has ended, was taken back, or was not copied whole. Ask an admin of this site for a new one."),
        Row(ProblemCode.SignUpClosed, 403, "No new accounts at present", "An admin of this site has closed it to new people. Ask one to make an account for you."),
        Row(ProblemCode.InvalidAddress, 422, "Not an e-mail address", "Type one plain address, such as anna@example.org."),
        Row(ProblemCode.AddressLinkEnded, 404, "This link does not work", "It confirms an address for another account, has ended, or was used. Sign in as yourself, and ask for another one at your settings."),
        Row(ProblemCode.WrongCode, 403, "That code does not match", "Type the six digits that your app shows now: each works once. Without the app, type one of your recovery codes."),
        Row(ProblemCode.PasskeyRefused, 403, "That passkey does not fit", "It is not one of this site’s, was removed, or it took too long. Try again, or use your password."),
        Row(ProblemCode.SignInServiceFailed, 502, "The sign-in service did not let you in", "It refused, did not answer, or it took too long. Try again, or sign in another way."),
        Row(ProblemCode.NotConnected, 403, "Nobody here is connected with that", "Sign in another way and connect it under Settings → Security. If you have no account yet, ask an admin of this site for an invitation."),
        Row(ProblemCode.AlreadyConnected, 409, "Connected with another account", "Whoever you are at the sign-in service, they are connected with another account here. Disconnect it there first."),

        Row(ProblemCode.NotAfresh, 403, "You were not asked there", "The sign-in service sent you back without having you sign in just now, so it proves nothing. Sign out there, then try again."),
        Row(ProblemCode.AccountClosed, 409, "That account is deleted", "Nothing of it can be changed. Until it is removed for ever, an admin can bring it back."),
        Row(ProblemCode.NameNotRepeated, 422, "That is not the name", "To say that you mean it, type the account’s name just as it stands there."),

        // Albums
        Row(ProblemCode.NotYourPart, 403, "Not your part in this album", "The album is shared with you, but not for this. Ask whoever made it to give you a bigger part."),
        Row(ProblemCode.TooManyAlbums, 409, "In too many albums", "One item can be in 100 albums at most. Take it out of another one first."),
        Row(ProblemCode.NoSuchAlbum, 404, "No such album", "It was deleted, or you may not add to it. Choose another album, or none."),

        // Links
        Row(ProblemCode.WrongLinkPassword, 403, "That is not the password", "Check it and try again, or ask whoever sent you the link."),
        Row(ProblemCode.LinkFull, 410, "Opened as often as it may be", "This link was for a number of visitors, and they have all been here. Ask whoever sent it for a new one."),
        Row(ProblemCode.NoGuestUploads, 422, "Only into albums", "Guests add to an album. Put what you share into one, and make the link for the album."),
        Row(ProblemCode.UploadsNotOffered, 403, "This link takes no files", "It is only to look at. Ask whoever sent it for a link to add to."),
        Row(ProblemCode.GuestNameMissing, 403, "Who are you?", "Say your name on the page of this link first, so that people know from whom the files are."),
        Row(ProblemCode.LinkFilesFull, 403, "As many files as this link takes", "They are all here, and what was added before is kept. Ask whoever sent the link if you have more."),
        Row(ProblemCode.LinkBytesFull, 413, "More than this link takes", "The file does not fit into what is left. What was added before is kept; try a smaller one, or ask whoever sent the link."),
        Row(ProblemCode.KindNotAccepted, 403, "Not this kind of file", "This link takes other kinds of files only. What was added before is kept."),
        Row(ProblemCode.NoRoomForGuests, 413, "No room left", "Whoever shared this has no space left for the file. Tell them; what was added before is kept."),

        // What was asked
        Row(ProblemCode.InvalidRequest, 400, "Not understood", "The request is malformed. Check it against the API’s description at /docs."),
        Row(ProblemCode.InvalidCursor, 400, "Not a page of this list", "The cursor was not made by this site. Start again from the first page."),
        Row(ProblemCode.InvalidField, 422, "A field cannot be used as it is", "Correct the field that is named and send it again."),
        Row(ProblemCode.StaleVersion, 412, "Somebody changed it meanwhile", "Reload to see how it is now, then make your change again."),
        Row(ProblemCode.ChangeUnderWay, 409, "One at a time", "Another change of many items is under way. Let it finish or cancel it, then try again."),
        Row(ProblemCode.MethodNotAllowed, 405, "Not possible here", "This address does not take that method; the Allow header names those it takes."),
        Row(ProblemCode.UnsupportedMediaType, 415, "Not in this format", "The body’s Content-Type is not one that this address reads."),
        Row(ProblemCode.BodyTooLarge, 413, "Too much at once", "The request’s body is larger than this address takes."),

        // Uploads
        Row(ProblemCode.EmptyFile, 422, "The file is empty", "It has no bytes. It may not be copied completely yet: open it on your device, then upload it again."),
        Row(ProblemCode.FileTooLarge, 413, "The file is too large", "It is larger than this site takes. An admin can raise VITRINE_UPLOADS__MAXFILEBYTES."),
        Row(ProblemCode.QuotaExceeded, 413, "Your space is full", "This file does not fit into your quota. Delete something for ever (the trash counts too), or ask an admin for more."),
        Row(ProblemCode.TooManyUploads, 429, "Too many uploads at once", "Let some of your uploads finish or cancel them, then go on."),
        Row(ProblemCode.StorageFull, 507, "The site’s disk is full", "Nothing was lost; the upload goes on by itself when there is room again. Tell an admin."),
        Row(ProblemCode.ReadOnlySite, 503, "Uploads and changes are off", "The site can be read but takes no changes at the moment. Try again in a while; an admin sees the reason under Storage."),
        Row(ProblemCode.BodyCut, 400, "The upload broke off", "The connection ended before the whole file had come. Nothing was kept; send it again."),
        Row(ProblemCode.ChecksumMismatch, 460, "The bytes changed on their way", "The checksum does not match what arrived. Nothing of this part was kept; send it again."),
        Row(ProblemCode.UnknownChecksum, 400, "Unknown checksum", "Use sha256, sha1 or md5, as the Tus-Checksum-Algorithm header says."),
        Row(ProblemCode.OffsetMismatch, 409, "Not where the upload stands", "Ask for the offset with HEAD and go on from there."),
        Row(ProblemCode.LengthMismatch, 400, "Not the length that was announced", "The bytes do not add up to the announced length. Start the upload anew."),
        Row(ProblemCode.UploadGone, 404, "This upload is gone", "It expired, was cancelled, or never was. Start it anew."),
        Row(ProblemCode.UploadBusy, 423, "This upload is being finished", "Its last bytes are being written. Ask again in a moment."),
        Row(ProblemCode.PartMissing, 409, "A part is missing", "The store does not hold all parts of this file as they should be. Send the one that is named, then finish again."),
        Row(ProblemCode.RelayOnly, 409, "Uploads go through this site", "Browsers do not reach its store. Send the file to /api/v1/uploads by tus."),
        Row(ProblemCode.Duplicate, 409, "Already in your library", "You have the same bytes as another item, so this one went to the trash. Restore it if you want to keep both."),
        Row(ProblemCode.TusVersion, 412, "Unknown tus version", "This site speaks tus 1.0.0: send “Tus-Resumable: 1.0.0”."),
        Row(ProblemCode.InvalidMetadata, 400, "Upload-Metadata cannot be read", "It is a list of “key base64value” pairs, separated by commas, with each key once."),
        Row(ProblemCode.NoFile, 400, "No file was chosen", "Choose one or more files and send the form again."),

        // Previews
        Row(ProblemCode.Damaged, 422, "The file is damaged", "No preview can be made of it. The original is kept as it came and can be downloaded."),
        Row(ProblemCode.TooLargeToPreview, 422, "Too large to preview", "The picture has more pixels than this site decodes. The original is kept and can be downloaded."),
        Row(ProblemCode.NotAPicture, 422, "No picture inside", "There is nothing in this file that a preview could show. The original is kept and can be downloaded."),
        Row(ProblemCode.DecoderGaveUp, 422, "No preview could be made", "The decoder gave up on this file several times. The original is kept and can be downloaded."),
        Row(ProblemCode.PreviewFollows, 404, "The preview follows", "It is not made yet. The original can be downloaded already."),
        Row(ProblemCode.OriginalMissing, 500, "The original is missing", "The catalog knows this item but its bytes are not in the store. Tell an admin to run “vitrine verify”."),
        Row(ProblemCode.OriginalWithheld, 403, "Only to look at", "This file can tell where it was taken and with what, and that cannot be taken out of it. Go back: the picture made from it is there to look at."),

        // The world
        Row(ProblemCode.Unavailable, 503, "Not available right now", "The site’s storage or database does not answer. Nothing is lost; try again in a moment."),
        Row(ProblemCode.Busy, 503, "Too much to do", "The site is busy. Try again in a moment."),
        Row(ProblemCode.Internal, 500, "Something went wrong here", "This is the site’s fault, not yours, and it has been noted in its log. Try again; if it stays, tell an admin the request id."),
    }.ToFrozenDictionary(problem => problem.Code);

    /// <param name="detail">Says more than the table's own sentence where the caller knows more; shown to visitors, so never an exception's text.</param>
    /// <param name="retryAfter">For Retry-After; the statuses that mean "later" get five seconds when nothing is said.</param>
    public static IResult Of(ProblemCode code, string? detail = null, TimeSpan? retryAfter = null) => new ProblemAnswer(All[code], detail, retryAfter);

    public static string WireName(ProblemCode code) => JsonNamingPolicy.SnakeCaseLower.ConvertName(code.ToString());

    private static Problem Row(ProblemCode code, int status, string title, string detail) => new(code, WireName(code), status, title, detail);
}
