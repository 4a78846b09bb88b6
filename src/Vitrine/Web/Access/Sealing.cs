using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace Vitrine.Web.Access;

/// <summary>Texts that browsers carry for us, sealed by the site's keys.</summary>
public static class Sealing
{
    /// <summary>What was sealed; null for what these keys did not seal, or for another purpose.</summary>
    public static string? Open(this IDataProtector protector, string sealedText)
    {
        try
        {
            return protector.Unprotect(sealedText);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
