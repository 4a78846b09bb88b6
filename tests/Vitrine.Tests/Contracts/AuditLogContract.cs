using Vitrine.Library;
using Vitrine.Library.Audit;

namespace Vitrine.Tests.Contracts;

/// <summary>What every <see cref="IAuditLog"/> keeps.</summary>
public abstract class AuditLogContract(CatalogWorld world) : CatalogContract(world)
{
    private static readonly AuditFilter Everything = new();

    [Fact]
    public async Task Entries_come_back_as_they_were_written_newest_first()
    {
        var old = await AppendAsync(AuditAct.AlbumMade, "Wedding", World.Anna, "albums/1");
        var visited = await AppendAsync(AuditAct.LinkOpened, null, actor: null, subject: "");

        var page = await World.Audit.PageAsync(Everything, null, 10, Cancel);

        Assert.Equal([visited, old], page.Items);
        Assert.Null(page.Next);
        Assert.Equal(World.Time.GetUtcNow(), visited.At);
    }

    [Fact]
    public async Task Pages_follow_one_another_over_months_without_gap_or_repeat()
    {
        var written = new List<AuditEntry>();
        for (var n = 0; n < 25; n++)
        {
            written.Add(await AppendAsync(AuditAct.ItemChanged, $"{n}"));
            World.Time.Advance(TimeSpan.FromDays(4));
        }

        var read = new List<AuditEntry>();
        Cursor? after = null;
        do
        {
            var page = await World.Audit.PageAsync(Everything, after, 4, Cancel);
            Assert.InRange(page.Items.Count, 0, 4);
            read.AddRange(page.Items);
            after = page.Next;
        }
        while (after is not null);

        Assert.Equal(Enumerable.Reverse(written), read);
    }

    [Fact]
    public async Task A_filter_keeps_what_fits_it()
    {
        await AppendAsync(AuditAct.SignedIn, null);
        World.Time.Advance(TimeSpan.FromHours(1));
        var begin = World.Time.GetUtcNow();
        var made = await AppendAsync(AuditAct.LinkMade, "Grandma’s link", World.Bert, "links/1", "Bert");
        World.Time.Advance(TimeSpan.FromHours(1));
        await AppendAsync(AuditAct.LinkRevoked, "Club", World.Anna, "links/2", "Anna");

        Assert.Equal(2, (await World.Audit.PageAsync(new AuditFilter(Kind: AuditKind.Sharing), null, 10, Cancel)).Items.Count);
        Assert.Equal([made], (await World.Audit.PageAsync(new AuditFilter(Text: "grandma"), null, 10, Cancel)).Items);
        Assert.Equal([made], (await World.Audit.PageAsync(new AuditFilter(Text: "BERT"), null, 10, Cancel)).Items);
        Assert.Equal([made], (await World.Audit.PageAsync(new AuditFilter(From: begin, Until: begin.AddMinutes(1)), null, 10, Cancel)).Items);
        Assert.Empty((await World.Audit.PageAsync(new AuditFilter(Until: begin.AddHours(-2)), null, 10, Cancel)).Items);
    }

    [Fact]
    public async Task A_page_of_few_that_fit_stops_looking_and_goes_on_from_there()
    {
        var first = await AppendAsync(AuditAct.AlbumMade, "the first");
        for (var n = 0; n < IAuditLog.MostLookedAt; n++) await AppendAsync(AuditAct.ItemChanged, null);

        var page = await World.Audit.PageAsync(new AuditFilter(Kind: AuditKind.Albums), null, 10, Cancel);
        Assert.Empty(page.Items);
        Assert.NotNull(page.Next);
        Assert.Equal([first], (await World.Audit.PageAsync(new AuditFilter(Kind: AuditKind.Albums), page.Next, 10, Cancel)).Items);
    }

    [Fact]
    public async Task What_is_too_old_goes()
    {
        await AppendAsync(AuditAct.SignedIn, "old");
        World.Time.Advance(TimeSpan.FromDays(400));
        var young = await AppendAsync(AuditAct.SignedIn, "young");

        await World.Audit.ForgetAsync(World.Time.GetUtcNow().AddDays(-365), 10, Cancel);

        Assert.Equal([young], (await World.Audit.PageAsync(Everything, null, 10, Cancel)).Items);
    }

    private async Task<AuditEntry> AppendAsync(AuditAct act, string? name, AccountId? actor = null, string subject = "media/1", string actorName = "Anna")
    {
        World.Time.Advance(TimeSpan.FromMilliseconds(1));
        var entry = new AuditEntry(Ids.New(World.Time), actor, actorName, act, subject, name, "192.0.2.0/24");
        await World.Audit.AppendAsync(entry, Cancel);
        return entry;
    }
}
