using Vitrine.Library.Albums;
using Vitrine.Library.Links;
using Vitrine.Library.Publishing;
using Vitrine.Library.SiteSettings;
using Vitrine.Storage;

namespace Vitrine.Library;

/// <summary>Puts back what lies in <c>catalog/</c> and the catalog lacks: settings of the site, accounts, albums with their members, links.</summary>
internal sealed class FrameRestoring(
    IAlbumCatalog albums, IAccountCatalog accounts, ILinkCatalog links, IPublicationCatalog publications, SettingsFile settings, IBlobStore blobs)
{
    /// <summary>Accounts first: all else names them.</summary>
    public async Task RunAsync(RebuildReport report, Action<string> tell, CancellationToken cancellationToken)
    {
        await settings.RestoreAsync(cancellationToken);
        await RestoreAccountsAsync(report, tell, cancellationToken);
        await RestoreAlbumsAsync(report, tell, cancellationToken);
        await foreach (var link in LinkFileWriter.ReadAsync(blobs, tell, cancellationToken))
            if (await links.AddAsync(link, cancellationToken)) report.Links++;
    }

    /// <summary>Without a password: no hash verifies against this text, so nobody signs in until one is set.</summary>
    public async Task<bool> AddAccountAsync(RebuildReport report, KeptAccount kept, AccountId id, CancellationToken cancellationToken)
    {
        var account = new Account
        {
            Id = id,
            Name = kept.Name,
            PasswordHash = "",
            IsAdmin = kept.IsAdmin,
            Disabled = kept.Disabled,
            QuotaBytes = kept.QuotaBytes,
            CreatedAt = kept.CreatedAt,
            ClosedAt = kept.ClosedAt,
            PurgingAt = kept.PurgingAt,
            Email = kept.Email,
            NoDigest = kept.NoDigest,
        };
        if (!await accounts.AddAsync(account, cancellationToken)) return false;
        report.Accounts++;
        return true;
    }

    /// <summary>Only what its album or item notes too: what was made private since its file was written stays private.</summary>
    public async Task RestoreAsync(RebuildReport report, Publication? publication, CancellationToken cancellationToken)
    {
        if (publication is not null && await publications.RestoreAsync(publication, cancellationToken)) report.Public++;
    }

    private async Task RestoreAccountsAsync(RebuildReport report, Action<string> tell, CancellationToken cancellationToken)
    {
        foreach (var kept in await CatalogFiles.ReadAsync(blobs, tell, cancellationToken))
        {
            if (!AccountId.TryParse(kept.Id, out var id) || kept.Name is not { Length: > 0 }) tell($"account not understood: {kept.Id ?? "without an id"}");
            else if (await accounts.FindAsync(id, cancellationToken) is null && !await AddAccountAsync(report, kept, id, cancellationToken)) tell($"account {kept.Name}: another account has this name already");
        }
    }

    /// <summary>What an album lies in comes before it.</summary>
    private async Task RestoreAlbumsAsync(RebuildReport report, Action<string> tell, CancellationToken cancellationToken)
    {
        var waiting = new Dictionary<AlbumId, (KeptAlbum Kept, Album Album)>();
        await foreach (var kept in AlbumFiles.ReadAsync(blobs, tell, cancellationToken))
            if (kept.ToAlbum() is { } album) waiting[album.Id] = (kept, album);

        while (waiting.Count > 0)
        {
            var ready = waiting.Values.Where(one => one.Album.Parent is not { } parent || !waiting.ContainsKey(parent)).ToList();
            if (ready.Count == 0) ready = [waiting.Values.First()]; // they lie in each other, which no site writes
            foreach (var (kept, album) in ready)
            {
                waiting.Remove(album.Id);
                await RestoreAsync(report, kept, album, tell, cancellationToken);
            }
        }
    }

    private async Task RestoreAsync(RebuildReport report, KeptAlbum kept, Album album, Action<string> tell, CancellationToken cancellationToken)
    {
        if (await albums.RestoreAsync(album, kept.ToMembers(), cancellationToken) is { } restored)
        {
            report.Albums++;
            if (restored.Parent != album.Parent) tell($"album {album.Title}: what it lay in is gone, so it lies on top");
        }

        await RestoreAsync(report, kept.Public?.Of(album.Owner, album.Id, null), cancellationToken);
    }
}
