using System.IO.Hashing;
using System.Security.Cryptography;
using Vitrine.Library;

namespace Vitrine.Tests.Library.Intake;

public sealed class RunningHashTests
{
    [Fact]
    public void Hashes_what_dotnet_hashes_however_the_bytes_are_split_and_saved()
    {
        var random = new Random(20260101);
        for (var round = 0; round < 500; round++)
        {
            var bytes = new byte[random.Next(0, 3000)];
            random.NextBytes(bytes);

            var hash = new RunningHash();
            for (var at = 0; at < bytes.Length;)
            {
                var piece = Math.Min(random.Next(0, 200), bytes.Length - at);
                hash.Append(bytes.AsSpan(at, piece));
                at += piece;
                if (random.Next(3) == 0) hash = RunningHash.Restore(hash.Save());
            }

            Assert.Equal(bytes.Length, hash.Length);
            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), hash.Sha256Hex);
            Assert.Equal(Crc32.HashToUInt32(bytes), hash.Crc32Value);
        }
    }

    [Fact]
    public void A_saved_state_does_not_change_when_hashing_goes_on()
    {
        var hash = new RunningHash();
        hash.Append("first"u8);
        var saved = hash.Save();
        hash.Append("lost in a crash"u8);

        var resumed = RunningHash.Restore(saved);
        resumed.Append(" second"u8);

        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData("first second"u8)), resumed.Sha256Hex);
    }

    [Fact]
    public void Counts_bits_past_32_bits()
    {
        // 600 MB is more than 2^32 bits: the high word of the length is in use before and after the save.
        var piece = new byte[1 << 20];
        var hash = new RunningHash();
        using var judge = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var megabyte = 0; megabyte < 600; megabyte++)
        {
            hash.Append(piece);
            judge.AppendData(piece);
            if (megabyte == 550) hash = RunningHash.Restore(hash.Save());
        }

        Assert.Equal(Convert.ToHexStringLower(judge.GetHashAndReset()), hash.Sha256Hex);
    }

    [Fact]
    public void An_empty_state_is_the_beginning() =>
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData([])), RunningHash.Restore([]).Sha256Hex);

    [Theory]
    [InlineData(1)]
    [InlineData(45)]
    [InlineData(200)]
    public void A_state_of_another_make_is_refused(int length) =>
        Assert.Throws<FormatException>(() => RunningHash.Restore(new byte[length]));
}
