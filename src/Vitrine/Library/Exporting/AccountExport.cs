using Vitrine.Library.Access;
using Vitrine.Library.Albums;
using Vitrine.Library.Archives;
using Vitrine.Library.Links;
using Vitrine.Storage;

namespace Vitrine.Library.Exporting;

/// <summary>
/// All that somebody keeps here as one streamed zip: every original in a folder of its month, the trash in <c>trash/</c>, and <c>account.json</c>. It
/// holds one page of items and some 300 bytes for each that is done, whatever the library's size. What cannot be read is named in
/// <c>_missing.txt</c>, and what is not what was taken in is said there too: an export must end even where a disk has begun to fail.
/// </summary>
public sealed class AccountExport(IMediaCatalog catalog, IAlbumCatalog albums, ILinkCatalog links, IBlobStore store, TimeProvider time)
{
    private const int PageLength = 500;
    private const int RowsPerPage = 100;

    /// <summary>Of one JSON file, which is made in memory: some 10 MB.</summary>
    private const int ItemsPerFile = 20_000;

    /// <param name="stillAllowed">Asked every five seconds while bytes flow.</param>
    /// <exception cref="NoLongerAllowedException">The right was lost: break the answer off.</exception>
    public async Task WriteAsync(Account account, Stream target, Func<CancellationToken, Task<bool>> stillAllowed, CancellationToken cancellationToken)
    {
        var export = new Export(new ZipWriter(target), new Recheck(time, stillAllowed));
        var own = new Scope.Own(account.Id);
        await WriteItemsAsync(export, after => catalog.PageAsync(own, MediaSort.TakenOldest, after, PageLength, cancellationToken), item => $"{item.TakenAt.ToString()[..7]}/", cancellationToken);
        await WriteItemsAsync(export, after => catalog.TrashAsync(own, after, PageLength, cancellationToken), _ => "trash/", cancellationToken);
        await export.AddAsync("account", await FirstAsync(account, export, cancellationToken), cancellationToken);
        await export.FinishAsync(cancellationToken);
    }

    private async Task WriteItemsAsync(Export export, Func<Cursor?, Task<Page<MediaItem>>> pageAsync, Func<MediaItem, string> folderOf, CancellationToken cancellationToken)
    {
        await foreach (var item in Paging.AllAsync(pageAsync))
        {
            export.Items.Add(new ExportedItem(await WriteAsync(export, item, folderOf(item), cancellationToken), Sidecar.Of(item, [])));
            if (export.Items.Count == ItemsPerFile) await export.AddAsync("account", new ExportJson { Items = export.Items }, cancellationToken);
        }
    }

    /// <summary>The path it got, or null.</summary>
    private async Task<string?> WriteAsync(Export export, MediaItem item, string folder, CancellationToken cancellationToken)
    {
        var name = export.Names.Of(item.FileName, folder);
        await using var blob = await store.OpenReadAsync(item.OriginalKey, range: null, cancellationToken);
        if (blob is null)
        {
            export.Missing.Add($"{name}: the original is not in the store.");
            return null;
        }

        // The length and sum are those of the bytes that are there: a damaged file is worth more than none.
        var crc = await export.Zip.AddAsync(new ZipEntry(name, blob.Info.Length, null, item.TakenAt.Wall), blob.Content, export.GoOnAsync, cancellationToken);
        if (blob.Info.Length != item.Bytes || (item.Crc32 is { } known && known != crc)) export.Missing.Add($"{name}: is in this archive, but is not what was uploaded.");
        return name;
    }

    private async Task<ExportJson> FirstAsync(Account account, Export export, CancellationToken cancellationToken) => new()
    {
        Account = new ExportedAccount(account.Id.ToString(), account.Name, account.IsAdmin, account.QuotaBytes, account.CreatedAt, time.GetUtcNow(), account.Email),
        Albums = await AlbumsAsync(account.Id, cancellationToken),
        Links = await LinksAsync(account.Id, cancellationToken),
        Items = export.Items,
    };

    private async Task<List<ExportedAlbum>> AlbumsAsync(AccountId account, CancellationToken cancellationToken)
    {
        var (exported, own) = (new List<ExportedAlbum>(), new List<Album>());
        await foreach (var album in Paging.AllAsync(after => albums.OfOwnerAsync(account, after, RowsPerPage, cancellationToken))) own.Add(album);
        var paths = AlbumPaths.Of(own);
        foreach (var album in own)
        {
            var items = new List<string>();
            await foreach (var item in Paging.AllAsync(after => albums.PageAsync(album.Id, album.Order, after, RowsPerPage, cancellationToken))) items.Add(item.Id.ToString());
            exported.Add(new ExportedAlbum(album.Id.ToString(), album.Title, album.Description, album.Order, album.CreatedAt, items, album.Parent?.ToString(), paths[album.Id]));
        }

        return exported;
    }

    private async Task<List<ExportedLink>> LinksAsync(AccountId account, CancellationToken cancellationToken)
    {
        var exported = new List<ExportedLink>();
        await foreach (var link in Paging.AllAsync(after => links.OfOwnerAsync(account, after, RowsPerPage, cancellationToken))) exported.Add(ExportedLink.Of(link));
        return exported;
    }
}
