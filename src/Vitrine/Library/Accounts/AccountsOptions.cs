using System.ComponentModel.DataAnnotations;

namespace Vitrine.Library.Accounts;

/// <summary>Section <c>Accounts</c>: how new ones come about, and what they begin with.</summary>
public sealed class AccountsOptions
{
    public const string Section = "Accounts";

    public const string Closed = "closed", ByInvitation = "invitation", Open = "open";

    /// <summary>
    /// <c>closed</c>: only admins make accounts. <c>invitation</c>: whoever has an invitation may, too, and whom a sign-in service lets in where
    /// that is set. <c>open</c>: everybody may, at <c>/register</c>.
    /// </summary>
    [AllowedValues(Closed, ByInvitation, Open, ErrorMessage = "must be closed, invitation or open.")]
    public string SignUp { get; set; } = ByInvitation;

    /// <summary>Bytes that accounts may hold which people make for themselves, without anybody saying another number; empty is no limit.</summary>
    [Range(0, long.MaxValue, ErrorMessage = "must be a number of bytes.")]
    public long? DefaultQuotaBytes { get; set; }

    internal bool IsClosed => SignUp == Closed;

    internal bool IsOpen => SignUp == Open;
}
