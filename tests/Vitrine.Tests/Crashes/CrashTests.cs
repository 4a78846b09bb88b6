using System.Globalization;

namespace Vitrine.Tests.Crashes;

/// <summary>
/// The site is killed with SIGKILL at random moments. Three rounds here; <c>./run crash 100</c> runs as many as one likes.
/// </summary>
public sealed class CrashTests(ITestOutputHelper output) : IDisposable
{
    private readonly string data = Directory.CreateTempSubdirectory("vitrine-crash-").FullName;

    public void Dispose() => Directory.Delete(data, recursive: true);

    [Fact, Trait("trust", "K01")]
    public Task Whatever_moment_the_site_is_killed_at_all_that_was_acknowledged_is_kept() =>
        new CrashRig(data, output).RunAsync(Rounds, site => site.KillAsync());

    internal static int Rounds => int.Parse(Environment.GetEnvironmentVariable("VITRINE_CRASH_ROUNDS") ?? "3", CultureInfo.InvariantCulture);
}
