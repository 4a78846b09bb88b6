using Vitrine.Library.Audit;

namespace Vitrine.Features.Administration;

/// <summary>What somebody did, for a person who reads down a list.</summary>
internal static class AuditWords
{
    public static string Of(AuditAct act) => act switch
    {
        AuditAct.SiteSetUp => "set the site up",
        AuditAct.SignedIn => "signed in",
        AuditAct.SignedOut => "signed out",
        AuditAct.PasswordChanged => "changed their password",
        AuditAct.SessionEnded => "signed a device out",
        AuditAct.KeyMade => "made an API key",
        AuditAct.KeyRevoked => "revoked an API key",
        AuditAct.AccountMade => "added an account",
        AuditAct.AccountChanged => "changed an account",
        AuditAct.AccountPasswordSet => "set somebody’s password",
        AuditAct.InvitationMade => "invited somebody",
        AuditAct.InvitationRevoked => "took back an invitation",
        AuditAct.Joined => "joined by an invitation",
        AuditAct.PasswordLinkMade => "made a link for somebody’s new password",
        AuditAct.PasswordSetByLink => "set a new password by a link",
        AuditAct.TwoStepOn => "turned two-step sign-in on",
        AuditAct.TwoStepOff => "turned two-step sign-in off",
        AuditAct.TwoStepTakenAway => "turned somebody’s two-step sign-in off",
        AuditAct.RecoveryCodesMade => "made new recovery codes",
        AuditAct.PasskeyAdded => "added a passkey",
        AuditAct.PasskeyRemoved => "removed a passkey",
        AuditAct.PasskeysTakenAway => "removed somebody’s passkeys",
        AuditAct.ServiceConnected => "connected a sign-in service",
        AuditAct.ServiceDisconnected => "disconnected a sign-in service",
        AuditAct.AccountFromService => "got an account by the sign-in service",
        AuditAct.AlbumMade => "made an album",
        AuditAct.AlbumChanged => "changed an album",
        AuditAct.AlbumDeleted => "deleted an album",
        AuditAct.AlbumItemsChanged => "changed what is in an album",
        AuditAct.MemberChanged => "shared an album with somebody",
        AuditAct.MemberRemoved => "stopped sharing an album with somebody",
        AuditAct.LinkMade => "made a link",
        AuditAct.LinkAddressGiven => "gave a link a new address",
        AuditAct.LinkRevoked => "revoked a link",
        AuditAct.LinkOpened => "opened a link",
        AuditAct.Published => "showed something to everybody",
        AuditAct.MadePrivate => "made something private again",
        AuditAct.GuestFilesApproved => "approved what guests added",
        AuditAct.GuestFilesRejected => "rejected what guests added",
        AuditAct.GuestFileTakenBack => "took back what they had added by a link",
        AuditAct.ItemChanged => "changed an item",
        AuditAct.ItemsTrashed => "moved to the trash",
        AuditAct.ItemsRestored => "restored",
        AuditAct.ItemsDeleted => "deleted for ever",
        AuditAct.ChangeStopped => "stopped a change of many items",
        AuditAct.ChangeUndone => "undid a change of many items",
        AuditAct.WorkRetried => "had previews made again",
        AuditAct.AuditExported => "exported the audit log",
        AuditAct.AccountClosed => "deleted an account",
        AuditAct.AccountReopened => "brought a deleted account back",
        AuditAct.AccountPurged => "had a deleted account removed for ever",
        AuditAct.SettingsChanged => "changed a setting of the site",
        AuditAct.Registered => "made an account for themselves",
        AuditAct.AddressConfirmed => "confirmed an e-mail address",
        AuditAct.AddressRemoved => "removed their e-mail address",
        AuditAct.Unknown => "did what a later version knows",
        _ => act.ToString(),
    };

    /// <summary>The page of what it was done to, for an admin, who sees accounts and nothing of what people keep.</summary>
    public static string? UrlOf(AuditEntry entry) => entry.Subject.StartsWith("accounts/", StringComparison.Ordinal) ? $"/admin/{entry.Subject}" : null;
}
