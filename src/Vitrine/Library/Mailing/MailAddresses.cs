using System.Text.RegularExpressions;

namespace Vitrine.Library.Mailing;

/// <summary>Which e-mail addresses are taken: plain ones. What the standard allows besides (quotes, comments, groups, routes) has only ever carried tricks.</summary>
public static partial class MailAddresses
{
    public const int Longest = 254;

    /// <summary>One address and nothing else: no line break, space, comma or bracket can be in it.</summary>
    public static bool IsOne(string text) => text.Length <= Longest && Shape().IsMatch(text);

    [GeneratedRegex(@"\A[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z0-9-]{2,63}\z", RegexOptions.NonBacktracking)]
    private static partial Regex Shape();
}
