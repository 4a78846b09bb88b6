using System.Globalization;

namespace Vitrine.Web;

/// <summary>Lengths as people read them.</summary>
public static class Sizes
{
    private static readonly string[] Units = ["bytes", "kB", "MB", "GB", "TB", "PB"];

    /// <summary>"4.2 MB": decimal, as disks are sold and browsers show it; one digit after the point below 100.</summary>
    public static string Text(long bytes)
    {
        if (bytes == 1) return "1 byte";
        var value = (double)bytes;
        var unit = 0;
        while (value >= 1000 && unit < Units.Length - 1)
        {
            value /= 1000;
            unit++;
        }

        return value.ToString(unit == 0 || value >= 100 ? "0" : "0.#", CultureInfo.InvariantCulture) + " " + Units[unit];
    }
}
