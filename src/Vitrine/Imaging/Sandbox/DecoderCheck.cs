namespace Vitrine.Imaging.Sandbox;

/// <summary>Says once, at start, what is in force, or which setting keeps previews from being made. The site starts either way.</summary>
internal sealed class DecoderCheck(IDecoderHealth health, ILogger<DecoderCheck> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var status = await health.CheckAsync(stoppingToken);
        if (status.Problem is { } problem)
        {
            log.LogError("{Problem}", problem);
            return;
        }

        log.LogInformation(
            "Pictures: libvips {Libvips} in {Workers} sealed children of {Memory} MiB together; seccomp on, Landlock {Landlock}, address space {AddressSpace}.",
            status.Libvips, status.Workers, status.MemoryMegabytes, status.Landlock > 0 ? $"ABI {status.Landlock}" : "absent from this kernel", status.AddressSpaceLimited ? "limited" : "not limited (JIT build)");
    }
}
