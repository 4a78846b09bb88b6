using Vitrine.Library.Audit;
using Vitrine.Library.Links;
using Vitrine.Web.Audit;

namespace Vitrine.Features.Sharing;

internal static class SharingAudit
{
    /// <summary>By the link's id, never by its token.</summary>
    public static void Tells(this HttpContext context, AuditAct act, ShareLink link)
    {
        var note = context.Audit();
        (note.Act, note.Subject, note.Name) = (act, $"shares/{link.Id}", link.Name);
    }
}
