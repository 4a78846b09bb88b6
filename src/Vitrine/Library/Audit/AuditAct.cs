namespace Vitrine.Library.Audit;

/// <summary>What somebody did. Kept by name, so members are never renamed; uploads are not among them, since each item says itself who brought it and when.</summary>
public enum AuditAct
{
    SiteSetUp,
    SignedIn,
    SignedOut,
    PasswordChanged,
    SessionEnded,
    KeyMade,
    KeyRevoked,
    AccountMade,
    AccountChanged,
    AccountPasswordSet,
    InvitationMade,
    InvitationRevoked,
    Joined,
    PasswordLinkMade,
    PasswordSetByLink,
    TwoStepOn,
    TwoStepOff,
    TwoStepTakenAway,
    RecoveryCodesMade,
    PasskeyAdded,
    PasskeyRemoved,
    PasskeysTakenAway,
    ServiceConnected,
    ServiceDisconnected,
    AccountFromService,
    AlbumMade,
    AlbumChanged,
    AlbumDeleted,
    AlbumItemsChanged,
    MemberChanged,
    MemberRemoved,
    LinkMade,
    LinkAddressGiven,
    LinkRevoked,
    LinkOpened,
    Published,
    MadePrivate,
    GuestFilesApproved,
    GuestFilesRejected,
    GuestFileTakenBack,
    ItemChanged,
    ItemsTrashed,
    ItemsRestored,
    ItemsDeleted,
    ChangeStopped,
    ChangeUndone,
    WorkRetried,
    AuditExported,
    AccountClosed,
    AccountReopened,
    AccountPurged,
    SettingsChanged,
    Registered,
    AddressConfirmed,
    AddressRemoved,

    /// <summary>What a later version wrote.</summary>
    Unknown,
}

/// <summary>What people filter by.</summary>
public enum AuditKind
{
    Accounts,
    Albums,
    Sharing,
    Media,
}

public static class AuditActs
{
    public static AuditAct Parse(string name) => Enum.TryParse<AuditAct>(name, out var act) ? act : AuditAct.Unknown;

    public static AuditKind KindOf(AuditAct act) => act switch
    {
        AuditAct.AlbumMade or AuditAct.AlbumChanged or AuditAct.AlbumDeleted or AuditAct.AlbumItemsChanged => AuditKind.Albums,
        AuditAct.MemberChanged or AuditAct.MemberRemoved or AuditAct.LinkMade or AuditAct.LinkAddressGiven or AuditAct.LinkRevoked or AuditAct.LinkOpened
            or AuditAct.Published or AuditAct.MadePrivate or AuditAct.GuestFilesApproved or AuditAct.GuestFilesRejected or AuditAct.GuestFileTakenBack => AuditKind.Sharing,
        AuditAct.ItemChanged or AuditAct.ItemsTrashed or AuditAct.ItemsRestored or AuditAct.ItemsDeleted or AuditAct.ChangeStopped or AuditAct.ChangeUndone
            or AuditAct.WorkRetried => AuditKind.Media,
        _ => AuditKind.Accounts,
    };
}
