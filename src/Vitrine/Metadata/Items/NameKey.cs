using System.Security.Cryptography;
using System.Text;

namespace Vitrine.Metadata.Items;

/// <summary>The form of an account's name in which it is unique and sorted.</summary>
internal static class NameKey
{
    /// <summary>DynamoDB's longest sort key is 1 024 bytes; a few ligatures become many letters.</summary>
    private const int LongestBytes = 900;

    public static string Of(string name) => name.Normalize(NormalizationForm.FormKC).ToLowerInvariant();

    /// <summary>The same, cut to what a key may hold and still one per name.</summary>
    public static string Short(string name)
    {
        var key = Of(name);
        var bytes = Encoding.UTF8.GetBytes(key);
        return bytes.Length <= LongestBytes ? key : $"{key[..100]}{Convert.ToHexStringLower(SHA256.HashData(bytes))}";
    }
}
