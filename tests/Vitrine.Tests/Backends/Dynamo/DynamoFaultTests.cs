using Vitrine.Imaging;
using Vitrine.Jobs;
using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Library.Accounts;
using Vitrine.Library.Albums;
using Vitrine.Library.Links;
using Vitrine.Library.Publishing;
using static Vitrine.Tests.Contracts.CatalogWorld;

namespace Vitrine.Tests.Backends.Dynamo;

/// <summary>
/// Every member that changes something, with each of its writes hit by faults before it gets through (a single one the HTTP client hides from us): the outcome and what is counted
/// are the same as without.
/// </summary>
public sealed class DynamoFaultTests
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [Trait("trust", "B02")]
    [InlineData(Fault.Conflict, 1)]
    [InlineData(Fault.Throttled, 1)]
    [InlineData(Fault.LostRequest, 1)]
    [InlineData(Fault.LostRequest, 3)]
    [InlineData(Fault.LostAnswer, 1)]
    [InlineData(Fault.LostAnswer, 3)]
    public async Task A_fault_at_every_write_changes_no_outcome_and_no_count(Fault fault, int inARow)
    {
        var undisturbed = await TranscriptAsync(Fault.None, 0);

        Assert.Equal(undisturbed, await TranscriptAsync(fault, inARow));
    }

    [Fact]
    public async Task A_table_that_stays_too_busy_is_a_broken_world_after_a_while_and_works_again_without_a_restart()
    {
        await using var world = new DynamoWorld();
        await world.StartAsync();
        world.Made.Break(_ => Fault.Throttled);
        var failure = await Assert.ThrowsAsync<CatalogUnavailableException>(() => world.Site.PingAsync(Cancel));
        world.Made.Mend();

        Assert.Contains("VITRINE_METADATA__DYNAMODB__BILLINGMODE", failure.Message, StringComparison.Ordinal);
        await world.Site.PingAsync(Cancel);
    }

    [Fact]
    public async Task Requests_that_never_arrive_name_the_endpoint()
    {
        await using var world = new DynamoWorld();
        await world.StartAsync();
        world.Made.Break(_ => Fault.LostRequest);

        var failure = await Assert.ThrowsAsync<CatalogUnavailableException>(() => world.Site.ProbeWriteAsync(Cancel));

        Assert.Contains("VITRINE_METADATA__DYNAMODB__ENDPOINT", failure.Message, StringComparison.Ordinal);
    }

    /// <summary>What every member answered, and what stood in the counts after each group of them.</summary>
    private static async Task<List<string>> TranscriptAsync(Fault fault, int inARow)
    {
        await using var world = new DynamoWorld();
        await world.StartAsync();
        var writes = 0;
        world.Made.Break(operation => Faults.IsWrite(operation) && Interlocked.Increment(ref writes) % (inARow + 1) != 0 ? fault : Fault.None);
        var said = new List<string>();
        await UploadsAsync(world, said);
        await MediaAsync(world, said);
        await JobsAsync(world, said);
        await AccountsAsync(world, said);
        await WaysInAsync(world, said);
        await SiteAsync(world, said);
        await AlbumsAsync(world, said);
        await LinksAsync(world, said);
        await PublicationsAsync(world, said);
        Assert.True(writes > 60);
        return said;
    }

    private static async Task UploadsAsync(DynamoWorld world, List<string> said)
    {
        var (uploads, upload) = (world.Uploads, world.NewUpload(world.Anna, length: null));
        said.Add($"begin {await uploads.BeginAsync(upload, NoLimits, Cancel)}");
        var fence = (await uploads.TakeOverAsync(world.AnnasOwn, upload.Id, Cancel))!.Value;
        said.Add($"take over {fence}, advance {await uploads.AdvanceAsync(upload.Id, fence, 10, [1], Cancel)}");
        said.Add($"grow {await uploads.GrowAsync(upload.Id, fence, 500, NoLimits, Cancel)}, {await world.UsageAsync(world.Anna)}");
        said.Add($"length {await uploads.SetLengthAsync(upload.Id, fence, 1000, NoLimits, Cancel)}, {await world.UsageAsync(world.Anna)}");
        said.Add($"receive {await uploads.ReceiveAsync(world.NewItem(world.Anna) with { Id = upload.Id }, fence, world.TileWork, null, Cancel)}");
        said.Add($"{await world.UsageAsync(world.Anna)}, {await DaysAsync(world)}");

        var (again, abandoned) = (world.NewUpload(world.Anna), world.NewUpload(world.Anna));
        foreach (var begun in new[] { again, abandoned }) await uploads.BeginAsync(begun, NoLimits, Cancel);
        said.Add($"duplicate {await uploads.EndAsDuplicateAsync(again.Id, 0, upload.Id, Cancel)}, {await world.UsageAsync(world.Anna)}");
        said.Add($"abandon {await uploads.AbandonAsync(world.AnnasOwn, abandoned.Id, Cancel)}, {await world.UsageAsync(world.Anna)}");
    }

    private static async Task MediaAsync(DynamoWorld world, List<string> said)
    {
        var media = world.Media;
        await world.Jobs.ClaimAsync(Lanes.Tile, TimeSpan.FromDays(1), Cancel);
        var (item, job) = await world.ReceiveAndClaimAsync(world.Anna);
        said.Add($"ready {await media.MarkReadyAsync(job, new ReadyMedia { TakenAt = Taken(2015, 1, 1) }, null, Cancel)}, {await DaysAsync(world)}");
        said.Add($"requeue {await media.RequeueAsync(world.AnnasOwn, item.Id, world.TileWork, Cancel)}");
        job = (await world.Jobs.ClaimAsync(Lanes.Tile, Lease, Cancel))!;
        said.Add($"claim {job.Fence} {job.Attempt}, failed {await media.MarkFailedAsync(job, ProblemCode.Damaged, Cancel)}");
        await media.RequeueAsync(world.AnnasOwn, item.Id, world.TileWork, Cancel);
        var read = new ReadOriginal(new string('a', 64), 7, MediaKind.Video, "video/mp4", Repeats: false);
        said.Add($"read {await media.MarkReadAsync((await world.Jobs.ClaimAsync(Lanes.Tile, Lease, Cancel))!, read, null, Cancel)}");
        var edited = Assert.IsType<EditOutcome.Edited>(await media.EditAsync(world.AnnasOwn, item.Id, new MediaEdit { Title = "t" }, null, Cancel)).Item;
        said.Add($"edit {edited.Version}, sidecars {(await media.SidecarsDueAsync(9, Cancel)).Count}");
        await media.SidecarWrittenAsync(item.Id, edited.Version, Cancel);
        said.Add($"sidecars {(await media.SidecarsDueAsync(9, Cancel)).Count}");
        said.Add($"trash {(await media.PutInTrashAsync(world.AnnasOwn, item.Id, Cancel))!.Version}, {await DaysAsync(world)}, {await world.UsageAsync(world.Anna)}");
        said.Add($"restore {(await media.RestoreAsync(world.AnnasOwn, item.Id, Cancel))!.Version}, {await DaysAsync(world)}, {await world.UsageAsync(world.Anna)}");
        said.Add($"purge {await media.BeginPurgeAsync(world.AnnasOwn, item.Id, Cancel)}, {(await media.PurgingAsync(9, Cancel)).Count}");
        await media.EndPurgeAsync(item.Id, Cancel);
        said.Add($"purged {(await media.PurgingAsync(9, Cancel)).Count}, {await DaysAsync(world)}, {await world.UsageAsync(world.Anna)}");
        said.Add($"adopt {await media.AdoptAsync(world.NewItem(world.Bert), world.TileWork, Cancel)}, {await world.UsageAsync(world.Bert)}");
        said.Add($"walk {(await media.WalkAsync(null, 9, Cancel)).Items.Count}");
    }

    private static async Task JobsAsync(DynamoWorld world, List<string> said)
    {
        var jobs = world.Jobs;
        said.Add($"enqueue {await jobs.EnqueueAsync(new NewJob(Ids.New(world.Time), "zip", Lanes.Heavy, world.Anna.Value, world.Time.GetUtcNow(), null), Cancel)}");
        var job = (await jobs.ClaimAsync(Lanes.Heavy, Lease, Cancel))!;
        said.Add($"claim {job.Fence} {job.Attempt}, renew {await jobs.RenewAsync(job, Lease, Cancel)}, give back {await jobs.GiveBackAsync(job, Cancel)}");
        job = (await jobs.ClaimAsync(Lanes.Heavy, Lease, Cancel))!;
        said.Add($"claim {job.Fence} {job.Attempt}, retry {await jobs.RetryAsync(job, world.Time.GetUtcNow(), counted: true, Cancel)}");
        job = (await jobs.ClaimAsync(Lanes.Heavy, Lease, Cancel))!;
        said.Add($"claim {job.Fence} {job.Attempt}, complete {await jobs.CompleteAsync(job, Cancel)}, {(await jobs.WaitingAsync(Cancel)).GetValueOrDefault(Lanes.Heavy)} wait");
    }

    private static async Task AccountsAsync(DynamoWorld world, List<string> said)
    {
        var (accounts, now) = (world.Accounts, world.Time.GetUtcNow());
        var (one, two) = (NewAccount(world, "one"), NewAccount(world, "two"));
        said.Add($"first {await accounts.AddFirstAsync(one, Cancel)}, second {await accounts.AddAsync(two, Cancel)}, change {await accounts.ChangeAsync(two.Id, false, false, 5, Cancel)}");
        var (here, elsewhere) = (new Session("here", one.Id, now, now.AddHours(1), null), new Session("elsewhere", one.Id, now, now.AddHours(1), null));
        await accounts.AddSessionAsync(here, Cancel);
        await accounts.AddSessionAsync(elsewhere, Cancel);
        await accounts.ExtendSessionAsync("here", now.AddHours(2), Cancel);
        said.Add($"{(await accounts.SessionsAsync(one.Id, Cancel)).Count} sessions, password {await accounts.ChangePasswordAsync(one.Id, "new", "here", Cancel)}, {(await accounts.SessionsAsync(one.Id, Cancel)).Count}");
        var key = new ApiKey(Ids.New(world.Time), one.Id, "phone", "secret", true, true, now, null);
        await accounts.AddKeyAsync(key, Cancel);
        await accounts.TouchKeyAsync(key.Id, Cancel);
        said.Add($"key {(await accounts.FindKeyAsync("secret", Cancel))?.Key.LastUsedAt == now}, revoke {await accounts.RevokeKeyAsync(one.Id, key.Id, Cancel)}");
        world.Time.Advance(TimeSpan.FromMinutes(90));
        said.Add($"swept {await accounts.SweepSessionsAsync(world.Time.GetUtcNow(), Cancel)}");
        await accounts.EndSessionAsync("here", Cancel);
        said.Add($"{(await accounts.SessionsAsync(one.Id, Cancel)).Count} sessions");
    }

    private static async Task WaysInAsync(DynamoWorld world, List<string> said)
    {
        var (links, now, admin) = (world.OneTimeLinks, world.Time.GetUtcNow(), NewAccount(world, "admin"));
        await world.Accounts.AddAsync(admin, Cancel);
        OneTimeLink NewLink(string hash, AccountId? whose = null) =>
            new() { Id = Ids.New(world.Time), TokenHash = hash, Account = whose, MadeBy = admin.Id, CreatedAt = now, ExpiresAt = now.AddDays(1) };
        foreach (var link in new[] { NewLink("invites"), NewLink("revoked"), NewLink("password", admin.Id) }) await links.AddAsync(link, Cancel);
        said.Add($"join {await links.JoinAsync("invites", NewAccount(world, "joined"), Cancel)}, again {await links.JoinAsync("invites", NewAccount(world, "late"), Cancel)}");
        said.Add($"revoke {await links.RevokeInvitationAsync((await links.InvitationsAsync(9, Cancel))[0].Id, Cancel)}, {(await links.InvitationsAsync(9, Cancel)).Count} open");
        said.Add($"password {await links.SetPasswordAsync("password", "p", Cancel) == admin.Id}, again {await links.SetPasswordAsync("password", "q", Cancel)}, {(await world.Accounts.FindAsync(admin.Id, Cancel))!.PasswordHash}");

        var codes = world.Authenticators;
        await codes.SetAsync(new Authenticator(admin.Id, "sealed", now, 2), 5, ["a", "b"], Cancel);
        said.Add($"step {await codes.UseStepAsync(admin.Id, 6, Cancel)} {await codes.UseStepAsync(admin.Id, 6, Cancel)}, code {await codes.UseCodeAsync(admin.Id, "a", Cancel)} {await codes.UseCodeAsync(admin.Id, "a", Cancel)}");
        said.Add($"renew {await codes.ReplaceCodesAsync(admin.Id, ["c"], Cancel)}, {(await codes.FindAsync(admin.Id, Cancel))!.CodesLeft} left");
        await codes.RemoveAsync(admin.Id, Cancel);

        var passkey = new Passkey { CredentialId = [1], Account = admin.Id, Name = "n", PublicKey = [2], SignCount = 1, CreatedAt = now };
        said.Add($"passkey {await world.Passkeys.AddAsync(passkey, Cancel)}, used {await world.Passkeys.UseAsync(passkey with { SignCount = 2, LastUsedAt = now }, Cancel)}");
        said.Add($"rename {await world.Passkeys.RenameAsync(admin.Id, [1], "m", Cancel)}, remove {await world.Passkeys.RemoveAsync(admin.Id, [1], Cancel)}, {await world.Passkeys.FindAsync([1], Cancel) is null}");

        var (external, made) = (new ExternalAccount("i", "s", admin.Id, "l", now), NewAccount(world, "external"));
        said.Add($"connect {await world.Externals.AddAsync(external, Cancel)}, remove {await world.Externals.RemoveAsync(admin.Id, "i", "s", Cancel)}");
        said.Add($"make {await world.Externals.AddWithAccountAsync(made, external with { Account = made.Id }, Cancel)}, {(await world.Externals.OfAsync(made.Id, Cancel)).Count}, {await world.Accounts.FindAsync(made.Id, Cancel) is not null}");
    }

    private static async Task SiteAsync(DynamoWorld world, List<string> said)
    {
        var site = world.Site;
        said.Add($"add {await site.GetOrAddAsync("a", "1", Cancel)}, again {await site.GetOrAddAsync("a", "2", Cancel)}");
        await site.SetAsync("a", "3", Cancel);
        said.Add($"set {await site.GetAsync("a", Cancel)}");
        await site.SetAsync("a", null, Cancel);
        said.Add($"removed {await site.GetAsync("a", Cancel)}, lease {await site.LeaseAsync("l", "me", Lease, Cancel)} {await site.LeaseAsync("l", "you", Lease, Cancel)}");
        await site.ReleaseAsync("l", "me", Cancel);
        said.Add($"lease {await site.LeaseAsync("l", "you", Lease, Cancel)}, counted {await site.CountAsync("b", Lease, Cancel)} {await site.CountAsync("b", Lease, Cancel)}");
        await site.ProbeWriteAsync(Cancel);
    }

    private static async Task AlbumsAsync(DynamoWorld world, List<string> said)
    {
        var (albums, members) = (world.Albums, world.Members);
        var album = await world.MakeAlbumAsync(world.Anna);
        var items = new[] { (await world.ReceiveAsync(world.Anna)).Id, (await world.ReceiveAsync(world.Anna)).Id };
        said.Add($"add {(await albums.AddAsync(album.Id, world.AnnasOwn, items, Cancel))!.Added.Count}, {await AlbumAsync(world, album.Id)}");
        said.Add($"move {await albums.MoveAsync(album.Id, items[1], items[0], true, Cancel)}, {(await albums.PageAsync(album.Id, AlbumOrder.ByHand, null, 9, Cancel)).Items[0].Id == items[1]}");
        said.Add($"edit {await albums.EditAsync(album.Id, new AlbumEdit { Title = "t" }, 1, Cancel) is AlbumEditOutcome.Edited}, {await AlbumAsync(world, album.Id)}");
        said.Add($"member {await members.SetAsync(album.Id, world.Bert, AlbumRole.Viewer, Cancel)} {await members.SetAsync(album.Id, world.Bert, AlbumRole.Editor, Cancel)}");
        said.Add($"no member {await members.RemoveAsync(album.Id, world.Bert, Cancel)}, {await AlbumAsync(world, album.Id)}");
        await world.Media.PutInTrashAsync(world.AnnasOwn, items[0], Cancel);
        said.Add($"trashed {await AlbumAsync(world, album.Id)}");
        await world.Media.RestoreAsync(world.AnnasOwn, items[0], Cancel);
        var placed = (await albums.PlacementsAsync(items[0], Cancel))[0];
        said.Add($"restored {await AlbumAsync(world, album.Id)}, remove {await albums.RemoveAsync(album.Id, items[0], Cancel)}, {await AlbumAsync(world, album.Id)}");
        var inner = await world.MakeAlbumAsync(world.Anna);
        said.Add($"nest {await albums.NestAsync(inner.Id, album.Id, Cancel)} {(await albums.InsideAsync(album.Id, Cancel)).Count}, out {await albums.NestAsync(inner.Id, null, Cancel)} {(await albums.InsideAsync(album.Id, Cancel)).Count}");
        said.Add($"place {await albums.PlaceAsync(items[0], placed, Cancel)}, {await AlbumAsync(world, album.Id)}");
        said.Add($"delete {await albums.DeleteAsync(album.Id, Cancel)}, clear {await albums.ClearAsync(album.Id, 1, Cancel)} {await albums.ClearAsync(album.Id, 9, Cancel)}, {(await albums.DeletedAsync(9, Cancel)).Count}");
    }

    private static async Task LinksAsync(DynamoWorld world, List<string> said)
    {
        var (links, now) = (world.Links, world.Time.GetUtcNow());
        var link = new ShareLink { Id = LinkId.New(world.Time), Owner = world.Anna, TokenHash = "hash", Name = "n", MaxOpens = 2, CreatedAt = now };
        said.Add($"link {await links.AddAsync(link, Cancel)}");
        foreach (var visitor in new[] { "a", "a", "b", "c" }) said.Add($"open {await links.OpenAsync(link.Id, visitor, Cancel)}, {(await links.FindAsync(link.Id, Cancel))!.Opens}");
        said.Add($"revoke {await links.RevokeAsync(link.Id, Cancel)}, {(await links.OpensAsync(link.Id, 9, Cancel)).Count} {(await links.OfOwnerAsync(world.Anna, null, 9, Cancel)).Items.Count}");
    }

    private static async Task PublicationsAsync(DynamoWorld world, List<string> said)
    {
        var (publications, item) = (world.Publications, await world.ReceiveAsync(world.Anna));
        var wanted = new Publication { Owner = world.Anna, Address = "address", Item = item.Id, Visibility = Visibility.Public, Since = world.Time.GetUtcNow() };
        said.Add($"publish {await publications.PublishAsync(wanted, Cancel) == wanted}, version {(await world.ReadAsync(item.Id)).Version}");
        said.Add($"hide {(await publications.PublishAsync(wanted with { Visibility = Visibility.Unlisted }, Cancel))?.Visibility}, version {(await world.ReadAsync(item.Id)).Version}");
        said.Add($"end {await publications.EndAsync(wanted, Cancel)} {await publications.EndAsync(wanted, Cancel)}, version {(await world.ReadAsync(item.Id)).Version}");
    }

    private static async Task<string> AlbumAsync(DynamoWorld world, AlbumId id) =>
        await world.Albums.FindAsync(id, Cancel) is { } album ? $"{album.Items} items, version {album.Version}" : "no album";

    private static async Task<string> DaysAsync(DynamoWorld world) => string.Join(' ', (await world.DaysAsync(world.AnnasOwn)).Select(day => $"{day.Day}:{day.Count}"));

    private static Account NewAccount(DynamoWorld world, string name) => new()
    {
        Id = AccountId.New(world.Time),
        Name = name,
        PasswordHash = "hash",
        IsAdmin = true,
        CreatedAt = world.Time.GetUtcNow(),
    };
}
