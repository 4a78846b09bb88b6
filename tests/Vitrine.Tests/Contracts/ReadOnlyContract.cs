using Vitrine.Jobs;
using Vitrine.Library;
using Vitrine.Library.Access;
using Vitrine.Library.Albums;
using Vitrine.Library.Audit;
using Vitrine.Library.Links;
using Vitrine.Library.Moving;

namespace Vitrine.Tests.Contracts;

/// <summary>What every backend does while a move has the site read-only: it refuses changes of what is carried, and nothing else.</summary>
public abstract class ReadOnlyContract(CatalogWorld world) : CatalogContract(world)
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    private DateTimeOffset Now => World.Time.GetUtcNow();

    [Fact]
    public async Task No_change_of_what_is_carried_is_taken_and_all_can_be_read()
    {
        await new FullCatalog(World).FillAsync();
        var changes = await ChangesAsync();
        var before = await CatalogView.OfAsync(World);
        await SetAsync(new Standing { ReadOnlyFor = "a move" });

        foreach (var (name, change) in changes)
        {
            var refused = await Record.ExceptionAsync(change);
            Assert.True(refused is CatalogUnavailableException { ReadOnly: true }, $"{name} was answered with {refused?.ToString() ?? "a success"}.");
        }

        Assert.Equal(before, await CatalogView.OfAsync(World));
        await SetAsync(new Standing());
        foreach (var (name, change) in changes) Assert.True(await Record.ExceptionAsync(change) is null, $"{name} fails without a move, too.");
    }

    [Fact]
    public async Task People_sign_in_and_out_and_leases_and_throttles_go_on()
    {
        await World.Accounts.AddAsync(new Account { Id = World.Anna, Name = "Anna", PasswordHash = "h", IsAdmin = true, CreatedAt = Now }, Cancel);
        await SetAsync(new Standing { ReadOnlyFor = "a move" });

        await World.Accounts.AddSessionAsync(new Session("hash", World.Anna, Now, Now.AddDays(1), null), Cancel);
        await World.Accounts.ExtendSessionAsync("hash", Now.AddDays(2), Cancel);
        Assert.NotNull(await World.Accounts.FindSessionAsync("hash", Cancel));
        await World.Accounts.EndSessionAsync("hash", Cancel);
        Assert.Null(await World.Accounts.FindSessionAsync("hash", Cancel));
        Assert.Equal(0, await World.Accounts.SweepSessionsAsync(Now, Cancel));
        Assert.Equal(1, await World.Site.CountAsync("sign-in", Lease, Cancel));
        Assert.NotNull(await World.Site.LeaseAsync("move", "me", Lease, Cancel));
        await World.Site.ReleaseAsync("move", "me", Cancel);
    }

    [Theory]
    [InlineData("""{"generation":1,"movedTo":"VITRINE_METADATA__KIND=elsewhere"}""", "Set VITRINE_METADATA__KIND=elsewhere")]
    [InlineData("""{"generation":1,"copyOf":"a store"}""", "unfinished copy")]
    public async Task A_home_that_is_no_more_or_not_yet_refuses_and_says_why(string standing, string sentence)
    {
        await World.Site.SetAsync(SiteValues.Standing, standing, Cancel);
        World.Time.Advance(WriteGate.MostAge);
        var refused = await Assert.ThrowsAsync<CatalogUnavailableException>(() => World.Site.SetAsync("a", "b", Cancel));
        Assert.Contains(sentence, refused.Message, StringComparison.Ordinal);
    }

    private async Task SetAsync(Standing standing)
    {
        await World.Site.SetAsync(SiteValues.Standing, standing.ToJson(), Cancel);
        World.Time.Advance(WriteGate.MostAge);
    }

    /// <summary>Changes of each kind that go through when nothing hinders them, more than once.</summary>
    private async Task<(string Name, Func<Task> Change)[]> ChangesAsync()
    {
        var item = (await World.Media.PageAsync(World.AnnasOwn, MediaSort.TakenNewest, null, 1, Cancel)).Items[0];
        var album = await World.MakeAlbumAsync(World.Anna);
        var upload = World.NewUpload(World.Anna);
        await World.Uploads.BeginAsync(upload, CatalogWorld.NoLimits, Cancel);
        var fence = (await World.Uploads.TakeOverAsync(Scope.Everything, upload.Id, Cancel))!.Value;
        var open = new ShareLink { Id = LinkId.New(World.Time), Owner = World.Anna, TokenHash = "t", Name = "n", CreatedAt = Now };
        await World.Links.AddAsync(open, Cancel);
        return
        [
            ("a value", () => World.Site.SetAsync("a", "b", Cancel)),
            ("a value where there is none", () => World.Site.GetOrAddAsync(Ids.NewSecret(), "b", Cancel)),
            ("the probe", () => World.Site.ProbeWriteAsync(Cancel)),
            ("an account", () => World.Accounts.AddAsync(NewAccount(), Cancel)),
            ("a password", () => World.Accounts.ChangePasswordAsync(World.Bert, "new", null, Cancel)),
            ("a role", () => World.Accounts.ChangeAsync(World.Bert, isAdmin: true, disabled: false, null, Cancel)),
            ("a key", () => World.Accounts.AddKeyAsync(new ApiKey(Ids.New(World.Time), World.Anna, "k", Ids.NewSecret(), true, true, Now, null), Cancel)),
            ("an upload", () => World.Uploads.BeginAsync(World.NewUpload(World.Anna), CatalogWorld.NoLimits, Cancel)),
            ("bytes of an upload", () => World.Uploads.AdvanceAsync(upload.Id, fence, 10, [1], Cancel)),
            ("an adoption", () => World.Media.AdoptAsync(World.NewItem(World.Anna), null, Cancel)),
            ("an edit", () => World.Media.EditAsync(World.AnnasOwn, item.Id, new MediaEdit { Title = Ids.NewSecret() }, null, Cancel)),
            ("an album", () => World.MakeAlbumAsync(World.Anna)),
            ("a picture in an album", () => World.Albums.AddAsync(album.Id, World.AnnasOwn, [item.Id], Cancel)),
            ("a member", () => World.Members.SetAsync(album.Id, World.Bert, AlbumRole.Viewer, Cancel)),
            ("a link", () => World.Links.AddAsync(open with { Id = LinkId.New(World.Time), TokenHash = Ids.NewSecret() }, Cancel)),
            ("a link's file", () => World.Links.FileWrittenAsync(new LinkFileDue(open.Id, 1), Cancel)),
            ("an album put back", () => World.Albums.RestoreAsync(album with { Id = AlbumId.New(World.Time) }, [], Cancel)),
            ("an open", () => World.Links.OpenAsync(open.Id, Ids.NewSecret(), Cancel)),
            ("a job", () => World.Jobs.EnqueueAsync(new NewJob(Ids.New(World.Time), "k", Lanes.Heavy, World.Anna.Value, Now, null), Cancel)),
            ("a deed", () => World.Audit.AppendAsync(new AuditEntry(Ids.New(World.Time), null, "a visitor", AuditAct.LinkOpened, "", null, "192.0.2.0/24"), Cancel)),
            ("a claim", () => World.Jobs.ClaimAsync(Lanes.Tile, Lease, Cancel)),
            ("the trash", () => World.Media.PutInTrashAsync(World.AnnasOwn, item.Id, Cancel)),
        ];
    }

    private Account NewAccount() => new()
    {
        Id = AccountId.New(World.Time),
        Name = Ids.NewSecret()[..20],
        PasswordHash = "h",
        IsAdmin = false,
        CreatedAt = Now,
    };
}
