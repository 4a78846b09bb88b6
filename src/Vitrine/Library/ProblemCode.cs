namespace Vitrine.Library;

/// <summary>Every failure we can answer. Status and sentence of each stand in <c>Web/Problems.cs</c>; its wire name is snake_case.</summary>
public enum ProblemCode
{
    // Who is asking
    NotFound,
    SignInRequired,
    WrongNameOrPassword,
    WrongPassword,
    TooManyAttempts,
    CrossSite,
    FormExpired,
    ReadOnlyKey,
    NotForKeys,
    AdminsOnly,
    NameTaken,
    PasswordTooShort,
    WrongSetupToken,
    InvalidName,
    LastAdmin,
    LinkUsedUp,
    SignUpClosed,
    InvalidAddress,
    AddressLinkEnded,
    WrongCode,
    PasskeyRefused,
    SignInServiceFailed,
    NotConnected,
    AlreadyConnected,
    NotAfresh,
    AccountClosed,
    NameNotRepeated,

    // Albums
    NotYourPart,
    TooManyAlbums,
    NoSuchAlbum,

    // Links
    WrongLinkPassword,
    LinkFull,
    NoGuestUploads,
    UploadsNotOffered,
    GuestNameMissing,
    LinkFilesFull,
    LinkBytesFull,
    KindNotAccepted,
    NoRoomForGuests,

    // What was asked
    InvalidRequest,
    InvalidCursor,
    InvalidField,
    StaleVersion,
    ChangeUnderWay,
    MethodNotAllowed,
    UnsupportedMediaType,
    BodyTooLarge,

    // Uploads
    EmptyFile,
    FileTooLarge,
    QuotaExceeded,
    TooManyUploads,
    StorageFull,
    ReadOnlySite,
    BodyCut,
    ChecksumMismatch,
    UnknownChecksum,
    OffsetMismatch,
    LengthMismatch,
    UploadGone,
    UploadBusy,
    PartMissing,
    RelayOnly,
    Duplicate,
    TusVersion,
    InvalidMetadata,
    NoFile,

    // Previews
    Damaged,
    TooLargeToPreview,
    NotAPicture,
    DecoderGaveUp,
    PreviewFollows,
    OriginalMissing,
    OriginalWithheld,

    // The world
    Unavailable,
    Busy,
    Internal,
}
