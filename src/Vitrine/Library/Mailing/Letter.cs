using System.Text.Json;
using System.Text.Json.Serialization;

namespace Vitrine.Library.Mailing;

/// <summary>One mail to one person: short, and with at most one thing to do.</summary>
/// <param name="To">An address as <see cref="MailAddresses.IsOne"/> takes it.</param>
/// <param name="About">For admins who see that it could not be sent: what it is, without secrets.</param>
/// <param name="Subject">Any text; becomes one line.</param>
/// <param name="Lines">Paragraphs of plain text.</param>
/// <param name="Path">Where its link leads on this site, beginning with a slash; may hold a secret.</param>
/// <param name="Button">What the link says.</param>
public sealed record Letter(string To, string About, string Subject, IReadOnlyList<string> Lines, string? Path = null, string? Button = null)
{
    internal string ToJson() => JsonSerializer.Serialize(this, LetterJson.Default.Letter);

    internal static Letter? Parse(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, LetterJson.Default.Letter);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Letter))]
internal sealed partial class LetterJson : JsonSerializerContext;
