using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using static Vitrine.Tests.Uploads.UploadWorld;

namespace Vitrine.Tests.Crashes;

/// <summary>
/// The file system under the site is shut down in the midst of writing, as a power cut would: what was not flushed is gone. Needs
/// the right to mount a loop device.
/// </summary>
public sealed partial class PowerCutTests(ITestOutputHelper output) : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("vitrine-power-").FullName;

    private string Disk => Path.Join(folder, "disk");

    public void Dispose()
    {
        Run("umount", "--lazy", Disk);
        Directory.Delete(folder, recursive: true);
    }

    [Fact, Trait("trust", "K02")]
    public async Task Whatever_moment_the_power_goes_at_all_that_was_acknowledged_is_kept()
    {
        Directory.CreateDirectory(Disk);
        var image = Path.Join(folder, "image");
        await using (var file = File.Create(image)) file.SetLength(1500L * 1024 * 1024);
        if (!Run("mkfs.ext4", "-q", "-F", image) || !Mount(image)) Assert.Skip("This user may not mount a loop device.");
        await new CrashRig(Path.Join(Disk, "data"), output).RunAsync(CrashTests.Rounds, async site =>
        {
            ShutDown();
            await site.KillAsync();
            await UntilAsync(() => Task.FromResult(Run("umount", Disk))); // a decoder at work holds its file until it has noticed that the site is gone
            await UntilAsync(() => Task.FromResult(Mount(image)));
        }, doubts: true);
    }

    private bool Mount(string image) => Run("mount", "-o", "loop", image, Disk);

    /// <summary>
    /// Stops the file system at once, its journal not written out. Power goes at one moment, this does not: a flush that began before may
    /// find its transaction aborted and gone, take that for done and report success (jbd2_complete_transaction), so answers that come
    /// while this runs are in doubt. That would explain an offset that was answered and not kept, seen once in 218 rounds and not again.
    /// </summary>
    private void ShutDown()
    {
        using var root = new SafeFileHandle(open(Disk, 0), ownsHandle: true);
        const uint shutdownRequest = 0x8004587D; // EXT4_IOC_SHUTDOWN = _IOR('X', 125, __u32)
        var withoutFlush = 2u; // EXT4_GOING_FLAGS_NOLOGFLUSH
        Assert.True(ioctl(root, shutdownRequest, ref withoutFlush) == 0, $"ioctl: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    private static bool Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int open(string path, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int ioctl(SafeFileHandle handle, nuint request, ref uint argument);
}
