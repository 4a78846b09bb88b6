using System.Text.RegularExpressions;
using Vitrine.Metadata.DynamoDb;
using YamlDotNet.RepresentationModel;

namespace Vitrine.Tests.Deploy;

public sealed partial class TemplateTests
{
    private static readonly string[] Intrinsics = ["!Ref", "!Sub", "!GetAtt", "!If", "!Equals", "!And", "!Not", "!Condition", "!Select", "!Split"];

    [Fact]
    public async Task Every_name_that_is_referred_to_is_there_and_every_parameter_is_used()
    {
        var template = await Template.ReadAsync();
        var known = template.NamesIn("Parameters").Concat(template.NamesIn("Resources")).ToHashSet();
        var referred = template.Nodes.SelectMany(Referred).ToHashSet();

        Assert.DoesNotContain(referred, name => !name.StartsWith("AWS::", StringComparison.Ordinal) && !known.Contains(name));
        Assert.DoesNotContain(template.NamesIn("Parameters"), name => !referred.Contains(name));
        Assert.Empty(template.Nodes.Where(node => !node.Tag.IsEmpty && node.Tag.Value.StartsWith('!') && !Intrinsics.Contains(node.Tag.Value)).Select(node => node.Tag.Value));
        var conditions = template.NamesIn("Conditions").ToHashSet();
        Assert.All(template.Section("Resources").Children.Values.OfType<YamlMappingNode>().Where(resource => resource.Children.ContainsKey("Condition")),
            resource => Assert.Contains(Template.Text(resource["Condition"]), conditions));
        Assert.All(template.Nodes.OfType<YamlSequenceNode>().Where(node => node.Tag == "!If"), choice => Assert.Contains(Template.Text(choice[0]), conditions));
        Assert.All(template.Nodes.OfType<YamlScalarNode>().Where(node => node.Tag == "!Condition"), condition => Assert.Contains(Template.Text(condition), conditions));
    }

    /// <summary>What is made under a condition may be spoken of only by what is made with it, or in an <c>!If</c> of that condition.</summary>
    [Theory]
    [InlineData("Instance", "IsOne", "IsGroup")]
    [InlineData("LoadBalancer", "IsGroup", "HasCertificate", "HasCloudFront")]
    [InlineData("NodeSecurityGroup", "IsGroup")]
    [InlineData("Targets", "IsGroup", "HasCertificate")]
    [InlineData("Distribution", "HasCloudFront")]
    public async Task What_is_not_made_is_not_spoken_of(string resource, params string[] conditions)
    {
        var template = await Template.ReadAsync();
        var unconditional = template.Section("Resources").Children.Concat(template.Section("Outputs").Children)
            .Where(part => !(part.Value is YamlMappingNode node && node.Children.TryGetValue("Condition", out var condition) && conditions.Contains(Template.Text(condition))));

        Assert.DoesNotContain(unconditional.SelectMany(part => OutsideChoices(part.Value, conditions)).SelectMany(Referred), name => name == resource);
    }

    /// <summary>The code says at its top what it calls; a call that is added there is granted here, and nothing else is.</summary>
    [Fact]
    public async Task The_role_may_do_what_the_code_says_it_needs_and_nothing_more()
    {
        var template = await Template.ReadAsync();
        var needed = S3Action().Matches(Between(await Docs.Repository.ReadAsync("src/Vitrine/Storage/S3/S3BlobStore.cs"), "What the site's role needs", "with sse-kms")).Select(match => match.Value)
            .Concat(Word().Matches(Between(await Docs.Repository.ReadAsync("src/Vitrine/Metadata/DynamoDb/DynamoTable.cs"), "Needs dynamodb:", "on the")).Select(match => $"dynamodb:{match.Value}"));

        var granted = Statements(template, "Role", "site").SelectMany(statement => Template.Texts(statement["Action"]));

        Assert.Equal(needed.Order(StringComparer.Ordinal), granted.Order(StringComparer.Ordinal));
        Assert.All(Statements(template, "Role", "site"), statement => Assert.DoesNotContain("*", Template.Texts(statement["Resource"])));
    }

    /// <summary>What the SDK's clients are asked for, read from the code: no call goes without its action, whatever the comments say.</summary>
    [Theory]
    [InlineData("Storage/S3", "s3", "GetObject")]
    [InlineData("Metadata/DynamoDb", "dynamodb", "Query")]
    public async Task No_call_is_made_that_the_role_may_not_make(string folder, string service, string certainly)
    {
        var template = await Template.ReadAsync();
        var granted = Statements(template, "Role", "site").SelectMany(statement => Template.Texts(statement["Action"])).ToHashSet();
        var files = Directory.EnumerateFiles(Path.Combine(Repository.Root, "src", "Vitrine", folder), "*.cs", SearchOption.AllDirectories);
        var called = files.Where(file => !IsOfMaking(file)).SelectMany(file => ClientCall().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value)).ToHashSet();

        Assert.Contains(certainly, called);
        Assert.DoesNotContain(called.SelectMany(ActionsOf), action => !granted.Contains($"{service}:{action}"));
    }

    [Fact]
    public async Task The_table_is_the_one_that_provisioning_makes()
    {
        var template = await Template.ReadAsync();
        var wanted = new TableShape(new DynamoDbOptions()).ToRequest();
        var table = template.At("Resources/Table/Properties");

        Assert.Equal(wanted.AttributeDefinitions.Select(attribute => attribute.AttributeName), ((YamlSequenceNode)table["AttributeDefinitions"]).Select(node => Template.Text(node["AttributeName"])));
        Assert.Equal(
            wanted.GlobalSecondaryIndexes.Select(index => $"{index.IndexName} {string.Join(' ', index.KeySchema.Select(key => key.AttributeName))} {index.Projection.ProjectionType}"),
            ((YamlSequenceNode)table["GlobalSecondaryIndexes"]).Select(index =>
                $"{Template.Text(index["IndexName"])} {string.Join(' ', ((YamlSequenceNode)index["KeySchema"]).Select(key => Template.Text(key["AttributeName"])))} {Template.Text(index["Projection"]["ProjectionType"])}"));
    }

    [Fact]
    public async Task Instances_take_tokens_one_hop_away_alone_and_no_data_is_lost_with_the_stack()
    {
        var template = await Template.ReadAsync();
        var metadata = template.At("Resources/LaunchTemplate/Properties/LaunchTemplateData/MetadataOptions");
        Assert.Equal(("required", "1"), (Template.Text(metadata["HttpTokens"]), Template.Text(metadata["HttpPutResponseHopLimit"])));
        Assert.All(["Bucket", "Table"], name => Assert.Equal("Retain", Template.Text(template.At($"Resources/{name}/DeletionPolicy"))));
        Assert.All(((YamlMappingNode)template.At("Resources/Bucket/Properties/PublicAccessBlockConfiguration")).Children.Values, flag => Assert.Equal("true", Template.Text(flag)));
    }

    [Fact]
    public async Task What_an_instance_runs_at_its_start_is_a_shell_script_that_checks_what_it_installs()
    {
        var script = Template.Text((await Template.ReadAsync()).At("Resources/LaunchTemplate/Properties/LaunchTemplateData/UserData/Fn::Base64")[0]);
        Assert.True(script.IndexOf("sha256sum --check", StringComparison.Ordinal) < script.IndexOf("tar -xzf", StringComparison.Ordinal));
        Assert.DoesNotContain("AWS_SECRET", script, StringComparison.Ordinal);
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, Substitution().Replace(script, "x"), TestContext.Current.CancellationToken);
            var (exitCode, _, complaints) = await Tool.RunAsync("bash", "bash", "-n", file);
            Assert.True(exitCode == 0, complaints);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static bool IsOfMaking(string file) => Path.GetFileName(file) == "TableMaking.cs" || Path.GetFileName(Path.GetDirectoryName(file)) == "Making";

    /// <summary>Most actions bear the call's own name. A transaction needs those of what it does.</summary>
    private static string[] ActionsOf(string call) => call switch
    {
        "GetObjectMetadata" => ["GetObject"],
        "InitiateMultipartUpload" or "UploadPart" or "CompleteMultipartUpload" => ["PutObject"],
        "DeleteObjects" => ["DeleteObject", "DeleteObjectVersion"],
        "ListObjectsV2" => ["ListBucket"],
        "ListVersions" => ["ListBucketVersions"],
        "ListMultipartUploads" => ["ListBucketMultipartUploads"],
        "ListParts" => ["ListMultipartUploadParts"],
        "TransactWriteItems" => ["PutItem", "UpdateItem", "DeleteItem", "ConditionCheckItem"],
        _ => [call],
    };

    private static IEnumerable<string> Referred(YamlNode node) => node switch
    {
        YamlScalarNode { Tag: { IsEmpty: false, Value: "!Ref" } } => [Template.Text(node)],
        YamlScalarNode { Tag: { IsEmpty: false, Value: "!GetAtt" } } => [Template.Text(node).Split('.')[0]],
        YamlScalarNode { Tag: { IsEmpty: false, Value: "!Sub" } } => Substituted(Template.Text(node)),
        YamlSequenceNode { Tag: { IsEmpty: false, Value: "!Sub" } } list => Substituted(Template.Text(list[0])).Except(((YamlMappingNode)list[1]).Children.Keys.Select(Template.Text)),
        _ => [],
    };

    private static IEnumerable<string> Substituted(string text) => Substitution().Matches(text).Select(match => match.Groups[1].Value.Split('.')[0]);

    private static IEnumerable<YamlNode> OutsideChoices(YamlNode node, string[] conditions) => node switch
    {
        YamlSequenceNode { Tag: { IsEmpty: false, Value: "!If" } } choice when conditions.Contains(Template.Text(choice[0])) => [],
        YamlSequenceNode list => list.SelectMany(child => OutsideChoices(child, conditions)).Append(node),
        YamlMappingNode map => map.Children.Values.SelectMany(child => OutsideChoices(child, conditions)).Append(node),
        _ => [node],
    };

    private static IEnumerable<YamlNode> Statements(Template template, string role, string policy) =>
        from document in (YamlSequenceNode)template.At($"Resources/{role}/Properties/Policies")
        where Template.Text(document["PolicyName"]) == policy
        from statement in (YamlSequenceNode)document["PolicyDocument"]["Statement"]
        select statement;

    private static string Between(string text, string start, string end)
    {
        var from = text.IndexOf(start, StringComparison.Ordinal) + start.Length;
        Assert.True(from >= start.Length, $"“{start}” is not there any more.");
        return text[from..text.IndexOf(end, from, StringComparison.Ordinal)];
    }

    [GeneratedRegex("s3:[A-Za-z]+")]
    private static partial Regex S3Action();

    [GeneratedRegex("[A-Z][A-Za-z]+")]
    private static partial Regex Word();

    [GeneratedRegex(@"client\.([A-Z][A-Za-z0-9]+)Async\(")]
    private static partial Regex ClientCall();

    [GeneratedRegex(@"\$\{([A-Za-z:.0-9]+)\}")]
    private static partial Regex Substitution();
}
