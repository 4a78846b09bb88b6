using System.Net;
using static Vitrine.Tests.Uploads.UploadWorld;

namespace Vitrine.Tests.Uploads;

/// <summary>Uploads across the death of the process, and refusals before the body.</summary>
public sealed class UploadProcessTests
{
    [Fact, Trait("trust", "T18"), Trait("trust", "K01")]
    public async Task An_upload_whose_site_was_killed_goes_on_at_the_next_start()
    {
        var data = Directory.CreateTempSubdirectory("vitrine-killed-").FullName;
        try
        {
            var bytes = Bytes(3_000_000);
            string url;
            await using (var first = await SiteProcess.StartAsync(data))
            {
                using var program = await first.ProgramAsync();
                var tus = new Tus(program);
                url = await tus.CreateAsync(bytes.Length);
                using (await tus.PatchAsync(url, 0, bytes[..1_000_000]))
                {
                }

                using var under = await RawAsync(
                    first.Address, program, $"PATCH {url} HTTP/1.1\r\nContent-Type: application/offset+octet-stream\r\nUpload-Offset: 1000000\r\nContent-Length: 2000000");
                await under.SendAsync(bytes[1_000_000..1_600_000]);
                await UntilAsync(() => Task.FromResult(new FileInfo(Held(data).Single()).Length > 1_000_000));
                first.Kill();
                Assert.Equal("", await under.StatusAsync());
            }

            await using var second = await SiteProcess.StartAsync(data);
            using var again = await second.ProgramAsync();
            var resumed = new Tus(again);
            Assert.Equal(1_000_000, await resumed.OffsetAsync(url));
            using var last = await resumed.PatchAsync(url, 1_000_000, bytes[1_000_000..]);
            Assert.Equal(HttpStatusCode.NoContent, last.StatusCode);
            Assert.Equal(bytes, await OriginalAsync(again, Tus.ItemOf(last)));
            Assert.Equal(0, (await SiteProcess.RunAsync(data, "verify")).ExitCode);
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    [Theory, Trait("trust", "U10")]
    [InlineData(false, 100, 401)]
    [InlineData(true, 2_000_000, 413)]
    public async Task Whoever_expects_to_be_asked_is_refused_without_sending_the_body(bool signedIn, int length, int status)
    {
        await using var world = await World.StartAsync(new Dictionary<string, string?> { ["Uploads:MaxFileBytes"] = "1000000" });
        using var program = signedIn ? await world.ProgramOfAsync(world.Ada) : world.ProgramWith("wrong");
        using var raw = await world.RawAsync(program,
            $"POST {Tus.Place} HTTP/1.1\r\nExpect: 100-continue\r\nContent-Type: application/offset+octet-stream\r\nUpload-Length: {length}\r\nContent-Length: {length}");
        Assert.StartsWith($"HTTP/1.1 {status} ", await raw.StatusAsync(), StringComparison.Ordinal);
    }
}
