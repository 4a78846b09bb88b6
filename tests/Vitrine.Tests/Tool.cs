using System.ComponentModel;
using System.Diagnostics;
using Vitrine.Tests.Imaging;

namespace Vitrine.Tests;

/// <summary>A program of the machine as a judge; never part of the site.</summary>
internal static class Tool
{
    /// <summary>Runs it to its end and answers with what it wrote; its complaints are not an error, its exit code is returned.</summary>
    /// <param name="package">The Debian package it comes in, for the sentence that says what is missing.</param>
    public static async Task<(int ExitCode, byte[] Output, string Complaints)> RunAsync(string package, string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var complaints = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            using var output = new MemoryStream();
            await process.StandardOutput.BaseStream.CopyToAsync(output, TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            return (process.ExitCode, output.ToArray(), await complaints);
        }
        catch (Win32Exception)
        {
            Missing.Tool($"{program} is missing (Debian: {package}).");
            throw;
        }
    }
}
