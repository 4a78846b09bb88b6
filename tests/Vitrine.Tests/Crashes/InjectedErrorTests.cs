using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Vitrine.Tests.Crashes;

/// <summary>
/// The kernel itself says that a flush failed, to the running site, by strace: proof that the error comes through our own calls
/// up to the answer, which .NET's flushes would have swallowed.
/// </summary>
public sealed class InjectedErrorTests : IDisposable
{
    private readonly string data = Directory.CreateTempSubdirectory("vitrine-inject-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(data, recursive: true);

    [Theory, Trait("trust", "K03"), Trait("trust", "K04")]
    [InlineData("fdatasync:error=EIO", HttpStatusCode.ServiceUnavailable)]
    [InlineData("fsync:error=EIO", HttpStatusCode.ServiceUnavailable, "media/incoming")]
    [InlineData("fdatasync:error=ENOSPC", HttpStatusCode.InsufficientStorage)]
    [InlineData("mkdirat:error=ENOSPC", HttpStatusCode.InsufficientStorage)]
    public async Task An_error_of_the_kernel_never_yields_success_and_the_site_recovers_by_itself(string fault, HttpStatusCode expected, string? only = null)
    {
        var key = await MakeAccountAsync();
        await using var site = await SiteProcess.StartAsync(data, CrashRig.NoFloor);
        using var client = new HttpClient { BaseAddress = site.Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        Assert.Equal(HttpStatusCode.Created, await UploadAsync(client, 1));

        using (var strace = await InjectAsync(site.Id, fault, only))
        {
            Assert.Equal(expected, await UploadAsync(client, 2));
            Assert.Equal(1, await CountAsync(client));
            strace.Kill();
            await strace.WaitForExitAsync(Cancel);
        }

        // An I/O error closes the store until a test write passed, which is tried every few seconds.
        HttpStatusCode again;
        var deadline = Stopwatch.StartNew();
        do
        {
            await Task.Delay(200, Cancel);
            again = await UploadAsync(client, 2);
        }
        while (again != HttpStatusCode.Created && deadline.Elapsed < TimeSpan.FromSeconds(60));
        Assert.Equal(HttpStatusCode.Created, again);
        Assert.Equal(2, await CountAsync(client));
    }

    private static async Task<HttpStatusCode> UploadAsync(HttpClient client, int seed)
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(Contracts.TestStore.Bytes(300_000, seed)), "file", "clip.bin" } };
        using var answer = await client.PostAsync(new Uri("api/v1/media", UriKind.Relative), form, Cancel);
        return answer.StatusCode;
    }

    private static async Task<int> CountAsync(HttpClient client)
    {
        using var json = JsonDocument.Parse(await client.GetStringAsync(new Uri("api/v1/media", UriKind.Relative), Cancel));
        return json.RootElement.GetProperty("items").GetArrayLength();
    }

    private async Task<string> MakeAccountAsync()
    {
        await SiteProcess.RunAsync(data, [], World.Password, ["account", "add", "ada", "--admin"]);
        var key = await SiteProcess.MakeKeyAsync(data);
        return key;
    }

    /// <summary>Returns once the calls of every thread fail.</summary>
    /// <param name="process">Whose calls.</param>
    /// <param name="fault">As strace takes it.</param>
    /// <param name="only">The one path whose calls fail; otherwise the database's fail as well, which must be no success either.</param>
    private async Task<Process> InjectAsync(int process, string fault, string? only)
    {
        var call = fault.Split(':')[0];
        string[] filter = only is null ? [] : ["-P", Path.Join(data, only)];
        Process strace;
        try
        {
            strace = Process.Start(new ProcessStartInfo("strace", ["-f", "-p", $"{process}", "-o", "/dev/null", "-e", $"trace={call}", "-e", $"inject={fault}", "-e", "signal=none", .. filter])
            {
                RedirectStandardError = true,
            })!;
        }
        catch (System.ComponentModel.Win32Exception) when (Environment.GetEnvironmentVariable("CI") != "true")
        {
            Assert.Skip("strace is not installed.");
            throw;
        }

        while (await strace.StandardError.ReadLineAsync(Cancel) is { } line)
        {
            if (line.Contains("attached", StringComparison.Ordinal)) return strace;
            if (line.Contains("not permitted", StringComparison.Ordinal)) Assert.Skip($"strace may not attach here: {line}");
        }

        throw new InvalidOperationException("strace ended without attaching.");
    }
}
