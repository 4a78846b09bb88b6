namespace Vitrine.Decoder.Pictures;

/// <summary>
/// ThumbHash, the placeholder format by Evan Wallace (reference implementation MIT, github.com/evanw/thumbhash): averages and a few
/// cosine terms of luma, two colour differences and alpha, in 21 to 25 bytes.
/// </summary>
internal static class ThumbHash
{
    public static byte[] Of(int width, int height, ReadOnlySpan<byte> rgba)
    {
        var pixels = width * height;
        var (luma, yellowBlue, redGreen, alpha) = (new float[pixels], new float[pixels], new float[pixels], new float[pixels]);
        var hasAlpha = ToPlanes(rgba, luma, yellowBlue, redGreen, alpha);

        var longest = Math.Max(width, height);
        var most = hasAlpha ? 5 : 7;
        var across = Math.Max(1, (int)MathF.Round(most * width / (float)longest));
        var down = Math.Max(1, (int)MathF.Round(most * height / (float)longest));

        var l = Channel.Of(luma, width, height, Math.Max(3, across), Math.Max(3, down));
        var p = Channel.Of(yellowBlue, width, height, 3, 3);
        var q = Channel.Of(redGreen, width, height, 3, 3);
        var a = hasAlpha ? Channel.Of(alpha, width, height, 5, 5) : null;

        var landscape = width > height;
        var head24 = Round(63 * l.Constant) | (Round(31.5f + (31.5f * p.Constant)) << 6) | (Round(31.5f + (31.5f * q.Constant)) << 12)
            | (Round(31 * l.Scale) << 18) | ((hasAlpha ? 1 : 0) << 23);
        var head16 = (landscape ? down : across) | (Round(63 * p.Scale) << 3) | (Round(63 * q.Scale) << 9) | ((landscape ? 1 : 0) << 15);

        var hash = new List<byte> { (byte)head24, (byte)(head24 >> 8), (byte)(head24 >> 16), (byte)head16, (byte)(head16 >> 8) };
        if (a is not null) hash.Add((byte)(Round(15 * a.Constant) | (Round(15 * a.Scale) << 4)));
        AddTerms(hash, [.. l.Terms, .. p.Terms, .. q.Terms, .. a?.Terms ?? []]);
        return [.. hash];
    }

    /// <summary>Luma and two opponent colours, transparent parts filled with the mean colour. True when anything is transparent.</summary>
    private static bool ToPlanes(ReadOnlySpan<byte> rgba, float[] luma, float[] yellowBlue, float[] redGreen, float[] alpha)
    {
        float red = 0, green = 0, blue = 0, opaque = 0;
        for (var n = 0; n < luma.Length; n++)
        {
            alpha[n] = rgba[(n * 4) + 3] / 255f;
            red += alpha[n] / 255 * rgba[n * 4];
            green += alpha[n] / 255 * rgba[(n * 4) + 1];
            blue += alpha[n] / 255 * rgba[(n * 4) + 2];
            opaque += alpha[n];
        }

        if (opaque > 0) (red, green, blue) = (red / opaque, green / opaque, blue / opaque);
        for (var n = 0; n < luma.Length; n++)
        {
            var r = (red * (1 - alpha[n])) + (alpha[n] / 255 * rgba[n * 4]);
            var g = (green * (1 - alpha[n])) + (alpha[n] / 255 * rgba[(n * 4) + 1]);
            var b = (blue * (1 - alpha[n])) + (alpha[n] / 255 * rgba[(n * 4) + 2]);
            luma[n] = (r + g + b) / 3;
            yellowBlue[n] = ((r + g) / 2) - b;
            redGreen[n] = r - g;
        }

        return opaque < luma.Length;
    }

    private static void AddTerms(List<byte> hash, float[] terms)
    {
        for (var n = 0; n < terms.Length; n += 2)
        {
            var high = n + 1 < terms.Length ? Round(15 * terms[n + 1]) << 4 : 0;
            hash.Add((byte)(Round(15 * terms[n]) | high));
        }
    }

    /// <summary>Half up, as the reference rounds.</summary>
    private static int Round(float value) => (int)MathF.Floor(value + 0.5f);

    private sealed record Channel(float Constant, float[] Terms, float Scale)
    {
        /// <summary>The cosine terms of the triangle below (across, down), scaled to 0..1.</summary>
        public static Channel Of(float[] plane, int width, int height, int across, int down)
        {
            var (constant, scale) = (0f, 0f);
            var terms = new List<float>();
            var cosines = new float[width];
            for (var cy = 0; cy < down; cy++)
            {
                for (var cx = 0; cx * down < across * (down - cy); cx++)
                {
                    var term = Term(plane, width, height, cx, cy, cosines);
                    if (cx == 0 && cy == 0)
                    {
                        constant = term;
                        continue;
                    }

                    terms.Add(term);
                    scale = MathF.Max(scale, MathF.Abs(term));
                }
            }

            return new Channel(constant, [.. terms.Select(t => scale > 0 ? 0.5f + (0.5f / scale * t) : t)], scale);
        }

        private static float Term(float[] plane, int width, int height, int cx, int cy, float[] cosines)
        {
            for (var x = 0; x < width; x++) cosines[x] = MathF.Cos(MathF.PI / width * cx * (x + 0.5f));
            var sum = 0f;
            for (var y = 0; y < height; y++)
            {
                var row = 0f;
                for (var x = 0; x < width; x++) row += plane[(y * width) + x] * cosines[x];
                sum += row * MathF.Cos(MathF.PI / height * cy * (y + 0.5f));
            }

            return sum / (width * height);
        }
    }
}
