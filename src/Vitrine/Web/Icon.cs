using System.Collections.Concurrent;
using Microsoft.AspNetCore.Components;

namespace Vitrine.Web;

/// <summary>
/// One picture of <c>Client/icons.svg</c>; decoration only: the words beside it, or the control's label, carry the meaning. A page has a hundred
/// of them, so each is one piece of markup, made once.
/// </summary>
public sealed class Icon(IconMarkup icons) : IComponent
{
    private RenderHandle handle;

    [Parameter, EditorRequired]
    public string Name { get; set; } = "";

    public void Attach(RenderHandle renderHandle) => handle = renderHandle;

    public Task SetParametersAsync(ParameterView parameters)
    {
        Name = parameters.GetValueOrDefault(nameof(Name), "")!;
        handle.Render(builder => builder.AddMarkupContent(0, icons.Of(Name)));
        return Task.CompletedTask;
    }
}

/// <summary>The markup of each icon that a page has asked for.</summary>
public sealed class IconMarkup(StaticAssets built)
{
    private readonly ConcurrentDictionary<string, string> known = new(StringComparer.Ordinal);

    /// <param name="name">One of the picture's ids, never what somebody typed: it is not encoded.</param>
    public string Of(string name) => known.GetOrAdd(
        name, static (name, file) => $"<svg class=\"icon\" aria-hidden=\"true\"><use href=\"{file}#{name}\"></use></svg>", built.Url("Client/icons.svg"));
}
