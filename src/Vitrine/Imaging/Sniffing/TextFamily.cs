using System.Text;

namespace Vitrine.Imaging.Sniffing;

/// <summary>SVG, HTML, XML and plain text. None is ever shown in place, so a wrong guess among them costs an icon.</summary>
internal static class TextFamily
{
    public static FileType? Match(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith("\uFEFF"u8)) head = head[3..];
        if (head.Length == 0 || !IsText(head)) return null;

        var start = head.TrimStart(" \t\r\n"u8);
        if (Contains(head, "<svg"u8) && start[0] == '<') return FileTypes.Svg;
        if (IsHtml(start)) return FileTypes.Html;
        return start.StartsWith("<?xml"u8) ? FileTypes.Xml : FileTypes.Text;
    }

    private static bool IsHtml(ReadOnlySpan<byte> start) =>
        start.Length > 0 && start[0] == '<'
        && (Contains(start, "<!doctype html"u8) || Contains(start, "<html"u8) || Contains(start, "<head"u8)
            || Contains(start, "<body"u8) || Contains(start, "<script"u8));

    /// <summary>UTF-8 without control characters; the head may cut the last character.</summary>
    private static bool IsText(ReadOnlySpan<byte> head)
    {
        while (head.Length > 0)
        {
            var status = Rune.DecodeFromUtf8(head, out var rune, out var used);
            if (status == System.Buffers.OperationStatus.NeedMoreData) return head.Length < 4;
            if (status != System.Buffers.OperationStatus.Done) return false;
            if (rune.Value < ' ' && rune.Value is not ('\t' or '\r' or '\n' or '\f')) return false;
            head = head[used..];
        }

        return true;
    }

    private static bool Contains(ReadOnlySpan<byte> text, ReadOnlySpan<byte> lowerCase)
    {
        for (var at = 0; at + lowerCase.Length <= text.Length; at++)
        {
            if (Ascii.EqualsIgnoreCase(text.Slice(at, lowerCase.Length), lowerCase)) return true;
        }

        return false;
    }
}
