using System.Globalization;

namespace Vitrine.Library.Archives;

/// <summary>
/// Names inside one archive: safe on every file system, and told apart where case is not: the second <c>a.jpg</c> is <c>a (2).jpg</c>.
/// </summary>
internal sealed class ZipNames
{
    private readonly HashSet<string> taken = new(StringComparer.OrdinalIgnoreCase) { ArchiveMaking.MissingName };
    private readonly Dictionary<string, int> next = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="folder">Ours, with a slash at its end; empty is the top.</param>
    public string Of(string fileName, string folder = "")
    {
        var name = folder + SafeName.From(fileName, "");
        if (taken.Add(name)) return name;
        var extension = Path.GetExtension(name);
        var stem = name[..^extension.Length];
        for (var number = next.GetValueOrDefault(name, 2); ; number++)
        {
            var other = string.Create(CultureInfo.InvariantCulture, $"{stem} ({number}){extension}");
            if (!taken.Add(other)) continue;
            next[name] = number + 1;
            return other;
        }
    }
}
