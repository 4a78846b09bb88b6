using System.Buffers.Binary;
using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace Vitrine.Library;

/// <summary>
/// SHA-256 and CRC-32 over bytes that come in pieces, on one or several nodes: the state can be saved with the offset and taken
/// up again (RULES 4). Not safe for concurrent use.
/// </summary>
public sealed class RunningHash
{
    private const byte Version = 1;
    private const int HeaderLength = 1 + LibCrypto.DigestLength + sizeof(ulong) + sizeof(uint);

    private readonly byte[] context = new byte[LibCrypto.ContextLength];
    private readonly Crc32 crc = new();

    public RunningHash() => LibCrypto.Init(context);

    /// <summary>How many bytes were hashed.</summary>
    public long Length { get; private set; }

    /// <summary>Takes up a saved state; an empty one is the beginning.</summary>
    /// <exception cref="FormatException">The state was not made by <see cref="Save"/>.</exception>
    public static RunningHash Restore(ReadOnlySpan<byte> state)
    {
        var hash = new RunningHash();
        if (!state.IsEmpty) hash.Load(state);
        return hash;
    }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        LibCrypto.Update(context, bytes);
        crc.Append(bytes);
        Length += bytes.Length;
    }

    /// <summary>The state as bytes that any machine can take up: chaining value, length, CRC, and the begun block.</summary>
    public byte[] Save()
    {
        var begun = (int)(Length % LibCrypto.BlockLength);
        var state = new byte[HeaderLength + begun];
        state[0] = Version;
        for (var i = 0; i < 8; i++) BinaryPrimitives.WriteUInt32BigEndian(state.AsSpan(1 + (4 * i)), Words[i]);
        BinaryPrimitives.WriteInt64BigEndian(state.AsSpan(33), Length);
        BinaryPrimitives.WriteUInt32BigEndian(state.AsSpan(41), Crc32Value);
        context.AsSpan(40, begun).CopyTo(state.AsSpan(HeaderLength));
        return state;
    }

    /// <summary>Lower-case hex of the SHA-256 of all bytes so far; more may follow.</summary>
    public string Sha256Hex
    {
        get
        {
            Span<byte> copy = stackalloc byte[LibCrypto.ContextLength];
            Span<byte> digest = stackalloc byte[LibCrypto.DigestLength];
            context.CopyTo(copy);
            LibCrypto.Final(copy, digest);
            return Convert.ToHexStringLower(digest);
        }
    }

    /// <summary>CRC-32 of all bytes so far, the one of zip.</summary>
    public uint Crc32Value => crc.GetCurrentHashAsUInt32();

    private Span<uint> Words => MemoryMarshal.Cast<byte, uint>(context.AsSpan());

    private void Load(ReadOnlySpan<byte> state)
    {
        if (state.Length < HeaderLength || state[0] != Version) throw new FormatException("Not a saved hash state.");
        Length = BinaryPrimitives.ReadInt64BigEndian(state[33..]);
        var begun = (int)(Length % LibCrypto.BlockLength);
        if (Length < 0 || state.Length != HeaderLength + begun) throw new FormatException("A damaged hash state.");

        for (var i = 0; i < 8; i++) Words[i] = BinaryPrimitives.ReadUInt32BigEndian(state[(1 + (4 * i))..]);
        var bits = (ulong)Length * 8;
        Words[8] = (uint)bits;
        Words[9] = (uint)(bits >> 32);
        state[HeaderLength..].CopyTo(context.AsSpan(40));
        Words[26] = (uint)begun;
        SteerCrc(BinaryPrimitives.ReadUInt32BigEndian(state[41..]));
    }

    /// <summary>
    /// System.IO.Hashing cannot take up a CRC, but four bytes bring a fresh register to any value: the wanted register run
    /// backwards over 32 zero bits, differing from the initial register by just those bytes.
    /// </summary>
    private void SteerCrc(uint value)
    {
        const uint polynomial = 0xEDB88320, initial = 0xFFFFFFFF;
        var register = ~value;
        for (var bit = 0; bit < 32; bit++)
            register = (register & 0x80000000) != 0 ? ((register ^ polynomial) << 1) | 1 : register << 1;

        Span<byte> steering = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(steering, register ^ initial);
        crc.Append(steering);
    }
}
