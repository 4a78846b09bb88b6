using System.Reflection;
using System.Runtime.InteropServices;
using Vitrine.Settings;

namespace Vitrine.Web;

/// <summary>Which Vitrine on which .NET.</summary>
public sealed class SiteVersion : ISiteFacts
{
    public static string Number { get; } =
        typeof(SiteVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    public Task<IReadOnlyList<SiteFact>> ReadAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<SiteFact>>(
    [
        new SiteFact("Vitrine", Number),
        new SiteFact(".NET", $"{Environment.Version} on {RuntimeInformation.OSDescription}, {RuntimeInformation.RuntimeIdentifier}"),
    ]);
}
