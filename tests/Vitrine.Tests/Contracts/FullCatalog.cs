using Vitrine.Imaging;
using Vitrine.Jobs;
using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Library.Accounts;
using Vitrine.Library.Albums;
using Vitrine.Library.Audit;
using Vitrine.Library.Guests;
using Vitrine.Library.Links;
using Vitrine.Library.Publishing;
using static Vitrine.Tests.Contracts.CatalogWorld;

namespace Vitrine.Tests.Contracts;

/// <summary>A catalog with everything in it: each kind of row, in each of its states, and every field of some row filled.</summary>
internal sealed class FullCatalog(CatalogWorld world)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private DateTimeOffset Now => world.Time.GetUtcNow();

    public async Task FillAsync()
    {
        await PeopleAsync();
        var items = await ItemsAsync();
        var album = await AlbumsAsync(items);
        await LinksAsync(album, items);
        await PublicationsAsync(album, items);
        await GuestsAsync(album);
        await UploadsAsync(items[0]);
        await JobsAsync();
        await DeedsAsync();
        await world.SettleAsync();
    }

    private async Task PeopleAsync()
    {
        await world.Site.SetAsync(SiteValues.StoreId, "the-store", Cancel);
        await world.Site.SetAsync($"{SiteValues.DataProtectionPrefix}key-1", new string('k', 60_000), Cancel);
        await world.Site.ProbeWriteAsync(Cancel);
        await world.Accounts.AddAsync(Person(world.Anna, "Anna") with { IsAdmin = true }, Cancel);
        await world.Accounts.AddAsync(Person(world.Bert, "Bert Ærlig") with { QuotaBytes = 5_000_000, Email = "bert@example.org", NoDigest = true }, Cancel);
        var carl = Person(AccountId.New(world.Time), "Carl");
        await world.Accounts.AddAsync(carl, Cancel);
        var used = new ApiKey(Ids.New(world.Time), world.Anna, "phone", Ids.HashSecret("phone"), true, false, Now, null);
        await world.Accounts.AddKeyAsync(used, Cancel);
        await world.Accounts.AddKeyAsync(new ApiKey(Ids.New(world.Time), world.Bert, "script", Ids.HashSecret("script"), true, true, Now, null), Cancel);
        await world.Accounts.AddKeyAsync(new ApiKey(Ids.New(world.Time), carl.Id, "gone", Ids.HashSecret("gone"), true, true, Now, null), Cancel);
        await world.Accounts.TouchKeyAsync(used.Id, Cancel);
        await world.Accounts.AddSessionAsync(new Session(Ids.HashSecret("session"), world.Anna, Now, Now.AddDays(30), "Browser"), Cancel);
        await OneTimeLinksAsync(carl.Id);
        await SigningInAsync();
        await world.Accounts.ChangeAsync(carl.Id, isAdmin: false, disabled: true, quotaBytes: null, Cancel); // ends its key and its link, too
        foreach (var (name, purges) in new[] { ("Dora", false), ("Emil", true) })
        {
            var closed = Person(AccountId.New(world.Time), name);
            await world.Accounts.AddAsync(closed, Cancel);
            Assert.Equal(AccountChange.Changed, await world.Closed.CloseAsync(closed.Id, Cancel));
            if (purges) Assert.True(await world.Closed.BeginPurgeAsync(closed.Id, Cancel));
        }

        await world.Site.LeaseAsync("sweeper", "somebody", TimeSpan.FromMinutes(1), Cancel);
        await world.Site.CountAsync("sign-in", TimeSpan.FromMinutes(10), Cancel);
    }

    /// <summary>An invitation, and links for a new password: one that counts, one that it took the place of, and one that ends with its account.</summary>
    private async Task OneTimeLinksAsync(AccountId carl)
    {
        var invitation = new OneTimeLink
        {
            Id = Ids.New(world.Time),
            TokenHash = Ids.HashSecret("invitation"),
            Name = "Dora",
            IsAdmin = true,
            QuotaBytes = 9_000_000,
            MadeBy = world.Anna,
            CreatedAt = Now,
            ExpiresAt = Now.AddDays(7),
        };
        await world.OneTimeLinks.AddAsync(invitation, Cancel);
        foreach (var (whose, secret) in new[] { (world.Bert, "replaced"), (world.Bert, "password"), (carl, "ended") })
        {
            var link = invitation with { Id = Ids.New(world.Time), TokenHash = Ids.HashSecret(secret), Account = whose, Name = "", IsAdmin = false, QuotaBytes = null };
            await world.OneTimeLinks.AddAsync(link, Cancel);
        }
    }

    private async Task SigningInAsync()
    {
        await world.Authenticators.SetAsync(new Authenticator(world.Anna, "sealed", Now, 3), 41, [.. "abc".Select(code => Ids.HashSecret($"{code}"))], Cancel);
        Assert.True(await world.Authenticators.UseStepAsync(world.Anna, 42, Cancel));
        Assert.True(await world.Authenticators.UseCodeAsync(world.Anna, Ids.HashSecret("b"), Cancel));
        await world.Authenticators.SetAsync(new Authenticator(world.Bert, "his", Now, 1), 7, [Ids.HashSecret("only")], Cancel);
        Assert.True(await world.Authenticators.UseCodeAsync(world.Bert, Ids.HashSecret("only"), Cancel));

        var counting = new Passkey
        {
            CredentialId = [9, 8, 7],
            Account = world.Anna,
            Name = "phone",
            PublicKey = [1, 2, 3],
            SignCount = 5,
            Transports = ["internal", "hybrid"],
            IsBackupEligible = true,
            CreatedAt = Now,
        };
        Assert.True(await world.Passkeys.AddAsync(counting, Cancel));
        Assert.True(await world.Passkeys.UseAsync(counting with { SignCount = 6, IsBackedUp = true, LastUsedAt = Now.AddSeconds(5) }, Cancel));
        Assert.True(await world.Passkeys.AddAsync(counting with { CredentialId = [1], Account = world.Bert, SignCount = 0, Transports = [], IsBackupEligible = false }, Cancel));
        foreach (var subject in new[] { "1", "2" }) Assert.True(await world.Externals.AddAsync(new ExternalAccount("https://id.example", subject, world.Bert, "bert@example", Now), Cancel));
    }

    private Account Person(AccountId id, string name) => new() { Id = id, Name = name, PasswordHash = $"hash of {name}", IsAdmin = false, CreatedAt = Now };

    /// <summary>Ready and edited, failed, waiting, at work, in the trash, on its way out, and never uploaded.</summary>
    private async Task<List<MediaItem>> ItemsAsync()
    {
        var (ready, job) = await world.ReceiveAndClaimAsync(world.Anna);
        await world.Media.MarkReadyAsync(job, WhatWasFound(), new NextWork(MediaWork.Renditions, Lanes.Ordinary, Now), Cancel);
        await world.Media.EditAsync(world.AnnasOwn, ready.Id, new MediaEdit { Title = "Títle", Description = "Long", Place = "Bergen", Tags = ["a", "b"], TakenAt = Taken(2014, 5, 6) }, null, Cancel);
        await world.Media.SidecarWrittenAsync(ready.Id, (await world.ReadAsync(ready.Id)).Version, Cancel);

        var (failed, failing) = await world.ReceiveAndClaimAsync(world.Bert);
        await world.Media.MarkFailedAsync(failing, ProblemCode.Damaged, Cancel);
        var (working, _) = await world.ReceiveAndClaimAsync(world.Bert);
        var waiting = await world.ReceiveAsync(world.NewItem(world.Anna, "waiting.jpg"), world.TileWork);
        await world.Media.EditAsync(world.AnnasOwn, waiting.Id, new MediaEdit { Title = "" }, null, Cancel); // said to have none
        var trashed = await world.ReceiveAsync(world.Anna, Taken(2020, 1, 1));
        var purging = await world.ReceiveAsync(world.Anna, Taken(2021, 2, 2));
        await world.Media.PutInTrashAsync(world.AnnasOwn, purging.Id, Cancel);
        Assert.True(await world.Media.BeginPurgeAsync(world.AnnasOwn, purging.Id, Cancel));
        var gone = await world.ReceiveAsync(world.Anna, Taken(2022, 2, 2));
        Assert.True(await world.Media.BeginPurgeAsync(world.AnnasOwn, gone.Id, Cancel));
        await world.Media.EndPurgeAsync(gone.Id, Cancel);
        var seeded = world.NewItem(world.Bert, "seeded.mp4") with { Kind = MediaKind.Video, Synthetic = true, State = MediaState.Ready };
        Assert.True(await world.Media.AdoptAsync(seeded, null, Cancel));
        return [ready, failed, working, waiting, trashed, seeded];
    }

    private static ReadyMedia WhatWasFound() => new()
    {
        Width = 4000,
        Height = 3000,
        Duration = TimeSpan.FromSeconds(1.5),
        TakenAt = Taken(2015, 7, 8),
        TakenOffsetMinutes = 120,
        TakenFrom = TakenFrom.Exif,
        Latitude = 60.390001,
        Longitude = -5.32,
        Thumbhash = [1, 2, 3],
        DominantColour = 0xaabbcc,
        Recipe = "r1",
        Problem = ProblemCode.PreviewFollows,
        Facts = new MediaFacts { CameraMake = "Canon", FNumber = 2.8, More = new Dictionary<string, string> { ["Artist"] = "A\u00e5" } },
        Renditions = [new Rendition("tile", 480, 360, "image/webp", ".webp", 12345)],
    };

    private async Task<Album> AlbumsAsync(List<MediaItem> items)
    {
        var album = await world.MakeAlbumAsync(world.Anna);
        await world.Albums.AddAsync(album.Id, Scope.Everything, [.. items.Select(item => item.Id)], Cancel);
        await world.Albums.MoveAsync(album.Id, items[0].Id, items[3].Id, before: true, Cancel);
        await world.Albums.EditAsync(album.Id, new AlbumEdit { Title = "Ferie", Description = "By the sea", Order = AlbumOrder.TakenNewest, Cover = items[0].Id }, null, Cancel);
        world.Time.Advance(TimeSpan.FromSeconds(1));
        await world.Members.SetAsync(album.Id, world.Bert, AlbumRole.Manager, Cancel);
        var written = await world.MakeAlbumAsync(world.Bert, "Empty");
        await world.Albums.FileWrittenAsync(written.Id, written.Version, Cancel);
        var deleted = await world.MakeAlbumAsync(world.Anna, "Deleted");
        await world.Albums.AddAsync(deleted.Id, Scope.Everything, [items[0].Id], Cancel);
        await world.Members.SetAsync(deleted.Id, world.Bert, AlbumRole.Viewer, Cancel);
        foreach (var above in new[] { album, deleted })
        {
            var inside = await world.MakeAlbumAsync(world.Anna, $"Inside {above.Title}");
            Assert.Equal(Nesting.Done, await world.Albums.NestAsync(inside.Id, above.Id, Cancel));
        }

        Assert.True(await world.Albums.DeleteAsync(deleted.Id, Cancel));
        return album;
    }

    /// <summary>A public album, an unlisted item, a public one that goes into the trash, and one that is private again.</summary>
    private async Task PublicationsAsync(Album album, List<MediaItem> items)
    {
        await PublishAsync("album", Visibility.Public, whole => whole with { Album = album.Id, CanDownload = true, ShowMetadata = true });
        await PublishAsync("unlisted", Visibility.Unlisted, whole => whole with { Item = items[0].Id, CanDownload = true, ShowMetadata = true });
        await PublishAsync("trashed", Visibility.Public, whole => whole with { Item = items[4].Id });
        var ended = await PublishAsync("ended", Visibility.Public, whole => whole with { Item = items[3].Id });
        Assert.True(await world.Publications.EndAsync(ended, Cancel));
        await world.Media.PutInTrashAsync(world.AnnasOwn, items[4].Id, Cancel);
    }

    private async Task<Publication> PublishAsync(string address, Visibility visibility, Func<Publication, Publication> of)
    {
        world.Time.Advance(TimeSpan.FromMilliseconds(1));
        var wanted = of(new Publication { Owner = world.Anna, Address = address, Visibility = visibility, Since = Now });
        return await world.Publications.PublishAsync(wanted, Cancel) ?? throw new InvalidOperationException($"{address} was not published.");
    }

    private async Task LinksAsync(Album album, List<MediaItem> items)
    {
        var full = Link("of all") with
        {
            Album = album.Id,
            Title = "Look",
            PasswordHash = "password",
            ExpiresAt = Now.AddDays(9),
            MaxOpens = 3,
            CanDownload = true,
            ShowMetadata = true,
        };
        foreach (var link in new[] { full, Link("of one") with { Items = [items[0].Id] }, Link("of some") with { Items = [items[3].Id, items[0].Id] } })
            Assert.True(await world.Links.AddAsync(link, Cancel));
        foreach (var visitor in new[] { "one", "two" })
        {
            world.Time.Advance(TimeSpan.FromSeconds(1));
            Assert.True(await world.Links.OpenAsync(full.Id, visitor, Cancel));
        }

        var revoked = Link("of nothing any more") with { Items = [items[0].Id] };
        Assert.True(await world.Links.AddAsync(revoked, Cancel));
        Assert.True(await world.Links.RevokeAsync(revoked.Id, Cancel));
    }

    /// <summary>A link that shows nothing and takes a little, of which one file waits, one was let in, and one was taken back.</summary>
    private async Task GuestsAsync(Album album)
    {
        var rules = new GuestRules { MaxFiles = 9, MaxBytes = 9_000, Accepts = AcceptedKinds.Pictures | AcceptedKinds.Videos };
        var link = Link("of guests") with { Album = album.Id, CanView = false, Guests = rules };
        Assert.True(await world.Links.AddAsync(link, Cancel));
        await GuestAddsAsync(link, "visitor-zoe");
        var approved = await GuestAddsAsync(link, "visitor-yan");
        Assert.NotNull(await world.Guests.ApproveAsync(album.Id, approved.Id, Cancel));
        var taken = await GuestAddsAsync(link, "visitor-yan");
        Assert.Equal(Withdrawal.Purging, await world.Guests.WithdrawAsync(link.Id, "visitor-yan", taken.Id, Cancel));
    }

    private Task<MediaItem> GuestAddsAsync(ShareLink link, string visitor)
    {
        var item = world.NewItem(world.Anna) with { GuestName = "Zoë", WaitsIn = link.Album };
        var upload = world.NewUpload(world.Anna, item.Bytes, item.Id) with
        {
            Album = link.Album,
            Guest = new GuestUpload(link.Id, visitor, "Zoë", link.Guests!.Reviewed, link.Guests.Accepts),
        };
        return world.ReceiveAsync(item, upload);
    }

    private ShareLink Link(string name) => new()
    {
        Id = LinkId.New(world.Time),
        Owner = world.Anna,
        TokenHash = Ids.HashSecret(name),
        Name = name,
        CreatedAt = Now,
    };

    private async Task UploadsAsync(MediaItem original)
    {
        var again = world.NewUpload(world.Anna) with { FileTime = Now.AddYears(-1), Title = "t", Description = "d", Place = "p", Tags = ["x"] };
        await world.Uploads.BeginAsync(again, NoLimits, Cancel);
        var fence = await world.Uploads.TakeOverAsync(Scope.Everything, again.Id, Cancel);
        Assert.True(await world.Uploads.EndAsDuplicateAsync(again.Id, fence!.Value, original.Id, Cancel));
        Assert.Equal(BeginOutcome.Begun, await world.Uploads.BeginAsync(world.NewUpload(world.Anna, 4000), NoLimits, Cancel)); // stays behind
        var left = world.NewUpload(world.Bert);
        await world.Uploads.BeginAsync(left, NoLimits, Cancel);
        await world.Uploads.AbandonAsync(Scope.Everything, left.Id, Cancel);
    }

    private async Task DeedsAsync()
    {
        await world.Audit.AppendAsync(new AuditEntry(Ids.New(world.Time), world.Anna, "Anna", AuditAct.AlbumMade, "albums/1", "Summer", "192.0.2.0/24"), Cancel);
        await world.Audit.AppendAsync(new AuditEntry(Ids.New(world.Time), null, "a visitor", AuditAct.LinkOpened, "", null, "192.0.2.0/24"), Cancel);
    }

    private async Task JobsAsync()
    {
        var ended = new NewJob(Ids.New(world.Time), "change", Lanes.Heavy, world.Anna.Value, Now, "payload");
        await world.Jobs.EnqueueAsync(ended, Cancel);
        await world.Jobs.CompleteAsync((await world.Jobs.ClaimAsync(Lanes.Heavy, TimeSpan.FromMinutes(1), Cancel))!, Cancel);
        await world.Jobs.EnqueueAsync(ended with { Id = Ids.New(world.Time), Due = Now.AddHours(1) }, Cancel);
    }
}
