using Microsoft.Extensions.Time.Testing;
using Vitrine.Imaging;
using Vitrine.Jobs;
using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Library.Accounts;
using Vitrine.Library.Albums;
using Vitrine.Library.Audit;
using Vitrine.Library.Guests;
using Vitrine.Library.Links;
using Vitrine.Library.Moving;
using Vitrine.Library.Publishing;
using Vitrine.Storage;

namespace Vitrine.Tests.Contracts;

/// <summary>The catalogs of one backend over one empty database, with a clock that tests move.</summary>
public abstract class CatalogWorld : IAsyncDisposable
{
    public static readonly UploadLimits NoLimits = new(null, 200);

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    public abstract IMediaCatalog Media { get; }
    public abstract IUploadCatalog Uploads { get; }
    public abstract IAccountCatalog Accounts { get; }
    public abstract IClosedAccountCatalog Closed { get; }
    public abstract IOneTimeLinkCatalog OneTimeLinks { get; }
    public abstract IAuthenticatorCatalog Authenticators { get; }
    public abstract IPasskeyCatalog Passkeys { get; }
    public abstract IExternalAccountCatalog Externals { get; }
    public abstract ISiteCatalog Site { get; }
    public abstract IJobQueue Jobs { get; }
    public abstract IAlbumCatalog Albums { get; }
    public abstract IAlbumMembers Members { get; }
    public abstract ILinkCatalog Links { get; }
    public abstract ICatalogRows Rows { get; }
    public abstract IPublicationCatalog Publications { get; }
    public abstract IGuestCatalog Guests { get; }
    public abstract IAuditLog Audit { get; }

    public AccountId Anna { get; } = new(Guid.Parse("0195a000-0000-7000-8000-00000000a11a"));
    public AccountId Bert { get; } = new(Guid.Parse("0195a000-0000-7000-8000-00000000be27"));

    public Scope AnnasOwn => new Scope.Own(Anna);
    public Scope BertsOwn => new Scope.Own(Bert);

    public abstract ValueTask DisposeAsync();

    /// <summary>Makes what takes a while; skips the test where the backend is not here.</summary>
    public virtual ValueTask StartAsync() => ValueTask.CompletedTask;

    /// <summary>Brings counts and quotas, which may lag, to where they should be.</summary>
    public virtual Task SettleAsync() => Task.CompletedTask;

    public async Task<IReadOnlyList<DayCount>> DaysAsync(Scope scope)
    {
        await SettleAsync();
        return await Media.DaysAsync(scope, Cancel);
    }

    public async Task<Usage> UsageAsync(AccountId owner)
    {
        await SettleAsync();
        return await Uploads.UsageAsync(owner, Cancel);
    }

    public MediaItem NewItem(AccountId owner, string fileName = "photo.jpg")
    {
        Time.Advance(TimeSpan.FromMilliseconds(1));
        var id = MediaId.New(Time);
        return new MediaItem
        {
            Id = id,
            Owner = owner,
            State = MediaState.Received,
            Version = 1,
            FileName = fileName,
            OriginalKey = Keys.Original(id, fileName, ".jpg"),
            Kind = MediaKind.Image,
            ContentType = "image/jpeg",
            Bytes = 1000,
            Sha256 = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(id.Value.ToByteArray())),
            Crc32 = 0xfedcba98,
            TakenAt = TakenAt.From(Time.GetUtcNow()),
            TakenFrom = TakenFrom.Upload,
            UploadedAt = Time.GetUtcNow(),
        };
    }

    public Upload NewUpload(AccountId owner, long? length = 1000, MediaId? id = null) => new()
    {
        Id = id ?? MediaId.New(Time),
        Owner = owner,
        Length = length,
        Reserved = length ?? 64,
        FileName = "photo.jpg",
        CreatedAt = Time.GetUtcNow(),
        ExpiresAt = Time.GetUtcNow().AddDays(7),
    };

    /// <summary>Gives Anna and Bert accounts.</summary>
    public async Task PeopleAsync()
    {
        foreach (var (id, name) in new[] { (Anna, "Anna"), (Bert, "Bert") })
        {
            var account = new Account { Id = id, Name = name, PasswordHash = "hash", IsAdmin = name == "Anna", CreatedAt = Time.GetUtcNow() };
            Assert.True(await Accounts.AddAsync(account, Cancel));
        }
    }

    public async Task<Album> MakeAlbumAsync(AccountId owner, string title = "Summer", AlbumOrder order = AlbumOrder.ByHand)
    {
        Time.Advance(TimeSpan.FromMilliseconds(1));
        var album = new Album { Id = AlbumId.New(Time), Owner = owner, Version = 1, Title = title, Order = order, CreatedAt = Time.GetUtcNow() };
        Assert.True(await Albums.MakeAsync(album, Cancel));
        return album;
    }

    public NextWork TileWork => new(MediaWork.Tile, Lanes.Tile, Time.GetUtcNow());

    /// <summary>Takes an item the whole way of an upload.</summary>
    public Task<MediaItem> ReceiveAsync(MediaItem item, NextWork? work = null) => ReceiveAsync(item, NewUpload(item.Owner, item.Bytes, item.Id), work);

    /// <summary>The same, for an upload that says more of itself.</summary>
    public async Task<MediaItem> ReceiveAsync(MediaItem item, Upload upload, NextWork? work = null)
    {
        Assert.Equal(BeginOutcome.Begun, await Uploads.BeginAsync(upload, NoLimits, Cancel));
        var fence = await Uploads.TakeOverAsync(Scope.Everything, item.Id, Cancel);
        Assert.True(await Uploads.ReceiveAsync(item, fence!.Value, work, upload.Album, Cancel));
        return item;
    }

    public async Task<MediaItem> ReceiveAsync(AccountId owner, TakenAt takenAt) =>
        await ReceiveAsync(NewItem(owner) with { TakenAt = takenAt });

    public Task<MediaItem> ReceiveAsync(AccountId owner) => ReceiveAsync(NewItem(owner));

    /// <summary>An item with a tile job, and that job claimed.</summary>
    public async Task<(MediaItem Item, Job Job)> ReceiveAndClaimAsync(AccountId owner)
    {
        var item = await ReceiveAsync(NewItem(owner), TileWork);
        var job = await Jobs.ClaimAsync(Lanes.Tile, TimeSpan.FromMinutes(1), Cancel);
        Assert.Equal(item.Id.Value, job?.Id);
        return (item, job!);
    }

    public async Task<MediaItem> ReadAsync(MediaId id) => await Media.FindAsync(Scope.Everything, id, Cancel) ?? throw new InvalidOperationException("The item is gone.");

    public static TakenAt Taken(int year, int month, int day, int hour = 12) => new(new DateTime(year, month, day, hour, 0, 0, DateTimeKind.Unspecified));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;
}
