using Vitrine.Library;
using Vitrine.Storage;
using Vitrine.Tests.Contracts;

namespace Vitrine.Tests.Library.Upkeep;

public sealed class VerificationTests : IAsyncLifetime
{
    private SiteParts site = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => site = await SiteParts.CreateAsync();

    public ValueTask DisposeAsync() => site.DisposeAsync();

    [Fact]
    public async Task A_whole_site_is_clean_and_every_byte_was_read()
    {
        for (var i = 0; i < 5; i++) await site.TakeAsync(TestStore.Bytes(1000 + i, i));
        var (report, findings) = await site.VerifyAsync();
        Assert.Empty(findings);
        Assert.True(report.IsClean);
        Assert.Equal((5, 5, 5010), (report.Items, report.Intact, report.BytesRead));
    }

    [Fact, Trait("trust", "G05")]
    public async Task Each_kind_of_harm_is_told_apart_and_the_counts_add_up()
    {
        var items = new List<MediaItem>();
        for (var i = 0; i < 6; i++) items.Add(await site.TakeAsync(TestStore.Bytes(5000, i)));
        File.Delete(site.PathOf(items[0].OriginalKey));
        await using (var cut = File.OpenWrite(site.PathOf(items[1].OriginalKey))) cut.SetLength(4999);
        await using (var flipped = File.Open(site.PathOf(items[2].OriginalKey), FileMode.Open))
        {
            flipped.Position = 2500;
            var old = flipped.ReadByte();
            flipped.Position = 2500;
            flipped.WriteByte((byte)(old ^ 1));
        }

        File.Delete(site.PathOf(items[3].SidecarKey));
        await File.WriteAllTextAsync(Path.Join(Path.GetDirectoryName(site.PathOf(items[4].OriginalKey)), "copy.jpg"), "x", Cancel);
        var orphan = MediaId.New(site.Time);
        await site.Get<IBlobStore>().WriteAsync(Keys.Original(orphan, "orphan.jpg", ".jpg"), TestStore.Text("x"), "image/jpeg", Cancel);
        await site.Get<IBlobStore>().WriteAsync(new BlobKey("originals/holiday.jpg"), TestStore.Text("x"), "image/jpeg", Cancel);

        var (report, findings) = await site.VerifyAsync();
        Assert.Equal(
            [
                (FindingKind.Missing, items[0].OriginalKey.Value), (FindingKind.Truncated, items[1].OriginalKey.Value),
                (FindingKind.Damaged, items[2].OriginalKey.Value), (FindingKind.Orphaned, Keys.OriginalsOf(orphan)),
                (FindingKind.Stray, Path.GetDirectoryName(items[4].OriginalKey.Value) + "/copy.jpg"), (FindingKind.Stray, "originals/holiday.jpg"),
                (FindingKind.WithoutSidecar, items[3].SidecarKey.Value),
            ],
            findings.Select(f => (f.Kind, f.Where)).Order());
        Assert.Equal((6, 3), (report.Items, report.Intact));
        Assert.Equal(report.Items, report.Intact + report.Of(FindingKind.Missing) + report.Of(FindingKind.Truncated) + report.Of(FindingKind.Damaged));
        Assert.False(report.IsClean);
    }

    [Fact]
    public async Task Lengths_alone_are_compared_when_asked()
    {
        var item = await site.TakeAsync(TestStore.Bytes(5000));
        await File.WriteAllBytesAsync(site.PathOf(item.OriginalKey), TestStore.Bytes(5000, 99), Cancel);
        Assert.True((await site.Get<Verification>().RunAsync(hashes: false, _ => { }, Cancel)).IsClean);
        Assert.Equal(FindingKind.Damaged, Assert.Single((await site.VerifyAsync()).Findings).Kind);
    }

    [Fact]
    public async Task Items_that_come_and_go_during_the_walk_are_no_findings()
    {
        for (var i = 0; i < 30; i++) await site.TakeAsync(TestStore.Bytes(2000, i));
        var verifying = Task.Run(site.VerifyAsync, Cancel);
        var removal = site.Get<Removal>();
        for (var i = 100; i < 130; i++)
        {
            var item = await site.TakeAsync(TestStore.Bytes(2000, i));
            if (i % 2 == 0) await removal.PurgeAsync(Vitrine.Library.Access.Scope.Everything, item.Id, Cancel);
        }

        Assert.Empty((await verifying).Findings);
        Assert.Empty((await site.VerifyAsync()).Findings);
    }
}
