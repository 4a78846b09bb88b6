using Vitrine.Library;
using Vitrine.Library.Access;
using static Vitrine.Tests.Uploads.UploadWorld;

namespace Vitrine.Tests.Uploads;

public sealed class ImportTests : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("vitrine-import-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        Write("a.bin", Bytes(1000, 1));
        Write("sub/b.bin", Bytes(1000, 2));
        Write("sub/deeper/copy of a.bin", Bytes(1000, 1));
        Write("sub/empty.bin", []);
        Write("sub/.hidden", Bytes(10));
        Write(".thumbnails/x.bin", Bytes(10));
        Write("sub/Thumbs.db", Bytes(10));
        File.CreateSymbolicLink(Path.Combine(folder, "link.bin"), "/etc/passwd");
        return ValueTask.CompletedTask;
    }

    [Fact, Trait("trust", "G05")]
    public async Task Every_file_is_counted_once_and_a_second_run_takes_nothing_new()
    {
        await using var site = await SiteParts.CreateAsync();
        Assert.Equal((2, 1, 3, 1), await ImportAsync(site));
        Assert.Equal((0, 3, 3, 1), await ImportAsync(site));
        var items = (await site.Get<IMediaCatalog>().PageAsync(new Scope.Own(site.Owner.Id), MediaSort.NameAscending, null, 10, Cancel)).Items;
        Assert.Equal(2, items.Count);
        Assert.Empty((await site.VerifyAsync()).Findings);
        Assert.Equal(0, (await site.Get<IUploadCatalog>().UsageAsync(site.Owner.Id, Cancel)).Reserved);
    }

    [Fact]
    public async Task The_files_own_time_is_the_first_guess_of_when_it_was_taken()
    {
        File.SetLastWriteTimeUtc(Path.Combine(folder, "sub/b.bin"), new DateTime(2011, 2, 3, 4, 5, 6, DateTimeKind.Utc));
        await using var site = await SiteParts.CreateAsync();
        await ImportAsync(site);
        var items = (await site.Get<IMediaCatalog>().PageAsync(new Scope.Own(site.Owner.Id), MediaSort.TakenOldest, null, 10, Cancel)).Items;
        Assert.Equal(("b.bin", "2011-02-03T04:05:06.000", TakenFrom.FileTime), (items[0].FileName, items[0].TakenAt.ToString(), items[0].TakenFrom));
    }

    [Fact]
    public async Task What_an_interrupted_run_left_is_taken_by_the_next()
    {
        await using var site = await SiteParts.CreateAsync();
        using var stop = new CancellationTokenSource();
        var first = new ImportProgress((_, _) => stop.Cancel());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => site.Get<FolderImport>().RunAsync(site.Owner, folder, first, stop.Token));

        await using var another = site.Again();
        await ImportAsync(another);
        Assert.Equal(2, (await site.Get<IMediaCatalog>().PageAsync(new Scope.Own(site.Owner.Id), MediaSort.NameAscending, null, 10, Cancel)).Items.Count);
        Assert.Empty((await site.VerifyAsync()).Findings);
    }

    [Fact]
    public async Task The_verb_works_beside_the_running_site()
    {
        var data = Directory.CreateTempSubdirectory("vitrine-import-site-").FullName;
        try
        {
            await using var site = await SiteProcess.StartAsync(data);
            var (exitCode, output) = await SiteProcess.RunAsync(data, "import", folder, "--account", "ada");
            Assert.Equal(1, exitCode); // the empty file was not taken
            Assert.Contains("7 files: 2 done, 1 here already, 3 skipped, 1 failed.", output, StringComparison.Ordinal);
            Assert.Contains("failed\tsub/empty.bin\tThe file is empty", output, StringComparison.Ordinal);

            using var program = await site.ProgramAsync();
            var list = await program.GetStringAsync("/api/v1/media", Cancel);
            Assert.Contains(Sha256(Bytes(1000, 1)), list, StringComparison.Ordinal);
            Assert.Equal(1, (await SiteProcess.RunAsync(data, "import", folder, "--account", "nobody")).ExitCode);
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private async Task<(int Done, int Duplicate, int Skipped, int Failed)> ImportAsync(SiteParts site)
    {
        var told = 0;
        var progress = new ImportProgress((_, _) => told++);
        await site.Get<FolderImport>().RunAsync(site.Owner, folder, progress, Cancel);
        var counts = (progress[ImportState.Done], progress[ImportState.Duplicate], progress[ImportState.Skipped], progress[ImportState.Failed]);
        Assert.Equal(FolderImport.FilesOf(folder).Count(), told);
        Assert.Equal(told, counts.Item1 + counts.Item2 + counts.Item3 + counts.Item4);
        return counts;
    }

    private void Write(string name, byte[] bytes)
    {
        var path = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
    }
}
