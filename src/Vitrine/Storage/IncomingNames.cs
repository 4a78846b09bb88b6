using System.Security.Cryptography;

namespace Vitrine.Storage;

/// <summary>
/// Names in <c>incoming/</c>, on every store: the upload's own, or a fresh one for a file written in one go. Both are lower-case letters and
/// digits, so what a crash left behind is listed among the held uploads and swept with them.
/// </summary>
internal static class IncomingNames
{
    public static string Fresh() => "w" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    public static bool IsValid(string name) => name.Length is > 0 and <= 64 && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c));
}
