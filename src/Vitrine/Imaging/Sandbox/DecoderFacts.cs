using Vitrine.Settings;

namespace Vitrine.Imaging.Sandbox;

/// <summary>Says what is in force around untrusted bytes, or which setting keeps previews from being made. The site starts either way.</summary>
internal sealed class DecoderFacts(IDecoderHealth health) : ISiteFacts
{
    /// <summary>The first release that can block its loaders of untrusted formats.</summary>
    private static readonly Version OldestLibvips = new(8, 13);

    public async Task<IReadOnlyList<SiteFact>> ReadAsync(CancellationToken cancellationToken)
    {
        var status = await health.CheckAsync(cancellationToken);
        if (status.Problem is { } problem) return [new SiteFact("Pictures", "not decoded", problem)];
        var isOld = Version.TryParse(status.Libvips, out var libvips) && libvips < OldestLibvips;
        return
        [
            new SiteFact("libvips", status.Libvips ?? "unknown", isOld ? $"libvips is older than {OldestLibvips}: update it." : null),
            new SiteFact("Decoder children", $"{status.Workers}, {status.MemoryMegabytes} MiB together"),
            new SiteFact("Sandbox", Sandbox(status), status.Seccomp ? null : "The decoder runs without seccomp: this kernel or container does not allow it."),
        ];
    }

    private static string Sandbox(DecoderStatus status) => string.Join(", ",
        status.Seccomp ? "seccomp" : "no seccomp",
        status.Landlock > 0 ? $"Landlock ABI {status.Landlock}" : "no Landlock in this kernel",
        status.AddressSpaceLimited ? "limited address space" : "unlimited address space (a build for development)");
}
