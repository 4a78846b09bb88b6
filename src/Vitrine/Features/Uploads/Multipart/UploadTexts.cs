using System.Text.Json;
using Vitrine.Library;

namespace Vitrine.Features.Uploads.Multipart;

/// <summary>The text fields of a form, wherever they stood in it; they hold for all its files.</summary>
internal sealed class UploadTexts
{
    private readonly Dictionary<string, List<string>> fields = new(StringComparer.Ordinal);

    public void Add(string name, string value)
    {
        if (!fields.TryGetValue(name, out var values)) fields[name] = values = [];
        values.Add(value);
    }

    public NewUpload About() => new()
    {
        FileName = "",
        Title = First("title"),
        Description = First("description"),
        Place = First("place"),
        Album = NewUpload.AlbumOf(First("album")),
        Tags = [.. (fields.GetValueOrDefault("tags") ?? []).SelectMany(Split)],
    };

    private string? First(string name) => fields.GetValueOrDefault(name)?[0];

    /// <summary>A JSON array, or words between commas; the field may be repeated.</summary>
    private static IEnumerable<string> Split(string value)
    {
        if (value.TrimStart().StartsWith('['))
        {
            try
            {
                return (JsonSerializer.Deserialize(value, UploadsJson.Default.StringArray) ?? []).Where(tag => tag is not null);
            }
            catch (JsonException)
            {
                // A person's own text that happens to begin so.
            }
        }

        return value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
    }
}
