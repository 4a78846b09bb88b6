using Vitrine.Library.Audit;
using Vitrine.Web;
using Vitrine.Web.Audit;

namespace Vitrine.Features.Trash;

internal static class TrashAudit
{
    /// <summary>How many items a request changed; none is nothing to write down.</summary>
    /// <param name="act">Where it is not the route's own.</param>
    public static void Audits(this HttpContext context, long count, AuditAct? act = null)
    {
        var note = context.Audit();
        note.NothingDone = count == 0;
        if (count == 0) return;
        note.Act = act;
        note.Name = Wording.Count(count, "item");
    }
}
