using System.Runtime.InteropServices;

namespace Vitrine.Library;

/// <summary>
/// OpenSSL's streaming SHA-256 over a context that is plain memory (decision 0003). Function pointers, because an assembly
/// has only one DllImport resolver. .NET on Linux does not start its own cryptography without this library.
/// </summary>
internal static unsafe class LibCrypto
{
    /// <summary>sizeof(SHA256_CTX): h[8], Nl, Nh, data[16], num, md_len, each 32 bits; fixed since OpenSSL 0.9.8.</summary>
    public const int ContextLength = 112;

    public const int BlockLength = 64;
    public const int DigestLength = 32;

    private static readonly IntPtr Library = Load();
    private static readonly delegate* unmanaged<byte*, int> InitExport =
        (delegate* unmanaged<byte*, int>)NativeLibrary.GetExport(Library, "SHA256_Init");

    private static readonly delegate* unmanaged<byte*, byte*, nuint, int> UpdateExport =
        (delegate* unmanaged<byte*, byte*, nuint, int>)NativeLibrary.GetExport(Library, "SHA256_Update");

    private static readonly delegate* unmanaged<byte*, byte*, int> FinalExport =
        (delegate* unmanaged<byte*, byte*, int>)NativeLibrary.GetExport(Library, "SHA256_Final");

    public static void Init(Span<byte> context)
    {
        fixed (byte* c = context) Check(InitExport(c));
    }

    public static void Update(Span<byte> context, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* c = context)
        fixed (byte* b = bytes) Check(UpdateExport(c, b, (nuint)bytes.Length));
    }

    public static void Final(Span<byte> context, Span<byte> digest)
    {
        fixed (byte* c = context)
        fixed (byte* d = digest) Check(FinalExport(d, c));
    }

    private static IntPtr Load()
    {
        foreach (var name in new[] { "libcrypto.so.3", "libcrypto.so.1.1", "libcrypto.so" })
            if (NativeLibrary.TryLoad(name, out var library)) return library;
        throw new DllNotFoundException("OpenSSL's libcrypto.so.3 was not found; install the package libssl3.");
    }

    private static void Check(int result)
    {
        if (result != 1) throw new InvalidOperationException("OpenSSL refused to hash.");
    }
}
