namespace Vitrine.BrowserTests.Screenshots;

/// <summary>Painted hills under a painted sky, other ones for each seed: pictures for the documentation that belong to nobody else.</summary>
internal sealed class Landscape(int seed)
{
    private const int Ridges = 5;

    private static readonly (Colour High, Colour Low, Colour Near)[] Hours =
    [
        (new(46, 96, 160), new(214, 228, 236), new(24, 62, 54)),
        (new(58, 54, 112), new(250, 176, 120), new(36, 26, 48)),
        (new(120, 164, 196), new(250, 238, 214), new(70, 92, 58)),
        (new(16, 24, 58), new(92, 112, 160), new(8, 12, 28)),
        (new(176, 86, 84), new(255, 214, 150), new(64, 34, 40)),
    ];

    private readonly (Colour High, Colour Low, Colour Near) hour = Hours[seed % Hours.Length];
    private readonly Random random = new(seed);

    /// <summary>As a PNG.</summary>
    public byte[] Paint(int width, int height)
    {
        var (sunX, sunY, sun) = (width * (0.2 + (0.6 * random.NextDouble())), height * (0.2 + (0.25 * random.NextDouble())), height * 0.06);
        var ridges = Enumerable.Range(0, Ridges).Select(ridge => Ridge(ridge, width, height)).ToArray();
        return Pictures.Png(width, height, (y, pixels) =>
        {
            var sky = Colour.Between(hour.High, hour.Low, Math.Min(1, y / (height * 0.65)));
            for (var x = 0; x < width; x++)
            {
                var far = Math.Sqrt(Math.Pow(x - sunX, 2) + Math.Pow(y - sunY, 2));
                var light = far < sun ? 1 : 0.55 * Math.Exp(-(far - sun) / (height * 0.18));
                var colour = Colour.Between(sky, new Colour(255, 246, 222), light);
                for (var ridge = 0; ridge < Ridges; ridge++)
                {
                    if (y < ridges[ridge][x]) continue;
                    var haze = Colour.Between(hour.Low, hour.Near, (ridge + 1.0) / Ridges);
                    colour = Colour.Between(haze, hour.Low, 0.35 * Math.Exp(-(y - ridges[ridge][x]) / (height * 0.12)));
                }

                (pixels[3 * x], pixels[(3 * x) + 1], pixels[(3 * x) + 2]) = ((byte)colour.Red, (byte)colour.Green, (byte)colour.Blue);
            }
        });
    }

    /// <summary>Where a ridge begins, column by column; the nearer, the lower and the rougher.</summary>
    private double[] Ridge(int ridge, int width, int height)
    {
        var waves = Enumerable.Range(1, 6).Select(n => (Length: n * (1.2 + random.NextDouble()), Shift: random.NextDouble() * 7, Size: 0.09 / n)).ToArray();
        var foot = 0.42 + (0.13 * ridge);
        return [.. Enumerable.Range(0, width).Select(x => height * (foot + waves.Sum(wave => wave.Size * Math.Sin((wave.Length * 4.0 * x / width) + wave.Shift))))];
    }

    private readonly record struct Colour(double Red, double Green, double Blue)
    {
        public static Colour Between(Colour one, Colour other, double share) =>
            new(one.Red + ((other.Red - one.Red) * share), one.Green + ((other.Green - one.Green) * share), one.Blue + ((other.Blue - one.Blue) * share));
    }
}
