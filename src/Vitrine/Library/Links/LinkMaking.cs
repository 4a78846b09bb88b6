using Vitrine.Library.Accounts;
using Vitrine.Library.Guests;

namespace Vitrine.Library.Links;

/// <summary>Makes links; the one place that knows what may be asked of one. The token is handed out once and kept only as a hash.</summary>
public sealed class LinkMaking(ILinkCatalog links, Passwords passwords, TimeProvider time)
{
    public const int LongestName = 100;

    public async Task<LinkOutcome> MakeAsync(AccountId owner, NewLink wanted, CancellationToken cancellationToken)
    {
        if (Refuse(wanted) is { } refused) return refused;
        var token = Ids.NewToken();
        var link = new ShareLink
        {
            Id = LinkId.New(time),
            Owner = owner,
            TokenHash = Ids.HashSecret(token),
            Name = wanted.Name,
            Album = wanted.Album,
            Items = wanted.Items,
            Title = wanted.Title is { Length: > 0 } title ? title : null,
            PasswordHash = wanted.Password is { Length: > 0 } password ? await passwords.HashAsync(password, cancellationToken) : null,
            ExpiresAt = wanted.ExpiresAt,
            MaxOpens = wanted.MaxOpens,
            CanDownload = wanted.CanDownload,
            ShowMetadata = wanted.ShowMetadata,
            CanView = wanted.CanView,
            Guests = wanted.Guests,
            CreatedAt = time.GetUtcNow(),
        };
        return await links.AddAsync(link, cancellationToken)
            ? new LinkOutcome.Made(link, token)
            : throw new InvalidOperationException("A token was drawn twice.");
    }

    /// <summary>A link that came back without an address gets one. Its password could not come back, either: where there was one, a new one takes its place.</summary>
    public async Task<LinkOutcome> GiveAddressAsync(ShareLink link, string? password, CancellationToken cancellationToken)
    {
        if (link.PasswordHash is null) password = null;
        else if (string.IsNullOrEmpty(password)) return new LinkOutcome.Refused(ProblemCode.InvalidField, "This link asked for a password. Choose a new one for it.");
        if (password is { Length: < Passwords.Shortest }) return new LinkOutcome.Refused(ProblemCode.PasswordTooShort, null);
        var token = Ids.NewToken();
        var hash = password is null ? null : await passwords.HashAsync(password, cancellationToken);
        return await links.GiveAddressAsync(link.Id, Ids.HashSecret(token), hash, cancellationToken)
            ? new LinkOutcome.Made(link, token)
            : new LinkOutcome.Refused(ProblemCode.NotFound, null);
    }

    private LinkOutcome.Refused? Refuse(NewLink wanted) => wanted switch
    {
        { Guests: not null, Album: null } => new(ProblemCode.NoGuestUploads, null),
        { CanView: false, Guests: null } => new(ProblemCode.InvalidField, "A link is to look at something, to add to it, or both."),
        { Guests.MaxFiles: < 1 or > GuestRules.MostFiles } => new(ProblemCode.InvalidField, $"The number of files is 1 to {GuestRules.MostFiles}."),
        { Guests.MaxBytes: < 1 } => new(ProblemCode.InvalidField, "The number of bytes is at least 1."),
        { Guests.Accepts: AcceptedKinds.None } => new(ProblemCode.InvalidField, "Say which kinds of files the link takes."),
        { Name.Length: 0 or > LongestName } => new(ProblemCode.InvalidField, $"Say in a few words whom the link is for (at most {LongestName} characters)."),
        { Title.Length: > MediaTexts.LongestTitle } => new(ProblemCode.InvalidField, $"The title may have {MediaTexts.LongestTitle} characters."),
        { Password: { Length: > 0 and < Passwords.Shortest } } => new(ProblemCode.PasswordTooShort, null),
        { MaxOpens: < 1 or > ILinkCatalog.MostOpens } => new(ProblemCode.InvalidField, $"The number of visitors is 1 to {ILinkCatalog.MostOpens}, or nothing for no limit."),
        { ExpiresAt: { } end } when end <= time.GetUtcNow() => new(ProblemCode.InvalidField, "The end of the link lies in the past."),
        { Album: null, Items.Count: 0 or > ILinkCatalog.MostItems } => new(ProblemCode.InvalidField, $"A link shows 1 to {ILinkCatalog.MostItems} items. Put more into an album."),
        _ => null,
    };
}

/// <summary>What somebody asks of a link. That they may share the album or own the items was decided before.</summary>
public sealed record NewLink
{
    public required string Name { get; init; }
    public AlbumId? Album { get; init; }
    public IReadOnlyList<MediaId> Items { get; init; } = [];
    public string? Title { get; init; }
    public string? Password { get; init; }
    public DateTimeOffset? ExpiresAt { get; init; }
    public int? MaxOpens { get; init; }
    public bool CanDownload { get; init; }
    public bool ShowMetadata { get; init; }
    public bool CanView { get; init; } = true;

    /// <summary>What it takes from guests; null for nothing.</summary>
    public GuestRules? Guests { get; init; }
}

public abstract record LinkOutcome
{
    private LinkOutcome()
    {
    }

    /// <param name="Token">Known only now.</param>
    public sealed record Made(ShareLink Link, string Token) : LinkOutcome;

    /// <param name="Detail">The sentence for this case; null for the problem's own.</param>
    public sealed record Refused(ProblemCode Code, string? Detail) : LinkOutcome;
}
