using System.Text.Json;
using System.Text.Json.Serialization;
using Vitrine.Storage;

namespace Vitrine.Library.Albums;

/// <summary>
/// Keeps <c>catalog/albums/{id}.json</c> in the store: an album and its members, without what is in it, which stands in the sidecars of
/// the items (RULES 10). Clears what deleted albums left behind, in bounded steps.
/// </summary>
internal sealed class AlbumFiles(IAlbumCatalog albums, IAlbumMembers members, IBlobStore blobs, TimeProvider time, ILogger<AlbumFiles> log) : BackgroundService
{
    public const string Prefix = Keys.Catalog + "albums/";

    private const int Batch = 50;
    private const int RowsAtOnce = 200;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    public static BlobKey KeyOf(AlbumId id) => new($"{Prefix}{id}.json");

    /// <summary>Writes the files that are due and clears deleted albums; returns how many albums it touched.</summary>
    public async Task<int> WriteDueAsync(CancellationToken cancellationToken)
    {
        var touched = 0;
        while (await albums.FilesDueAsync(Batch, cancellationToken) is { Count: > 0 } due)
        {
            foreach (var album in due) await WriteAsync(album, cancellationToken);
            touched += due.Count;
            if (due.Count < Batch) break;
        }

        foreach (var id in await albums.DeletedAsync(Batch, cancellationToken))
        {
            await blobs.DeleteAsync(KeyOf(id), cancellationToken);
            while (!await albums.ClearAsync(id, RowsAtOnce, cancellationToken))
            {
            }

            touched++;
        }

        return touched;
    }

    /// <summary>The albums as the store knows them, with their members; files that make no sense are told and passed over.</summary>
    public static async IAsyncEnumerable<KeptAlbum> ReadAsync(
        IBlobStore blobs, Action<string> tell, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var info in blobs.ListAsync(Prefix, cancellationToken))
        {
            await using var blob = await blobs.OpenReadAsync(info.Key, null, cancellationToken);
            if (blob is null) continue;
            var kept = await ParseAsync(blob.Content, cancellationToken);
            if (kept?.ToAlbum() is null) tell($"album not understood: {info.Key}");
            else yield return kept;
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await WriteDueAsync(stoppingToken);
            }
            catch (Exception failure) when (failure is StorageUnavailableException or CatalogUnavailableException)
            {
                log.LogWarning("The files of albums wait: {Reason}", failure.Message);
            }
        }
    }

    private async Task WriteAsync(Album album, CancellationToken cancellationToken)
    {
        var kept = KeptAlbum.Of(album, await members.OfAlbumAsync(album.Id, cancellationToken));
        var json = JsonSerializer.SerializeToUtf8Bytes(kept, AlbumsJson.Default.KeptAlbum);
        var key = KeyOf(album.Id);
        var present = await blobs.FindAsync(key, cancellationToken);
        if (!await blobs.ReplaceAsync(key, json, present?.Tag, cancellationToken)) return; // another node was faster; it stays due
        if (await albums.FindAsync(album.Id, cancellationToken) is null) await blobs.DeleteAsync(key, cancellationToken);
        else await albums.FileWrittenAsync(album.Id, album.Version, cancellationToken);
    }

    private static async Task<KeptAlbum?> ParseAsync(Stream content, CancellationToken cancellationToken)
    {
        try
        {
            return await JsonSerializer.DeserializeAsync(content, AlbumsJson.Default.KeptAlbum, cancellationToken);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

internal sealed record KeptAlbum(
    string Id, string Owner, long Version, string Title, string? Description, AlbumOrder Order, string? Cover, DateTimeOffset CreatedAt,
    IReadOnlyList<KeptMember> Members, string? Parent = null)
{
    public static KeptAlbum Of(Album album, IReadOnlyList<AlbumMember> members) => new(
        album.Id.ToString(), album.Owner.ToString(), album.Version, album.Title, album.Description, album.Order, album.ChosenCover?.ToString(),
        album.CreatedAt, [.. members.Select(member => new KeptMember(member.Account.ToString(), member.Role))], album.Parent?.ToString());

    /// <summary>Null when it contradicts itself.</summary>
    public Album? ToAlbum() => AlbumId.TryParse(Id, out var id) && AccountId.TryParse(Owner, out var owner) && Title is { Length: > 0 }
        ? new Album
        {
            Id = id,
            Owner = owner,
            Version = Version,
            Title = Title,
            Description = Description,
            Order = Order,
            ChosenCover = MediaId.TryParse(Cover, out var cover) ? cover : null,
            Parent = AlbumId.TryParse(Parent, out var parent) ? parent : null,
            CreatedAt = CreatedAt,
        }
        : null;
}

internal sealed record KeptMember(string Account, AlbumRole Role);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(KeptAlbum))]
internal sealed partial class AlbumsJson : JsonSerializerContext;
