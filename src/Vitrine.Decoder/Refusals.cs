using NetVips;
using Vitrine.Imaging.Sandbox.Wire;

namespace Vitrine.Decoder;

/// <summary>The file is at fault; <see cref="Code"/> is a problem code of the site.</summary>
internal sealed class RefusedException(string code, string message) : Exception(message)
{
    public string Code { get; } = code;
}

/// <summary>What libvips complains of, as a problem code. Its texts are for logs, never for a page.</summary>
internal static class Refusals
{
    private const int LongestDetail = 300;

    public static Reply.Refused Of(VipsException problem)
    {
        var text = problem.Message.ReplaceLineEndings(" ");
        return new Reply.Refused(CodeOf(text), text.Length > LongestDetail ? text[..LongestDetail] : text);
    }

    private static string CodeOf(string text)
    {
        if (Says(text, "out of memory", "unable to malloc", "memory allocation")) return "too_large_to_preview";
        if (Says(text, "is not in a known format", "not a known file format", "Not a JPEG", "not a PNG", "No 'ftyp' box"))
            return "not_a_picture";
        if (Says(text, "bad labq format", "unsupported", "not supported", "unimplemented")) return "preview_follows";
        return Says(text, "security limit", "too many pixels", "exceeds", "dimensions too large") ? "too_large_to_preview" : "damaged";
    }

    private static bool Says(string text, params ReadOnlySpan<string> phrases)
    {
        foreach (var phrase in phrases)
        {
            if (text.Contains(phrase, StringComparison.OrdinalIgnoreCase)) return true;
        }

        return false;
    }
}
