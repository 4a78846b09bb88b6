using System.Diagnostics;
using OpenTelemetry;

namespace Vitrine.Web.Telemetry;

/// <summary>Traces hold route templates, never paths, queries or who asked: some paths are secrets (RULES 21).</summary>
internal sealed class SecretsOut : BaseProcessor<Activity>
{
    private static readonly string[] Telling = ["url.path", "url.query", "url.full", "http.target", "http.url", "user_agent.original", "client.address"];

    public override void OnEnd(Activity data)
    {
        foreach (var tag in Telling) data.SetTag(tag, null);
    }
}
