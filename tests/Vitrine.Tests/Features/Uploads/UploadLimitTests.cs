using System.Diagnostics;
using System.Net;
using Vitrine.Library;
using static Vitrine.Tests.Uploads.UploadWorld;

namespace Vitrine.Tests.Uploads;

/// <summary>Many at once, at the edge of quota, memory and disk.</summary>
public sealed class UploadLimitTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact, Trait("trust", "D02")]
    public async Task Beyond_the_cap_bodies_are_asked_to_come_back_and_all_acknowledged_ones_are_kept()
    {
        await using var world = await World.StartAsync(new Dictionary<string, string?> { ["Uploads:AtOnce"] = "2" });
        using var program = await world.ProgramOfAsync(world.Ada);
        var tus = new Tus(program);
        var hanging = new List<RawRequest>();
        var urls = new List<string>();
        foreach (var seed in new[] { 1, 2 })
        {
            urls.Add(await tus.CreateAsync(1000));
            hanging.Add(await world.RawAsync(program, $"PATCH {urls[^1]} HTTP/1.1\r\nContent-Type: application/offset+octet-stream\r\nUpload-Offset: 0\r\nContent-Length: 1000"));
            await hanging[^1].SendAsync(Bytes(500, seed));
            await UntilAsync(() => Task.FromResult(world.Held().Any(path => path.EndsWith(urls[^1].Split('/')[^1], StringComparison.Ordinal)) && world.Get<UploadWriters>().BodiesUnderWay == seed));
        }

        var waiting = await tus.CreateAsync(1000);
        using (var refused = await tus.PatchAsync(waiting, 0, Bytes(1000, 3)))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
            Assert.Equal("busy", await Tus.CodeAsync(refused));
            Assert.NotNull(refused.Headers.RetryAfter);
        }

        foreach (var (raw, seed) in hanging.Select((raw, index) => (raw, index + 1)))
        {
            await raw.SendAsync(Bytes(1000, seed)[500..]);
            Assert.Contains(" 204", await raw.StatusAsync(), StringComparison.Ordinal);
            raw.Dispose();
        }

        using (var later = await tus.PatchAsync(waiting, 0, Bytes(1000, 3))) Assert.Equal(HttpStatusCode.NoContent, later.StatusCode);
        Assert.Equal(3, (await world.ItemsAsync(world.Ada)).Count);
    }

    [Fact, Trait("trust", "D02")]
    public async Task Of_two_hundred_at_once_every_acknowledged_one_is_kept()
    {
        await using var world = await World.StartAsync(new Dictionary<string, string?> { ["Uploads:AtOnce"] = "8" });
        using var program = await world.ProgramOfAsync(world.Ada);
        var sent = await Task.WhenAll(Enumerable.Range(0, 200).Select(async n =>
        {
            using var form = new MultipartFormDataContent { { new ByteArrayContent(Bytes(20_000, n + 1)), "file", $"{n}.bin" } };
            using var answer = await program.PostAsync("/api/v1/media", form, Cancel);
            return (Hash: Sha256(Bytes(20_000, n + 1)), answer.StatusCode);
        }));
        Assert.All(sent, one => Assert.True(one.StatusCode is HttpStatusCode.Created or HttpStatusCode.ServiceUnavailable, one.StatusCode.ToString()));
        var kept = (await world.ItemsAsync(world.Ada)).Select(item => item.Sha256!).Order().ToArray();
        Assert.NotEmpty(kept);
        Assert.Equal(sent.Where(one => one.StatusCode == HttpStatusCode.Created).Select(one => one.Hash).Order(), kept);
        Assert.Equal(kept.Length, world.Originals().Length);
        await world.NothingStaysHeldAsync();
    }

    [Theory, Trait("trust", "D03")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_quota_is_exact(bool byForm)
    {
        await using var world = await World.StartAsync();
        var ben = await QuotaAsync(world, 100_000);
        using var program = await world.ProgramOfAsync(ben);
        Assert.Equal(201, await SendAsync(program, Bytes(60_000), byForm));
        Assert.Equal(413, await SendAsync(program, Bytes(40_001, 2), byForm));
        Assert.Equal(201, await SendAsync(program, Bytes(40_000, 3), byForm));
        Assert.Equal(413, await SendAsync(program, Bytes(1, 4), byForm));
        var usage = await world.Get<IUploadCatalog>().UsageAsync(ben.Id, Cancel);
        Assert.Equal((100_000, 0), (usage.Used, usage.Reserved));
    }

    [Fact, Trait("trust", "D03")]
    public async Task Fifty_at_the_edge_never_exceed_the_quota()
    {
        await using var world = await World.StartAsync();
        var ben = await QuotaAsync(world, 100_000);
        using var program = await world.ProgramOfAsync(ben);
        var statuses = await Task.WhenAll(Enumerable.Range(1, 50).Select(seed => SendAsync(program, Bytes(9_000, seed), byForm: false)));
        Assert.Equal(11, statuses.Count(status => status == 201));
        Assert.All(statuses, status => Assert.True(status is 201 or 413));
        Assert.Equal(99_000, (await world.Get<IUploadCatalog>().UsageAsync(ben.Id, Cancel)).Used);
    }

    [Fact]
    public async Task Open_uploads_are_counted_per_account()
    {
        await using var world = await World.StartAsync(new Dictionary<string, string?> { ["Uploads:OpenPerAccount"] = "2" });
        using var program = await world.ProgramOfAsync(world.Ada);
        var tus = new Tus(program);
        var first = await tus.CreateAsync(10);
        await tus.CreateAsync(10);
        using (var third = await tus.SendAsync(HttpMethod.Post, Tus.Place, (byte[]?)null, ("Upload-Length", "10")))
            Assert.Equal(HttpStatusCode.TooManyRequests, third.StatusCode);
        using (await tus.SendAsync(HttpMethod.Delete, first, (byte[]?)null)) await tus.CreateAsync(10);
    }

    [Fact, Trait("trust", "U12")]
    public async Task A_long_upload_takes_no_memory()
    {
        // 256 MiB here; VITRINE_LONG_UPLOAD_MIB=2048 for the whole proof.
        var length = 1024L * 1024 * long.Parse(Environment.GetEnvironmentVariable("VITRINE_LONG_UPLOAD_MIB") ?? "256", null);
        var data = Directory.CreateTempSubdirectory("vitrine-long-").FullName;
        try
        {
            await using var site = await SiteProcess.StartAsync(data);
            using var program = await site.ProgramAsync();
            await World.UploadAsync(program, Bytes(9_000_000), "warm.bin");
            var before = site.Memory();
            var most = before;
            using var content = new StreamContent(new Noise(length), 256 * 1024);
            content.Headers.ContentLength = length;
            var tus = new Tus(program);
            var url = await tus.CreateAsync(length, "long.bin");
            var upload = tus.SendAsync(HttpMethod.Patch, url, content, ("Upload-Offset", "0"));
            while (!upload.IsCompleted)
            {
                most = Math.Max(most, site.Memory());
                await Task.WhenAny(upload, Task.Delay(100, Cancel));
            }

            using var answer = await upload;
            Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
            TestContext.Current.TestOutputHelper?.WriteLine($"{length >> 20} MiB: memory {before >> 20} MiB before, {most >> 20} MiB at most");
            Assert.InRange(most - before, 0, 40L * 1024 * 1024);
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    [Fact, Trait("trust", "E01")]
    public async Task A_full_disk_is_507_while_reading_and_deleting_work_and_uploads_come_back_by_themselves()
    {
        var mount = Directory.CreateTempSubdirectory("vitrine-full-").FullName;
        using (var mounted = Process.Start("mount", ["-t", "tmpfs", "-o", "size=8m", "tmpfs", mount]))
        {
            await mounted.WaitForExitAsync(Cancel);
            if (mounted.ExitCode != 0)
            {
                Directory.Delete(mount);
                Assert.False(Environment.GetEnvironmentVariable("CI") == "true", "CI must be able to mount a small tmpfs.");
                Assert.Skip("Mounting a small tmpfs needs root.");
            }
        }

        try
        {
            await using var world = await World.StartAsync(new Dictionary<string, string?> { ["Storage:Disk:Path"] = Path.Combine(mount, "media"), ["Storage:Disk:FreeFloor"] = "200000" });
            using var program = await world.ProgramOfAsync(world.Ada);
            var tus = new Tus(program);
            var begun = await tus.CreateAsync(1_000_000);
            using (await tus.PatchAsync(begun, 0, Bytes(1_000_000, 99)[..100_000]))
            {
            }

            var kept = new List<MediaId>();
            var answer = await FillAsync(tus, kept);
            using (answer)
            {
                Assert.Equal(507, (int)answer.StatusCode);
                Assert.Equal("storage_full", await Tus.CodeAsync(answer));
            }

            Assert.Equal(Bytes(1_000_000, 1), await OriginalAsync(program, kept[0]));
            using var browser = world.Browser();
            using var login = await browser.SubmitAsync("/login", "/login", ("name", "Ada"), ("password", World.Password));
            Assert.Equal(HttpStatusCode.SeeOther, login.StatusCode);
            foreach (var id in kept.Take(2))
            {
                using var deleted = await program.DeleteAsync($"/api/v1/media/{id}?permanent=true", Cancel);
                Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
            }

            using var resumed = await tus.PatchAsync(begun, 100_000, Bytes(1_000_000, 99)[100_000..]);
            Assert.Equal(HttpStatusCode.NoContent, resumed.StatusCode);
            Assert.Equal(Bytes(1_000_000, 99), await OriginalAsync(program, Tus.ItemOf(resumed)));
            Assert.Equal(kept.Count - 2 + 1, (await world.ItemsAsync(world.Ada)).Count);
        }
        finally
        {
            using var unmounted = Process.Start("umount", [mount]);
            await unmounted.WaitForExitAsync(CancellationToken.None);
            Directory.Delete(mount, recursive: true);
        }
    }

    /// <summary>Uploads until one is refused, and returns that answer.</summary>
    private static async Task<HttpResponseMessage> FillAsync(Tus tus, List<MediaId> kept)
    {
        while (true)
        {
            var answer = await tus.SendAsync(HttpMethod.Post, Tus.Place, Bytes(1_000_000, kept.Count + 1), ("Upload-Length", "1000000"));
            if (!answer.IsSuccessStatusCode) return answer;
            kept.Add(Tus.ItemOf(answer));
            answer.Dispose();
            Assert.InRange(kept.Count, 1, 10);
        }
    }

    private static async Task<Account> QuotaAsync(World world, long bytes)
    {
        await world.Get<IAccountCatalog>().ChangeAsync(world.Ben.Id, isAdmin: false, disabled: false, bytes, Cancel);
        return (await world.Get<IAccountCatalog>().FindAsync(world.Ben.Id, Cancel))!;
    }

    private static async Task<int> SendAsync(HttpClient program, byte[] bytes, bool byForm)
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(bytes), "file", "a.bin" } };
        using var answer = byForm
            ? await program.PostAsync("/api/v1/media", form, Cancel)
            : await new Tus(program).SendAsync(HttpMethod.Post, Tus.Place, bytes, ("Upload-Length", $"{bytes.Length}"));
        if (answer.StatusCode == HttpStatusCode.RequestEntityTooLarge) Assert.Contains("quota_exceeded", await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        return (int)answer.StatusCode;
    }

    /// <summary>Bytes that are never all in memory.</summary>
    private sealed class Noise(long length) : Stream
    {
        private static readonly byte[] Block = Bytes(1 << 20, 77);
        private long at;

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = (int)Math.Min(Math.Min(count, length - at), Block.Length - (at % Block.Length));
            Block.AsSpan((int)(at % Block.Length), read).CopyTo(buffer.AsSpan(offset));
            at += read;
            return read;
        }

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => length;
        public override long Position { get => at; set => throw new NotSupportedException(); }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
