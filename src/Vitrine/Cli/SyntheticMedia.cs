using System.Globalization;
using System.Security.Cryptography;
using Vitrine.Imaging;
using Vitrine.Library;

namespace Vitrine.Cli;

/// <summary>
/// A family's library that never was: outings of some dozen pictures over twenty years, more of them lately, uploaded days later.
/// The same for the same account and day, but for the ids.
/// </summary>
internal sealed class SyntheticMedia(AccountId owner, TimeProvider time)
{
    private const int Years = 20;

    private static readonly (string Name, double Latitude, double Longitude)[] Places =
    [
        ("Bergen", 60.39, 5.32), ("Lisboa", 38.72, -9.14), ("Kyoto", 35.01, 135.77), ("Cusco", -13.53, -71.97), ("Home", 52.52, 13.40),
    ];

    private static readonly string[] Words = ["sea", "family", "garden", "birthday", "mountain", "dog", "snow", "market", "night", "train"];

    private static readonly (int Width, int Height)[] Sizes = [(4032, 3024), (3024, 4032), (6000, 4000), (4000, 6000), (1920, 1080), (4000, 1500)];

    // A fixed seed: two runs that are compared ought to see the same shape of library.
#pragma warning disable CA5394
    private readonly Random random = new(20_260_301);
    private DateTime moment;
    private int leftOfOuting;
    private int number;
    private (string Name, double Latitude, double Longitude)? place;

    public IReadOnlyList<MediaItem> Next(int count)
    {
        var items = new List<MediaItem>(count);
        while (items.Count < count) items.Add(NextItem());
        return items;
    }

    private MediaItem NextItem()
    {
        if (leftOfOuting-- <= 0) BeginOuting();
        moment = moment.AddMilliseconds(random.Next(1_000, 600_000));
        number = (number + 1) % 10_000;
        var takenAt = new TakenAt(moment);
        var uploadedAt = Earlier(new DateTimeOffset(moment, TimeSpan.Zero).AddHours(random.Next(1, 200)));
        var id = MediaId.New(new Clock(uploadedAt));
        var video = random.Next(20) == 0;
        var fileName = string.Create(CultureInfo.InvariantCulture, $"{(video ? "MVI" : "IMG")}_{number:D4}.{(video ? "mp4" : "jpg")}");
        var size = Sizes[random.Next(Sizes.Length)];
        return new MediaItem
        {
            Id = id,
            Owner = owner,
            State = MediaState.Ready,
            Version = 1,
            FileName = fileName,
            OriginalKey = Keys.Original(id, fileName, ""),
            Title = random.Next(20) == 0 ? $"{Word()} and {Word()}" : null,
            Place = place?.Name,
            Tags = random.Next(10) == 0 ? [Word()] : [],
            Kind = video ? MediaKind.Video : MediaKind.Image,
            ContentType = video ? "video/mp4" : "image/jpeg",
            Bytes = video ? random.NextInt64(5_000_000, 300_000_000) : random.NextInt64(800_000, 12_000_000),
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(id.Value.ToByteArray())),
            Crc32 = (uint)random.NextInt64(uint.MaxValue),
            Width = size.Width,
            Height = size.Height,
            Duration = video ? TimeSpan.FromSeconds(random.Next(2, 300)) : null,
            TakenAt = takenAt,
            TakenFrom = video ? TakenFrom.QuickTime : TakenFrom.Exif,
            UploadedAt = uploadedAt,
            Latitude = Near(place?.Latitude),
            Longitude = Near(place?.Longitude),
            Thumbhash = Thumbhash(size.Width, size.Height),
            DominantColour = random.Next(0x1000000),
            Synthetic = true,
        };
    }

    /// <summary>The root makes later years fuller: people photograph more than they used to.</summary>
    private void BeginOuting()
    {
        var days = (int)(Years * 365.25 * Math.Sqrt(random.NextDouble()));
        moment = time.GetUtcNow().UtcDateTime.Date.AddYears(-Years).AddDays(days).AddHours(random.Next(8, 20));
        moment = DateTime.SpecifyKind(moment, DateTimeKind.Unspecified);
        leftOfOuting = random.Next(5, 80);
        place = random.Next(3) == 0 ? null : Places[random.Next(Places.Length)];
    }

    private DateTimeOffset Earlier(DateTimeOffset uploadedAt) => uploadedAt < time.GetUtcNow() ? uploadedAt : time.GetUtcNow();

    /// <summary>Within some kilometres, as precise as a decoder reads it from a file.</summary>
    private double? Near(double? degrees) => degrees is { } known ? Math.Round(known + (random.NextDouble() / 10), 7) : null;

    private string Word() => Words[random.Next(Words.Length)];

    /// <summary>A soft blur of some colour, in the layout of github.com/evanw/thumbhash: two headers, then four bits per coefficient.</summary>
    private byte[] Thumbhash(int width, int height)
    {
        var landscape = width > height;
        var shorter = (int)Math.Max(3, Math.Round(7.0 * Math.Min(width, height) / Math.Max(width, height)));
        var header = random.Next(20, 48) | (random.Next(26, 38) << 6) | (random.Next(26, 38) << 12) | (random.Next(6, 14) << 18);
        var header2 = shorter | (random.Next(2, 12) << 3) | (random.Next(2, 12) << 9) | (landscape ? 0x8000 : 0);
        var coefficients = Coefficients(landscape ? 7 : shorter, landscape ? shorter : 7) + (2 * Coefficients(3, 3));
        var hash = new byte[5 + ((coefficients + 1) / 2)];
        random.NextBytes(hash);
        (hash[0], hash[1], hash[2]) = ((byte)header, (byte)(header >> 8), (byte)(header >> 16));
        (hash[3], hash[4]) = ((byte)header2, (byte)(header2 >> 8));
        return hash;
    }

    private static int Coefficients(int across, int down)
    {
        var count = -1; // the first is in the header
        for (var y = 0; y < down; y++)
            for (var x = 0; x * down < across * (down - y); x++)
                count++;
        return count;
    }
#pragma warning restore CA5394

    private sealed class Clock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
