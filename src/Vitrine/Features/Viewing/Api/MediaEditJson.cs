using System.Text.Json;
using Vitrine.Library;
using Vitrine.Web;

namespace Vitrine.Features.Viewing.Api;

/// <summary>What a program may change about an item (RFC 7396); all other fields are the server's and are passed over.</summary>
/// <param name="Title">At most 200 characters.</param>
/// <param name="Description">At most 5 000 characters.</param>
/// <param name="Place">Free text, at most 200 characters.</param>
/// <param name="Tags">At most 64 of at most 50 characters; replaces all.</param>
/// <param name="TakenAt"><c>yyyy-MM-ddTHH:mm[:ss[.fff]]</c>, wall-clock time where it was taken.</param>
public sealed record MediaEditJson(string? Title, string? Description, string? Place, IReadOnlyList<string>? Tags, string? TakenAt)
{
    /// <summary>The edit, or the problem to answer with.</summary>
    public static async Task<(MediaEdit? Edit, IResult? Problem)> ReadAsync(HttpRequest request, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (!request.HasJsonContentType()) return (null, Problems.Of(ProblemCode.UnsupportedMediaType, "Send application/json."));
        try
        {
            using var body = await JsonDocument.ParseAsync(request.Body, cancellationToken: cancellationToken);
            var fields = new JsonFields(body.RootElement);
            var edit = new MediaEdit
            {
                Title = MediaTexts.Line(fields.Text("title")),
                Description = MediaTexts.Lines(fields.Text("description")),
                Place = MediaTexts.Line(fields.Text("place")),
                Tags = MediaTexts.Tags(fields.Texts("tags")),
                TakenAt = fields.Date("takenAt", now),
            };
            var wrong = fields.Wrong ?? MediaTexts.Refuse(edit.Title, edit.Description, edit.Place, edit.Tags);
            return wrong is null ? (edit, null) : (null, Problems.Of(ProblemCode.InvalidField, wrong));
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            // InvalidOperationException is what half a surrogate pair in a text ends in.
            return (null, Problems.Of(ProblemCode.InvalidRequest, "The body is not JSON."));
        }
    }
}
