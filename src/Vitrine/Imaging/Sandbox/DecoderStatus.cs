namespace Vitrine.Imaging.Sandbox;

/// <summary>What is in force around untrusted bytes; for the start log, <c>doctor</c> and the admin page.</summary>
/// <param name="Path">The executable, or null when none was found.</param>
/// <param name="Problem">One sentence for an operator, or null when previews can be made.</param>
/// <param name="Landlock">ABI of Landlock in force, 0 for none.</param>
/// <param name="AddressSpaceLimited">False for a JIT build, which only its data limit bounds.</param>
public sealed record DecoderStatus(
    string? Path, string? Problem, int Workers, int MemoryMegabytes, string? Libvips, bool Seccomp, int Landlock, bool AddressSpaceLimited);

public interface IDecoderHealth
{
    /// <summary>Starts a decoder and hears what it says of itself. Never throws for a missing or broken one.</summary>
    Task<DecoderStatus> CheckAsync(CancellationToken cancellationToken);
}
