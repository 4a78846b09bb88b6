using System.Globalization;
using System.Text;
using Vitrine.Library;
using Vitrine.Library.Audit;

namespace Vitrine.Features.Administration;

/// <summary>The audit log as comma-separated values (RFC 4180).</summary>
internal static class AuditTable
{
    private const int PageLength = 500;

    public static async Task WriteAsync(IAuditLog log, AuditFilter filter, Stream body, CancellationToken cancellationToken)
    {
        await using var writer = new StreamWriter(body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true) { NewLine = "\r\n" };
        await writer.WriteLineAsync("at,actor,act,subject,name,network");
        await foreach (var entry in Paging.AllAsync(after => log.PageAsync(filter, after, PageLength, cancellationToken)))
            await writer.WriteLineAsync(Line(entry).AsMemory(), cancellationToken);
    }

    private static string Line(AuditEntry entry) => string.Join(',', new[]
    {
        entry.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
        Quoted(entry.ActorName), entry.Act.ToString(), entry.Subject, Quoted(entry.Name ?? ""), entry.Network,
    });

    /// <summary>Spreadsheets run what begins like a formula, and names come from anybody (OWASP, CSV injection).</summary>
    private static string Quoted(string text)
    {
        var harmless = text is ['=' or '+' or '-' or '@' or '\t' or '\r', ..] ? $"'{text}" : text;
        return $"\"{harmless.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
