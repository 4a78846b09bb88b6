namespace Vitrine.Library.Access;

/// <summary>An album that lies in the one that is offered, and is offered with it. That it does was read for this request.</summary>
public sealed record InsideOffer(IOffer Whole, AlbumId Inside) : IOffer
{
    public AlbumId? Album => Inside;

    public IReadOnlyList<MediaId> Items => [];

    public string? Title => null;

    public bool CanDownload => Whole.CanDownload;

    public bool ShowMetadata => Whole.ShowMetadata;

    /// <summary>Nothing where the whole is only to add to.</summary>
    public Scope Scope => Whole.Scope is Scope.Nothing ? Scope.None : new Scope.InAlbum(Inside);
}
