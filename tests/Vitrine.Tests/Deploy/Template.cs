using YamlDotNet.RepresentationModel;

namespace Vitrine.Tests.Deploy;

/// <summary><c>deploy/aws/vitrine.yaml</c>, read as YAML with its intrinsic functions left as tags.</summary>
internal sealed class Template
{
    private readonly YamlMappingNode root;

    private Template(YamlMappingNode root) => this.root = root;

    public static async Task<Template> ReadAsync()
    {
        var text = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "deploy", "aws", "vitrine.yaml"), TestContext.Current.CancellationToken);
        var yaml = new YamlStream();
        yaml.Load(new StringReader(text));
        return new Template((YamlMappingNode)yaml.Documents.Single().RootNode);
    }

    public IEnumerable<YamlNode> Nodes => root.AllNodes;

    public IEnumerable<string> NamesIn(string section) => Section(section).Children.Keys.Select(Text);

    public YamlMappingNode Section(string name) => (YamlMappingNode)root[name];

    /// <summary>The value at the end of keys such as <c>Resources/Table/Properties</c>.</summary>
    public YamlNode At(string path) => path.Split('/').Aggregate((YamlNode)root, (node, key) => node[key]);

    public static string Text(YamlNode node) => ((YamlScalarNode)node).Value ?? "";

    /// <summary>One text, or a list of them.</summary>
    public static IEnumerable<string> Texts(YamlNode node) => node is YamlSequenceNode list ? list.Select(Text) : [Text(node)];
}
